package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
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

    /** Returns Hudi's name of the commit, which its rows have in {@code _hoodie_commit_time}. */
    public String instant() {
        return instant;
    }

    /** Returns how many rows were not there before, or were in another partition. */
    long inserted() {
        return inserted;
    }

    /** Returns how many rows were replaced. Rows that kept a newer value do not count. */
    long updated() {
        return updated;
    }

    /**
     * Returns how many keys have a delete as their latest event, whether they had a row or not. Rows that Hudi deletes in
     * one partition to move them to another do not count.
     */
    public long deleted() {
        return deleted - counts().moved();
    }

    /** Returns how many rows are in the table because of this commit. */
    public long written() {
        return inserted + updated;
    }

    /**
     * Returns how many deletes may be among the inserted rows, too. Hudi 0.14 counts a delete of a key without a row as both, if
     * the key's file holds no rows any more.
     */
    public long deletesThatMayCountTwice() {
        return Math.max(0, Math.min(inserted, deleted()));
    }

    /** Returns how many of the written rows were in the table before and are re-enriched. */
    public long reenriched() {
        return counts().reenriched();
    }

    /** Returns how many records of the batch are older than a delete of a former batch; empty without tombstones. */
    public OptionalLong supersededByDelete() {
        return counts().supersededByDelete();
    }

    /** Returns where its rows come from, as far as its notes say. */
    BatchProvenance provenance() {
        return BatchProvenance.ofMetadata(notes);
    }

    private RowCounts counts() {
        return RowCounts.ofMetadata(notes);
    }

    /** Returns the file ids, in Hudi's words, of the files that were written. */
    Set<String> fileIds() {
        return fileIds;
    }

    /** Returns the commit's metadata: what the writer gave to Hudi, and the schema that Hudi adds. */
    Map<String, String> notes() {
        return notes;
    }
}
