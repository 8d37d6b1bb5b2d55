package io.streamlab.join.hudi;

/** What one call of {@link HudiTable#upsert} did. */
public final class UpsertOutcome {
    private final HudiCommit batch;
    private final HudiCommit made;

    UpsertOutcome(HudiCommit batch, HudiCommit made) {
        this.batch = batch;
        this.made = made;
    }

    /** Returns the commit that brought the batch into the table: this call's, or one of a former run of the job. */
    public HudiCommit batch() {
        return batch;
    }

    /** Returns whether the batch was in the table before this call. */
    public boolean wasHeld() {
        return batch != made;
    }

    /** Returns the commit that this call made. */
    public HudiCommit made() {
        return made;
    }
}
