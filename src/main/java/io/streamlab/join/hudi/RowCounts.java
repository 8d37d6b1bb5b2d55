package io.streamlab.join.hudi;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Counts of rows that Hudi's own statistics of a commit do not have. The commit's metadata carry them:
 *
 * <pre>{@code
 * "_streaming_join.reenriched_rows": "310"
 * "_streaming_join.moved_rows": "7"
 * "_streaming_join.superseded_by_delete_records": "3"
 * "_streaming_join.late_rows": "2"
 * }</pre>
 *
 * <p>A count that a commit does not carry is 0.
 */
final class RowCounts {
    private static final String REENRICHED_ROWS = CommitMetadata.PREFIX + "reenriched_rows";
    private static final String MOVED_ROWS = CommitMetadata.PREFIX + "moved_rows";
    private static final String SUPERSEDED_BY_DELETE_RECORDS = CommitMetadata.PREFIX + "superseded_by_delete_records";
    private static final String LATE_ROWS = CommitMetadata.PREFIX + "late_rows";

    /** The keys of all counts. */
    static final List<String> KEYS = Collections.unmodifiableList(
            Arrays.asList(REENRICHED_ROWS, MOVED_ROWS, SUPERSEDED_BY_DELETE_RECORDS, LATE_ROWS));

    private final Map<String, String> metadata;

    private RowCounts(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    /** Returns no counts. */
    static RowCounts none() {
        return new RowCounts(Collections.emptyMap());
    }

    /** Reads the counts from a commit's metadata. */
    static RowCounts ofMetadata(Map<String, String> commitMetadata) {
        return new RowCounts(commitMetadata);
    }

    RowCounts withReenriched(long rows) {
        return with(REENRICHED_ROWS, rows);
    }

    RowCounts withMoved(long rows) {
        return with(MOVED_ROWS, rows);
    }

    RowCounts withSupersededByDelete(long records) {
        return with(SUPERSEDED_BY_DELETE_RECORDS, records);
    }

    /** Returns how many records of the batch are older than a delete of a former batch; empty without tombstones. */
    OptionalLong supersededByDelete() {
        String records = metadata.get(SUPERSEDED_BY_DELETE_RECORDS);
        return records == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(records));
    }

    RowCounts withLate(long rows) {
        return with(LATE_ROWS, rows);
    }

    /** Returns how many rows Hudi did not get because the table has a row of a later event in another partition. */
    long late() {
        return count(LATE_ROWS);
    }

    /** Returns how many rows of the table the commit re-enriched. */
    long reenriched() {
        return count(REENRICHED_ROWS);
    }

    /** Returns how many rows the commit moved from one partition to another. */
    long moved() {
        return count(MOVED_ROWS);
    }

    /** Returns what a commit's metadata get, by their keys. */
    Map<String, String> toMetadata() {
        return metadata;
    }

    private long count(String key) {
        return Long.parseLong(metadata.getOrDefault(key, "0"));
    }

    private RowCounts with(String key, long rows) {
        Map<String, String> extended = new LinkedHashMap<>(metadata);
        extended.put(key, Long.toString(rows));
        return new RowCounts(extended);
    }
}
