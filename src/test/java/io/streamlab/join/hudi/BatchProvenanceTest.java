package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of earlier commits have these texts in their metadata, so none of them may change. */
class BatchProvenanceTest {
    private static final BatchProvenance BATCH = BatchProvenance.ofBatch("0b5e", 17)
            .withOffsets(NotedOffsets.whole(""), NotedOffsets.whole("{\"version\":1}"))
            .withReference("countries", 4, Instant.parse("2026-01-31T12:00:00.123Z"), 12);

    @Test
    void metadataOfABatch() {
        assertThat(BATCH.toMetadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "_streaming_join.query_id", "0b5e",
                        "_streaming_join.batch_id", "17",
                        "_streaming_join.start_offsets", "",
                        "_streaming_join.end_offsets", "{\"version\":1}",
                        "_streaming_join.reference_table", "countries",
                        "_streaming_join.reference_items", "4",
                        "_streaming_join.reference_scan_start", "2026-01-31T12:00:00.123Z",
                        "_streaming_join.reference_scan_millis", "12"));
    }

    @Test
    void aCommitHasTheTextOfTheEndAloneBecauseTheCommitBeforeHasTheStart() {
        String start = "{\"version\":1}";

        assertThat(batch(NotedOffsets.whole(start), NotedOffsets.whole("{\"version\":2}"))
                        .toMetadata())
                .containsEntry("_streaming_join.start_offsets_sha256", NotedOffsets.sha256(start))
                .containsEntry("_streaming_join.end_offsets", "{\"version\":2}")
                .doesNotContainKey("_streaming_join.start_offsets");
    }

    /** A replay after an upgrade of the job finds its batch although the earlier version noted both texts. */
    @Test
    void aBatchWhoseStartWasNotedAsAWholeHasTheSameRecords() {
        BatchProvenance batch = batch(NotedOffsets.whole("{\"version\":1}"), NotedOffsets.whole("{\"version\":2}"));
        BatchProvenance ofEarlierVersion = BatchProvenance.ofMetadata(Map.of(
                "_streaming_join.query_id", "0b5e",
                "_streaming_join.batch_id", "17",
                "_streaming_join.start_offsets", "{\"version\":1}",
                "_streaming_join.end_offsets", "{\"version\":2}"));

        assertThat(batch.hasSameRecordsAs(ofEarlierVersion)).isTrue();
        assertThat(batch(NotedOffsets.whole("{}"), NotedOffsets.whole("{\"version\":2}"))
                        .differencesFrom(ofEarlierVersion))
                .startsWith("it starts at a text with the SHA-256 44136fa355b3678a")
                .endsWith("where the commit notes {\"version\":1}");
    }

    @Test
    void metadataOfABatchWhoseOffsetsAreTooLong() {
        BatchProvenance batch = BatchProvenance.ofBatch("0b5e", 17)
                .withOffsets(
                        NotedOffsets.inFile("s3://bucket/checkpoint/batch_offsets/16-aa.json.gz", "aa", 4_000),
                        NotedOffsets.inFile("s3://bucket/checkpoint/batch_offsets/17-bb.json.gz", "bb", 4_001));

        assertThat(batch.toMetadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "_streaming_join.query_id", "0b5e",
                        "_streaming_join.batch_id", "17",
                        "_streaming_join.start_offsets_file", "s3://bucket/checkpoint/batch_offsets/16-aa.json.gz",
                        "_streaming_join.start_offsets_sha256", "aa",
                        "_streaming_join.start_offsets_shards", "4000",
                        "_streaming_join.end_offsets_file", "s3://bucket/checkpoint/batch_offsets/17-bb.json.gz",
                        "_streaming_join.end_offsets_sha256", "bb",
                        "_streaming_join.end_offsets_shards", "4001"));
        assertThat(batch.withoutBatch().toMetadata()).isEqualTo(Map.of("_streaming_join.query_id", "0b5e"));
    }

    /** A replay after an upgrade of the job finds its batch by what the earlier version noted. */
    @Test
    void aBatchHasTheSameRecordsHoweverItsOffsetsAreNoted() {
        BatchProvenance noted = BatchProvenance.ofMetadata(Map.of(
                "_streaming_join.query_id", "0b5e",
                "_streaming_join.batch_id", "17",
                "_streaming_join.start_offsets", "",
                "_streaming_join.end_offsets", "{\"version\":1}",
                "schema", "{}"));
        String sha256 = "2430f1a2ad2982d0067885488a4c89e21ad1d7c83b115ba8f1b20acc88dfaea8";
        assertThat(NotedOffsets.sha256("{\"version\":1}")).isEqualTo(sha256);

        assertThat(noted.hasSameRecordsAs(BATCH)).isTrue();
        assertThat(noted.hasSameRecordsAs(
                        batch(NotedOffsets.whole(""), NotedOffsets.inFile("s3://elsewhere/17", sha256, 4_000))))
                .isTrue();
        assertThat(batch(NotedOffsets.whole(""), NotedOffsets.inFile("s3://a/17", sha256, 4_000))
                        .hasSameRecordsAs(
                                batch(NotedOffsets.whole(""), NotedOffsets.inFile("s3://moved/17", sha256, 4_000))))
                .as("moved with the checkpoint")
                .isTrue();
    }

    static List<BatchProvenance> batchesWithOtherRecords() {
        NotedOffsets start = NotedOffsets.whole("");
        NotedOffsets end = NotedOffsets.whole("{\"version\":1}");
        return List.of(
                batch(start, NotedOffsets.whole("{\"version\":2}")),
                batch(NotedOffsets.whole("{}"), end),
                batch(end, start),
                batch(start, NotedOffsets.inFile("s3://bucket/17-bb.json.gz", "bb", 4_000)),
                batch(start, NotedOffsets.whole("")),
                BatchProvenance.ofBatch("0b5e", 18).withOffsets(start, end),
                BatchProvenance.ofBatch("another", 17).withOffsets(start, end),
                BatchProvenance.ofBatch("0b5e", 17),
                BATCH.withoutBatch(),
                BatchProvenance.ofMetadata(Map.of(
                        "_streaming_join.query_id", "0b5e",
                        "_streaming_join.batch_id", "17",
                        "_streaming_join.end_offsets", "{\"version\":1}")));
    }

    @ParameterizedTest
    @MethodSource("batchesWithOtherRecords")
    void aBatchOfAnotherNumberOrWithOtherOffsetsOrNoneHasOtherRecords(BatchProvenance other) {
        assertThat(BATCH.hasSameRecordsAs(BATCH)).isTrue();
        assertThat(BATCH.hasSameRecordsAs(other)).isFalse();
        assertThat(other.hasSameRecordsAs(BATCH)).isFalse();
    }

    @Test
    void offsetsThatNobodyNotedAreNoProof() {
        BatchProvenance ofEarlierVersion = BatchProvenance.ofBatch("0b5e", 17);

        assertThat(ofEarlierVersion.hasSameRecordsAs(ofEarlierVersion)).isFalse();
        assertThat(ofEarlierVersion.hasSameNumberAs(BATCH)).isTrue();
        assertThat(BATCH.differencesFrom(ofEarlierVersion))
                .isEqualTo("it starts at the beginning of the stream, where the commit notes no offsets; it ends at "
                        + "{\"version\":1}, where the commit notes no offsets");
    }

    @Test
    void saysWhichOffsetsDifferAndCutsLongOnes() {
        assertThat(batch(NotedOffsets.whole(""), NotedOffsets.whole("x".repeat(2_000)))
                        .differencesFrom(batch(
                                NotedOffsets.whole(""), NotedOffsets.inFile("s3://bucket/17-bb.json.gz", "bb", 4_000))))
                .isEqualTo("it ends at " + "x".repeat(1_000) + "..., where the commit notes s3://bucket/17-bb.json.gz");
    }

    private static BatchProvenance batch(NotedOffsets start, NotedOffsets end) {
        return BatchProvenance.ofBatch("0b5e", 17).withOffsets(start, end);
    }

    /** The longest text that is noted as a whole, as the end and as the start, with all else that the job notes. */
    @Test
    void metadataStayUnder32Kilobytes() throws IOException {
        String text = "\"\u00e9{".repeat(9_000);
        while (!NotedOffsets.fit(text)) {
            text = text.substring(1);
        }
        Map<String, String> metadata = new HashMap<>(BatchProvenance.ofBatch("0b5e", Long.MAX_VALUE)
                .withOffsets(NotedOffsets.whole(text), NotedOffsets.whole(text))
                .withReference(
                        "t".repeat(255), Integer.MAX_VALUE, Instant.parse("2026-01-31T12:00:00.123Z"), Long.MAX_VALUE)
                .toMetadata());
        metadata.putAll(RowCounts.none()
                .withReenriched(Long.MAX_VALUE)
                .withMoved(Long.MAX_VALUE)
                .toMetadata());

        assertThat(new ObjectMapper().writeValueAsBytes(metadata).length).isBetween(28_000, 31_000);
        assertThat(NotedOffsets.fit(text + text)).isFalse();
    }

    @Test
    void metadataOfTheStreamsRetention() {
        BatchProvenance batch = BATCH.withStreamRetention(Duration.ofDays(7));

        assertThat(batch.toMetadata()).containsEntry("_streaming_join.stream_retention_hours", "168");
        assertThat(BatchProvenance.ofMetadata(batch.toMetadata()).streamRetention())
                .contains(Duration.ofDays(7));
        assertThat(BATCH.streamRetention()).isEmpty();
        assertThat(batch.withoutBatch().streamRetention()).isEmpty();
    }

    @Test
    void metadataBetweenBatches() {
        assertThat(BATCH.withoutBatch().toMetadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "_streaming_join.query_id", "0b5e",
                        "_streaming_join.reference_table", "countries",
                        "_streaming_join.reference_items", "4",
                        "_streaming_join.reference_scan_start", "2026-01-31T12:00:00.123Z",
                        "_streaming_join.reference_scan_millis", "12"));
        assertThat(BatchProvenance.betweenBatchesOf("0b5e").toMetadata())
                .isEqualTo(Map.of("_streaming_join.query_id", "0b5e"));
    }

    @Test
    void furtherReferenceTablesAreNotedByTheirNumbers() {
        Instant start = Instant.parse("2026-01-31T12:00:01Z");
        BatchProvenance noted = BatchProvenance.ofMetadata(BATCH.withReferences(List.of(
                        read -> read,
                        read -> read.withReference("regions", 70, start, 5).withReferenceValues(OptionalInt.of(3)),
                        read -> read.withReference("offices", 12, start, 6)))
                .withoutBatch()
                .toMetadata());

        assertThat(noted.toMetadata())
                .containsAllEntriesOf(Map.of(
                        "_streaming_join.reference_table", "countries",
                        "_streaming_join.reference_table.2", "regions",
                        "_streaming_join.reference_items.2", "70",
                        "_streaming_join.reference_values.2", "3",
                        "_streaming_join.reference_table.3", "offices",
                        "_streaming_join.reference_scan_start.3", "2026-01-31T12:00:01Z",
                        "_streaming_join.reference_scan_millis.3", "6"));
        assertThat(noted.referenceItems("countries")).hasValue(4);
        assertThat(noted.referenceItems("regions")).as("read by keys").isEmpty();
        assertThat(noted.referenceItems("offices")).hasValue(12);
    }

    @Test
    void itemsOfAReferenceTableAreThoseOfThatTable() {
        BatchProvenance noted = BatchProvenance.ofMetadata(BATCH.withoutBatch().toMetadata());

        assertThat(noted.referenceItems("countries")).hasValue(4);
        assertThat(noted.referenceItems("cities")).isEmpty();
        // An earlier version of the job did not note the table's name.
        assertThat(BatchProvenance.ofMetadata(Map.of("_streaming_join.reference_items", "4"))
                        .referenceItems("countries"))
                .isEmpty();
    }

    @Test
    void metadataOfRowCounts() {
        RowCounts counts = RowCounts.none().withReenriched(310).withMoved(7);

        assertThat(counts.toMetadata())
                .isEqualTo(Map.of("_streaming_join.reenriched_rows", "310", "_streaming_join.moved_rows", "7"));
        assertThat(RowCounts.none().toMetadata()).isEmpty();
        assertThat(RowCounts.ofMetadata(Map.of()).reenriched()).isZero();
        assertThat(RowCounts.ofMetadata(counts.toMetadata()).moved()).isEqualTo(7);
        assertThat(RowCounts.none().supersededByDelete()).isEmpty();
        assertThat(RowCounts.none().withSupersededByDelete(0).supersededByDelete())
                .hasValue(0);
    }

    @Test
    void saysWhichBatchOfWhichQueryItIs() {
        assertThat(BATCH).hasToString("batch 17 of the query 0b5e");
        assertThat(BATCH.withoutBatch()).hasToString("re-enriched rows of the query 0b5e");
        assertThat(BatchProvenance.ofMetadata(Map.of("schema", "{}"))).hasToString("another writer");
    }
}
