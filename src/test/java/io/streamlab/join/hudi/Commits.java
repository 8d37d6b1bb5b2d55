package io.streamlab.join.hudi;

import java.util.Set;

/** Commits as a table returns them, for tests that have no table. */
public final class Commits {
    private Commits() {}

    /** Returns a commit of so many rows, of which so many are re-enriched ones. */
    public static HudiCommit of(String instant, long written, long deleted, long reenriched) {
        return new HudiCommit(
                instant,
                written,
                0,
                deleted,
                Set.of(),
                RowCounts.none().withReenriched(reenriched).toMetadata());
    }

    /** Returns a commit for which Hudi was given so many rows, and wrote or deleted so many of them. */
    public static HudiCommit of(String instant, long written, long deleted, long reenriched, long given) {
        return of(instant, written, deleted, reenriched).withRowsGiven(given);
    }

    /** Returns a commit of a batch without some records that cannot be written. */
    public static HudiCommit withoutUnwritable(long unwritable, String instant, long written) {
        return new HudiCommit(
                instant,
                written,
                0,
                0,
                Set.of(),
                BatchProvenance.ofBatch("q", 0).withoutUnwritable(unwritable).toMetadata());
    }

    /** Returns the outcome of an upsert that wrote the batch. */
    public static UpsertOutcome outcome(HudiCommit made) {
        return outcome(made, made);
    }

    /**
     * Returns the outcome of an upsert that found the batch in the table.
     *
     * @param batch the commit that brought the batch
     * @param made the commit of this upsert
     */
    public static UpsertOutcome outcome(HudiCommit batch, HudiCommit made) {
        return new UpsertOutcome(batch, made);
    }
}
