package io.streamlab.join.hudi;

/** What one call to {@link HudiTable} has done. */
public final class UpsertOutcome {
    private final HudiCommit batch;
    private final HudiCommit made;

    UpsertOutcome(HudiCommit batch, HudiCommit made) {
        this.batch = batch;
        this.made = made;
    }

    /** The commit that brought the batch into the table: this call's, or one of before a restart. */
    public HudiCommit batch() {
        return batch;
    }

    /** The commit that this call has made. */
    public HudiCommit made() {
        return made;
    }
}
