package io.streamlab.verify.benchmark.upsert;

/** The ways of writing a batch. */
enum ArmType {
    /** The published walk-through's. */
    PUBLISHED("published"),
    /** The job's own. */
    JOB("ours"),
    /** The least that Spark needs to rewrite the whole table, as a copy-on-write table must when a batch touches every file. */
    REWRITE("full rewrite"),
    /** The least that Spark needs to write the batch alone. */
    APPEND("plain append");

    private final String title;

    ArmType(String title) {
        this.title = title;
    }

    boolean isLimit() {
        return this == REWRITE || this == APPEND;
    }

    /** For people and for the report. */
    String title() {
        return title;
    }
}
