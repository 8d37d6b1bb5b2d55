package io.streamlab.join.config;

/** Whether and how rows already in the table follow the reference data. */
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

    /** Returns how many rows one commit re-enriches, at most; zero notes changes and re-enriches no rows. */
    public int maxRowsPerBatch() {
        return maxRowsPerBatch;
    }

    /** Returns what rows show after their reference item is removed. */
    public RemovedReference removed() {
        return removed;
    }
}
