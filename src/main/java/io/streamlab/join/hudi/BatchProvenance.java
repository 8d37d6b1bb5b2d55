package io.streamlab.join.hudi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Says which records of the stream and which reference data the rows of a commit are made of.
 *
 * <p>Each commit carries the provenance in its metadata. So a row can be traced back to the stream by its
 * {@code _hoodie_commit_time}, and a replayed batch is found in the table:
 *
 * <pre>{@code
 * "extraMetadata": {
 *   "_streaming_join.query_id": "0b5e...",                          of the checkpoint, the same after every restart
 *   "_streaming_join.batch_id": "17",
 *   "_streaming_join.start_offsets_sha256": "5e88...",              of the text by which the batch before ended
 *   "_streaming_join.end_offsets": "{\"version\":1, ...}",         the source's, as in Spark's offset log;
 *                                                                   a long one is in a file: NotedOffsets
 *   "_streaming_join.stream_retention_hours": "24",                 absent where the offsets do not say
 *   "_streaming_join.records_unwritable": "1",                      absent where there are none
 *   "_streaming_join.reference_table": "countries",
 *   "_streaming_join.reference_items": "4",
 *   "_streaming_join.reference_changes": "2",                       with lookup_mode stream only
 *   "_streaming_join.reference_scan_start": "2026-01-31T12:00:00.123Z",
 *   "_streaming_join.reference_scan_millis": "12",
 *   "_streaming_join.reference_table.2": "regions",                 and so on, with several reference tables
 * }
 * }</pre>
 *
 * <p>Two kinds of commits belong to no batch: those that bring re-enriched rows alone, and those without rows that end an
 * interrupted clustering.
 */
public final class BatchProvenance {
    private static final String QUERY_ID = CommitMetadata.PREFIX + "query_id";
    private static final String BATCH_ID = CommitMetadata.PREFIX + "batch_id";
    private static final String START_OFFSETS = CommitMetadata.PREFIX + "start_offsets";
    private static final String END_OFFSETS = CommitMetadata.PREFIX + "end_offsets";
    private static final String STREAM_RETENTION_HOURS = CommitMetadata.PREFIX + "stream_retention_hours";
    private static final String RECORDS_UNWRITABLE = CommitMetadata.PREFIX + "records_unwritable";
    private static final String REFERENCE_TABLE = CommitMetadata.PREFIX + "reference_table";
    private static final String REFERENCE_ITEMS = CommitMetadata.PREFIX + "reference_items";
    private static final String REFERENCE_VALUES = CommitMetadata.PREFIX + "reference_values";
    private static final String REFERENCE_CHANGES = CommitMetadata.PREFIX + "reference_changes";
    private static final String REFERENCE_SCAN_START = CommitMetadata.PREFIX + "reference_scan_start";
    private static final String REFERENCE_SCAN_MILLIS = CommitMetadata.PREFIX + "reference_scan_millis";

    private final Map<String, String> metadata;

