package io.streamlab.join.hudi;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where the rows of a commit come from. It stands in the commit's metadata, so that a row can be traced back to the
 * stream by its {@code _hoodie_commit_time}, and a batch that is replayed can be found in the table:
 *
 * <pre>{@code
 * "extraMetadata": {
 *   "_streaming_join.query_id": "0b5e...",                          of the checkpoint, the same after every restart
 *   "_streaming_join.batch_id": "17",
 *   "_streaming_join.start_offsets": "{\"version\":1, ...}",        the source's, as in Spark's offset log
 *   "_streaming_join.end_offsets": "{\"version\":1, ...}",
 *   "_streaming_join.reference_items": "4",
 *   "_streaming_join.reference_scan_start": "2026-01-31T12:00:00.123Z",
 *   "_streaming_join.reference_scan_millis": "12",
 *   "_streaming_join.reenriched_rows": "310"                        rows of the table that were joined anew
 *   "_streaming_join.moved_rows": "7"                               from one partition of the table to another
 * }
 * }</pre>
 *
 * <p>A commit that has brought nothing but rows joined anew is of no batch; nor is one without rows, by which Hudi ends
 * what a kill has cut short.
 */
public final class CommitOrigin {
    /** What the keys begin with, and Hudi is told to keep in the commit's metadata. */
    static final String PREFIX = "_streaming_join.";

    private static final String QUERY_ID = PREFIX + "query_id";
    private static final String BATCH_ID = PREFIX + "batch_id";
    private static final String START_OFFSETS = PREFIX + "start_offsets";
    private static final String END_OFFSETS = PREFIX + "end_offsets";
    private static final String REFERENCE_ITEMS = PREFIX + "reference_items";
    private static final String REFERENCE_SCAN_START = PREFIX + "reference_scan_start";
    private static final String REFERENCE_SCAN_MILLIS = PREFIX + "reference_scan_millis";
    private static final String REENRICHED_ROWS = PREFIX + "reenriched_rows";

    private static final String MOVED_ROWS = PREFIX + "moved_rows";

    private final Map<String, String> metadata;
    private final boolean repeatable;

    private CommitOrigin(Map<String, String> metadata, boolean repeatable) {
        this.metadata = Collections.unmodifiableMap(metadata);
        this.repeatable = repeatable;
    }

    /** A batch of a streaming query. */
    public static CommitOrigin ofBatch(String queryId, long batchId) {
        return new CommitOrigin(new LinkedHashMap<>(), true)
                .with(QUERY_ID, queryId)
                .with(BATCH_ID, Long.toString(batchId));
    }

    /** No batch, but the rows of the table that a query's job joins anew while the stream is idle. */
    public static CommitOrigin betweenBatchesOf(String queryId) {
        return new CommitOrigin(new LinkedHashMap<>(), true).with(QUERY_ID, queryId);
    }

    /** The same query with the same reference data, and none of its batches. */
    CommitOrigin withoutBatch() {
        Map<String, String> remaining = new LinkedHashMap<>(metadata);
        remaining.keySet().removeAll(Arrays.asList(BATCH_ID, START_OFFSETS, END_OFFSETS));
        return new CommitOrigin(remaining, true);
    }

    /** What a commit's metadata say; empty for a commit that this job has not made. */
    static CommitOrigin ofMetadata(Map<String, String> commitMetadata) {
        Map<String, String> metadata = new LinkedHashMap<>();
        commitMetadata.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                metadata.put(key, value);
            }
        });
        return new CommitOrigin(metadata, true);
    }

    /** The same batch, of a source that may put more records into it when it is replayed. */
    public CommitOrigin withOtherRecordsInAReplay() {
        return new CommitOrigin(metadata, false);
    }

    /** @param start where the batch before ended, empty for the first one; each as the source writes its offsets */
    public CommitOrigin withOffsets(String start, String end) {
        return with(START_OFFSETS, start).with(END_OFFSETS, end);
    }

    /** @param scanStart when the scan of the reference table began */
    public CommitOrigin withReference(int items, Instant scanStart, long scanMillis) {
        return with(REFERENCE_ITEMS, Integer.toString(items))
                .with(REFERENCE_SCAN_START, scanStart.toString())
                .with(REFERENCE_SCAN_MILLIS, Long.toString(scanMillis));
    }

    /** @param rows how many rows of the table were joined anew and written again */
    CommitOrigin withReenriched(long rows) {
        return with(REENRICHED_ROWS, Long.toString(rows));
    }

    /** How many of the commit's rows were in the table before, and have been joined anew. */
    long reenriched() {
        return Long.parseLong(metadata.getOrDefault(REENRICHED_ROWS, "0"));
    }

    /** @param rows how many rows have left their former partition for another one */
    CommitOrigin withMoved(long rows) {
        return with(MOVED_ROWS, Long.toString(rows));
    }

    /** How many of the commit's rows were in another partition before. */
    long moved() {
        return Long.parseLong(metadata.getOrDefault(MOVED_ROWS, "0"));
    }

    /** Whether both are of the same query, which is that of one checkpoint, through all its restarts. */
    boolean isOfSameQueryAs(CommitOrigin other) {
        return metadata.containsKey(QUERY_ID) && metadata.get(QUERY_ID).equals(other.metadata.get(QUERY_ID));
    }

    /** Whether both are the same batch of the same query, or both of none of its batches. */
    boolean isSameBatchAs(CommitOrigin other) {
        return isOfSameQueryAs(other) && Objects.equals(metadata.get(BATCH_ID), other.metadata.get(BATCH_ID));
    }

    /** Whether it is a batch at all. */
    boolean isBatch() {
        return metadata.containsKey(BATCH_ID);
    }

    /** Whether the batch has the same records however often it is replayed. */
    public boolean isRepeatable() {
        return repeatable;
    }

    Map<String, String> toMetadata() {
        return metadata;
    }

    /** For people: which batch of which query. */
    @Override
    public String toString() {
        if (!metadata.containsKey(QUERY_ID)) {
            return "another writer";
        }
        return (isBatch() ? "batch " + metadata.get(BATCH_ID) : "rows joined anew") + " of the query "
                + metadata.get(QUERY_ID);
    }

    private CommitOrigin with(String key, String value) {
        Map<String, String> extended = new LinkedHashMap<>(metadata);
        extended.put(key, value);
        return new CommitOrigin(extended, repeatable);
    }
}
