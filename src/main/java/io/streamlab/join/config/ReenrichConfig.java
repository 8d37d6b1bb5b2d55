package io.streamlab.join.config;

/** Whether and how the rows that are in the table follow the reference data. */
public final class ReenrichConfig {
    private final boolean enabled;
    private final int maxRowsPerBatch;
    private final RemovedReference removed;

    ReenrichConfig(OptionValues values) {
        this.enabled = values.get(JobOptions.REENRICH);
        this.maxRowsPerBatch = values.get(JobOptions.REENRICH_MAX_ROWS_PER_BATCH);
        this.removed = values.get(JobOptions.REENRICH_REMOVED);
    }

    public boolean enabled() {
        return enabled;
    }

    /** How many rows one commit joins anew; zero for none, while changes are noticed all the same. */
    public int maxRowsPerBatch() {
        return maxRowsPerBatch;
    }

    /** What becomes of rows whose reference item is removed. */
    public RemovedReference removed() {
        return removed;
    }
}
