package io.streamlab.join.hudi;

/** What one commit did to the table. */
public final class HudiCommit {
    private final String instant;
    private final long inserted;
    private final long updated;
    private final long deleted;

    HudiCommit(String instant, long inserted, long updated, long deleted) {
        this.instant = instant;
        this.inserted = inserted;
        this.updated = updated;
        this.deleted = deleted;
    }

    /** Hudi's name of the commit, as rows have it in {@code _hoodie_commit_time}. */
    public String instant() {
        return instant;
    }

    /** Rows that were not there before. */
    public long inserted() {
        return inserted;
    }

    /** Rows that were replaced; those that kept a newer value do not count. */
    public long updated() {
        return updated;
    }

    public long deleted() {
        return deleted;
    }

    /** Rows that are in the table because of this commit. */
    public long written() {
        return inserted + updated;
    }
}
