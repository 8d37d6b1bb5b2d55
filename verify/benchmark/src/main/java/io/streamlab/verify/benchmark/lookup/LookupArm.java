package io.streamlab.verify.benchmark.lookup;

/** The ways of reading the reference table. */
enum LookupArm {
    /** The walk-through's: one page as JSON, whose schema Spark infers. */
    PUBLISHED("published: the first page"),
    /** The same, page after page to the last one. */
    SEQUENTIAL("published, to the last page"),
    /** The job's with one segment: what is gained without reading in parallel. */
    ONE_SEGMENT("ours, one segment"),
    /** The job's own. */
    JOB("ours");

    private final String title;

    LookupArm(String title) {
        this.title = title;
    }

    /** For people and for the report. */
    String title() {
        return title;
    }
}
