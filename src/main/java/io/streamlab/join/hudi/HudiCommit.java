package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** What one commit did to the table. */
public final class HudiCommit {
    private final String instant;
    private final long inserted;
    private final long updated;
    private final long deleted;
    private final Set<String> fileIds;
    private final Map<String, String> notes;

    HudiCommit(
            String instant, long inserted, long updated, long deleted, Set<String> fileIds, Map<String, String> notes) {
        this.instant = instant;
        this.inserted = inserted;
        this.updated = updated;
        this.deleted = deleted;
        this.fileIds = Collections.unmodifiableSet(fileIds);
        this.notes = Collections.unmodifiableMap(notes);
    }

    /** Hudi's name of the commit, as rows have it in {@code _hoodie_commit_time}. */
    public String instant() {
        return instant;
    }

    /** Rows that were not there before, or in another partition. */
    public long inserted() {
        return inserted;
    }

    /** Rows that were replaced; those that kept a newer value do not count. */
    public long updated() {
        return updated;
    }

    /** Keys of which the latest event is a delete, whether they had a row or not; not those that Hudi deletes to move them. */
    public long deleted() {
        return deleted - origin().moved();
    }

    /** Rows that are in the table because of this commit. */
    public long written() {
        return inserted + updated;
    }

    /** Those of them that were in the table before, and have been joined anew with the reference data. */
    public long reenriched() {
        return origin().reenriched();
    }

    /** Where its rows come from, as far as its notes tell. */
    CommitOrigin origin() {
        return CommitOrigin.ofMetadata(notes);
    }

    /** The files that were written, by what Hudi calls their file ids. */
    Set<String> fileIds() {
        return fileIds;
    }

    /** What the writer gave to Hudi to keep with the commit, and the schema that Hudi keeps itself. */
    Map<String, String> notes() {
        return notes;
    }
}
