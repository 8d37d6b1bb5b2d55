package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A commit of the Hudi table, as its file has it.
 *
 * @param instant its name
 * @param batch which batch of which query it is of; none if it has only re-enriched rows
 * @param inserted rows that were not there before
 * @param written rows inserted or replaced
 * @param reenriched those of them that were there and were re-enriched
 * @param deleted keys that were deleted, whether they had a row or not
 * @param rowsByFile how many rows each file that it wrote has, by Hudi's file id
 * @param scanStart when the scan of the reference table began
 * @param scanEnd when it had ended
 */
record Commit(
        String instant,
        Optional<String> batch,
        long inserted,
        long written,
        long reenriched,
        long deleted,
        Map<String, Long> rowsByFile,
        Instant scanStart,
        Instant scanEnd) {
    private static final String METADATA = "_streaming_join.";
    private static final String BATCH_ID = METADATA + "batch_id";

    /** A commit without deletes. */
    Commit(
            String instant,
            Optional<String> batch,
            long inserted,
            long written,
            long reenriched,
            Instant scanStart,
            Instant scanEnd) {
        this(instant, batch, inserted, written, reenriched, 0, Map.of(), scanStart, scanEnd);
    }

    static Commit of(String instant, JsonNode file) {
        long inserted = 0;
        long written = 0;
        long deleted = 0;
        Map<String, Long> rowsByFile = new HashMap<>();
        for (JsonNode partition : file.path("partitionToWriteStats")) {
            for (JsonNode statistics : partition) {
                inserted += statistics.path("numInserts").asLong();
                written += statistics.path("numInserts").asLong()
                        + statistics.path("numUpdateWrites").asLong();
                deleted += statistics.path("numDeletes").asLong();
                rowsByFile.put(
                        statistics.path("fileId").asText(),
                        statistics.path("numWrites").asLong());
            }
        }
        JsonNode metadata = file.path("extraMetadata");
        Instant scanStart =
                Instant.parse(metadata.path(METADATA + "reference_scan_start").asText());
        long scanMillis = metadata.path(METADATA + "reference_scan_millis").asLong();
        return new Commit(
                instant,
                metadata.has(BATCH_ID)
                        ? Optional.of(metadata.path(METADATA + "query_id").asText() + "/"
                                + metadata.path(BATCH_ID).asText())
                        : Optional.empty(),
                inserted,
                written,
                metadata.path(METADATA + "reenriched_rows").asLong(),
                deleted,
                rowsByFile,
                scanStart,
                scanStart.plusMillis(scanMillis));
    }

    /** Returns rows of the batch's own records. */
    long writtenOfBatch() {
        return written - reenriched;
    }
}
