package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables of earlier commits have these texts in their metadata, so none of them may change. */
class BatchProvenanceTest {
    private static final BatchProvenance BATCH = BatchProvenance.ofBatch("0b5e", 17)
            .withOffsets("", "{\"version\":1}")
            .withReference(4, Instant.parse("2026-01-31T12:00:00.123Z"), 12);

    @Test
    void metadataOfABatch() {
        assertThat(BATCH.toMetadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "_streaming_join.query_id", "0b5e",
                        "_streaming_join.batch_id", "17",
                        "_streaming_join.start_offsets", "",
                        "_streaming_join.end_offsets", "{\"version\":1}",
                        "_streaming_join.reference_items", "4",
                        "_streaming_join.reference_scan_start", "2026-01-31T12:00:00.123Z",
                        "_streaming_join.reference_scan_millis", "12"));
    }

    @Test
    void metadataBetweenBatches() {
        assertThat(BATCH.withoutBatch().toMetadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "_streaming_join.query_id", "0b5e",
                        "_streaming_join.reference_items", "4",
                        "_streaming_join.reference_scan_start", "2026-01-31T12:00:00.123Z",
                        "_streaming_join.reference_scan_millis", "12"));
        assertThat(BatchProvenance.betweenBatchesOf("0b5e").toMetadata())
                .isEqualTo(Map.of("_streaming_join.query_id", "0b5e"));
    }

    @Test
    void metadataOfRowCounts() {
        RowCounts counts = RowCounts.none().withReenriched(310).withMoved(7);

        assertThat(counts.toMetadata())
                .isEqualTo(Map.of("_streaming_join.reenriched_rows", "310", "_streaming_join.moved_rows", "7"));
        assertThat(RowCounts.none().toMetadata()).isEmpty();
        assertThat(RowCounts.ofMetadata(Map.of()).reenriched()).isZero();
        assertThat(RowCounts.ofMetadata(counts.toMetadata()).moved()).isEqualTo(7);
    }

    @Test
    void saysWhichBatchOfWhichQueryItIs() {
        assertThat(BATCH).hasToString("batch 17 of the query 0b5e");
        assertThat(BATCH.withoutBatch()).hasToString("re-enriched rows of the query 0b5e");
        assertThat(BatchProvenance.ofMetadata(Map.of("schema", "{}"))).hasToString("another writer");
    }
}
