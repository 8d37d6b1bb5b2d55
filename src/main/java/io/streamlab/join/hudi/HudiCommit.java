package io.streamlab.join.hudi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one commit did to the table.
 *
 * <p>Hudi counts a delete twice, as deleted and as inserted, if the key has no row and belongs to a file that is there. Such
 * deletes show when Hudi counts more rows than it was given. A batch that has late events as well hides some of them: then up to
 * as many late events count as written.
 */
public final class HudiCommit {
    private final String instant;
    private final long inserted;
    private final long updated;
    private final long deleted;
    private final Set<String> fileIds;
    private final Map<String, String> notes;
    private final OptionalLong given;

    HudiCommit(
            String instant, long inserted, long updated, long deleted, Set<String> fileIds, Map<String, String> notes) {
        this(instant, inserted, updated, deleted, fileIds, notes, OptionalLong.empty());
    }

    private HudiCommit(
            String instant,
            long inserted,
            long updated,
            long deleted,
            Set<String> fileIds,
            Map<String, String> notes,
            OptionalLong given) {
        this.instant = instant;
        this.inserted = inserted;
        this.updated = updated;
        this.deleted = deleted;
        this.fileIds = Collections.unmodifiableSet(fileIds);
        this.notes = Collections.unmodifiableMap(notes);
        this.given = given;
    }

    /**
     * Returns the same commit with the number of rows that Hudi was given to write, deletes and re-enriched rows among them.
     */
    HudiCommit withRowsGiven(long rows) {
        return new HudiCommit(instant, inserted, updated, deleted, fileIds, notes, OptionalLong.of(rows));
    }

    /** Returns Hudi's name of the commit, which its rows have in {@code _hoodie_commit_time}. */
    public String instant() {
        return instant;
    }

    /** Returns how many rows Hudi inserted by its own count, so with deletes that it counted twice. */
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
        return inserted + updated - countedTwice();
    }

    /** Returns how many deletes Hudi counted twice, as far as that shows. */
    private long countedTwice() {
        return given.isPresent() ? Math.max(0, inserted + updated + deleted - given.getAsLong()) : 0;
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

    /** Returns how many records of the batch are not in the table because Hudi cannot write them. */
    public long unwritable() {
        return provenance().unwritable();
    }

    /** Returns how many records of the batch are older than a delete of a former batch; empty without tombstones. */
    public OptionalLong supersededByDelete() {
        return counts().supersededByDelete();
    }

    /**
     * Returns how many rows were not written because the table has a row of their key that is of a later event; empty where
     * the number of rows that Hudi was given is not known.
     */
    public OptionalLong olderThanTable() {
        return given.isPresent()
                ? OptionalLong.of(Math.max(0, given.getAsLong() - inserted - updated - deleted) + counts().late())
                : OptionalLong.empty();
    }

    /** Returns a text for messages with all counts of the commit. */
    public String countsInWords() {
        return "commit " + instant + ": Hudi was given "
                + (given.isPresent() ? given.getAsLong() + " rows" : "an unknown number of rows")
                + ", inserted " + inserted + ", updated " + updated + " and deleted " + deleted
                + "; re-enriched rows " + reenriched() + ", moved rows " + counts().moved() + ", late rows "
                + counts().late();
    }

    /** Returns a sentence for each count of the commit that cannot be. */
    List<String> impossibleCounts() {
        List<String> problems = new ArrayList<>();
        require("the inserted rows", inserted, problems);
        require("the updated rows", updated, problems);
        require("the re-enriched rows", reenriched(), problems);
        require("the moved rows", counts().moved(), problems);
        require("the late rows", counts().late(), problems);
        require("the deleted rows without the moved ones", deleted(), problems);
        require("the written rows without the re-enriched ones", written() - reenriched(), problems);
        given.ifPresent(rows -> require(
                "the rows given less those that Hudi counts",
                rows - inserted - updated - deleted + deletesThatMayCountTwice(),
                problems));
        return problems;
    }

    private static void require(String count, long value, List<String> problems) {
        if (value < 0) {
            problems.add(count + " are " + value);
        }
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