    private BatchProvenance(Map<String, String> metadata) {
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * Returns the provenance of a batch of a streaming query.
     *
     * @param queryId the checkpoint's id, the same after every restart
     */
    public static BatchProvenance ofBatch(String queryId, long batchId) {
        return betweenBatchesOf(queryId).with(BATCH_ID, Long.toString(batchId));
    }

    /** Returns the provenance of rows that a query's job re-enriches while the stream is idle. */
    public static BatchProvenance betweenBatchesOf(String queryId) {
        return new BatchProvenance(Collections.emptyMap()).with(QUERY_ID, queryId);
    }

    /** Returns the same query with the same reference data, and none of its batches. */
    BatchProvenance withoutBatch() {
        Map<String, String> remaining = new LinkedHashMap<>(metadata);
        remaining
                .keySet()
                .removeIf(key -> key.equals(BATCH_ID)
                        || key.equals(STREAM_RETENTION_HOURS)
                        || key.equals(RECORDS_UNWRITABLE)
                        || NotedOffsets.areNotedBy(key, START_OFFSETS)
                        || NotedOffsets.areNotedBy(key, END_OFFSETS));
        return new BatchProvenance(remaining);
    }

    /** Reads the provenance from a commit's metadata; empty for a commit that this job has not made. */
    static BatchProvenance ofMetadata(Map<String, String> commitMetadata) {
        Map<String, String> metadata = new LinkedHashMap<>();
        commitMetadata.forEach((key, value) -> {
            if (key.startsWith(CommitMetadata.PREFIX)) {
                metadata.put(key, value);
            }
        });
        return new BatchProvenance(metadata);
    }

    /**
     * Returns the same batch with the offsets of its records.
     *
     * @param start where the batch before ended, the empty text for the first batch; as the source writes its offsets. The
     *     commit of the batch before has the text already, and the end names the first record of the batch, so the text is left
     *     out
     * @param end where the batch ends
     */
    public BatchProvenance withOffsets(NotedOffsets start, NotedOffsets end) {
        return with(start.withoutText().toMetadata(START_OFFSETS)).with(end.toMetadata(END_OFFSETS));
    }

    /** Returns the same batch with how long the stream keeps a record. */
    public BatchProvenance withStreamRetention(Duration retention) {
        return with(STREAM_RETENTION_HOURS, Long.toString(retention.toHours()));
    }

    /** Returns the same batch without some records that Hudi cannot write. */
    public BatchProvenance withoutUnwritable(long records) {
        return records == 0 ? this : with(RECORDS_UNWRITABLE, Long.toString(records));
    }

    /** Returns how many records of the batch are not in the table because Hudi cannot write them. */
    long unwritable() {
        return Long.parseLong(metadata.getOrDefault(RECORDS_UNWRITABLE, "0"));
    }

    /** Returns how long the stream keeps a record; empty where the source does not say. */
    Optional<Duration> streamRetention() {
        return Optional.ofNullable(metadata.get(STREAM_RETENTION_HOURS))
                .map(Long::parseLong)
                .map(Duration::ofHours);
    }

    /**
     * Returns the same batch with the read of the reference table that its records are joined with.
     *
     * @param table the name of the reference table
     * @param items how many items the read returned
     * @param scanStart when the read began
     * @param scanMillis how long the read took, in milliseconds
     */
    public BatchProvenance withReference(String table, int items, Instant scanStart, long scanMillis) {
        return with(REFERENCE_TABLE, table)
                .with(REFERENCE_ITEMS, Integer.toString(items))
                .with(REFERENCE_SCAN_START, scanStart.toString())
                .with(REFERENCE_SCAN_MILLIS, Long.toString(scanMillis));
    }

    /**
     * Returns the same batch with the read of each reference table. The first is noted as an only table is. The keys of the others
     * end with the number of the table, from 2.
     *
     * @param reads each notes the read of one table
     */
    public BatchProvenance withReferences(List<UnaryOperator<BatchProvenance>> reads) {
        BatchProvenance noted = reads.get(0).apply(this);
        for (int number = 2; number <= reads.size(); number++) {
            Map<String, String> further = new LinkedHashMap<>();
            String suffix = "." + number;
            reads.get(number - 1)
                    .apply(new BatchProvenance(Collections.emptyMap()))
                    .metadata
                    .forEach((key, value) -> further.put(key + suffix, value));
            noted = noted.with(further);
        }
        return noted;
    }

    /** Returns the same batch with how many join values were read by their keys; the same for a scan of the whole table. */
    public BatchProvenance withReferenceValues(OptionalInt values) {
        return values.isPresent() ? with(REFERENCE_VALUES, Integer.toString(values.getAsInt())) : this;
    }

    /** Returns the same batch with the number of changes that the reference table's stream told, if it is followed. */
    public BatchProvenance withReferenceChanges(Optional<Integer> changes) {
        return changes.map(count -> with(REFERENCE_CHANGES, Integer.toString(count)))
                .orElse(this);
    }

    /**
     * Returns how many items of a reference table the scan returned; empty for a scan of another table, for a read by keys, and
     * where nothing is noted.
     */
    OptionalInt referenceItems(String table) {
        String suffix = "";
        for (int number = 2; metadata.containsKey(REFERENCE_TABLE + suffix); number++) {
            String items = metadata.get(REFERENCE_ITEMS + suffix);
            if (items != null
                    && !metadata.containsKey(REFERENCE_VALUES + suffix)
                    && table.equals(metadata.get(REFERENCE_TABLE + suffix))) {
                return OptionalInt.of(Integer.parseInt(items));
            }
            suffix = "." + number;
        }
        return OptionalInt.empty();
    }

    /** Returns whether both are of the same query, which is that of one checkpoint, through all its restarts. */
    boolean isOfSameQueryAs(BatchProvenance other) {
        return metadata.containsKey(QUERY_ID) && metadata.get(QUERY_ID).equals(other.metadata.get(QUERY_ID));
    }

    /**
     * Returns whether both have the same number in the same query, or both are of the query and of no batch. Two batches of
     * one number have other records where somebody has changed the checkpoint: see {@link #hasSameRecordsAs}.
     */
    boolean hasSameNumberAs(BatchProvenance other) {
        return isOfSameQueryAs(other) && Objects.equals(metadata.get(BATCH_ID), other.metadata.get(BATCH_ID));
    }

    /**
     * Returns whether both are the same batch with the same records: one number, one start and one end. Offsets that are not
     * noted are no proof.
     */
    boolean hasSameRecordsAs(BatchProvenance other) {
        return isBatch()
                && hasSameNumberAs(other)
                && haveSameText(start(), other.start())
                && haveSameText(end(), other.end());
    }

    private static boolean haveSameText(Optional<NotedOffsets> offsets, Optional<NotedOffsets> others) {
        return offsets.isPresent() && others.isPresent() && offsets.get().haveSameTextAs(others.get());
    }

    private Optional<NotedOffsets> start() {
        return NotedOffsets.ofMetadata(metadata, START_OFFSETS);
    }

    private Optional<NotedOffsets> end() {
        return NotedOffsets.ofMetadata(metadata, END_OFFSETS);
    }

    /** Returns a text for messages that says where the batch differs from another one of the same number. */
    String differencesFrom(BatchProvenance committed) {
        List<String> differences = new ArrayList<>();
        addDifference("starts", start(), committed.start(), differences);
        addDifference("ends", end(), committed.end(), differences);
        return String.join("; ", differences);
    }

    private static void addDifference(
            String verb, Optional<NotedOffsets> now, Optional<NotedOffsets> committed, List<String> differences) {
        if (!haveSameText(now, committed)) {
            differences.add("it " + verb + " at " + inWords(now) + ", where the commit notes " + inWords(committed));
        }
    }

    private static String inWords(Optional<NotedOffsets> offsets) {
        return offsets.map(NotedOffsets::toString).orElse("no offsets");
    }

    /** Returns the id of the query; empty for a commit that this job has not made. */
    Optional<String> queryId() {
        return Optional.ofNullable(metadata.get(QUERY_ID));
    }

    /** Returns the number of the batch. Called if {@link #isBatch}. */
    long batchId() {
        return Long.parseLong(metadata.get(BATCH_ID));
    }

    /** Returns false for a commit between two batches. */
    boolean isBatch() {
        return metadata.containsKey(BATCH_ID);
    }

    /** Returns what a commit's metadata get, by their keys. */
    Map<String, String> toMetadata() {
        return metadata;
    }

    /** Returns a text for messages that names the batch and its query. */
    @Override
    public String toString() {
        if (!metadata.containsKey(QUERY_ID)) {
            return "another writer";
        }
        return (isBatch() ? "batch " + metadata.get(BATCH_ID) : "re-enriched rows") + " of the query "
                + metadata.get(QUERY_ID);
    }

    private BatchProvenance with(String key, String value) {
        return with(Collections.singletonMap(key, value));
    }

    private BatchProvenance with(Map<String, String> further) {
        Map<String, String> extended = new LinkedHashMap<>(metadata);
        extended.putAll(further);
        return new BatchProvenance(extended);
    }
}
