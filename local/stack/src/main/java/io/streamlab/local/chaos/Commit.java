package io.streamlab.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A commit of the Hudi table, as its file tells.
 *
 * @param instant its name
 * @param batch which batch of which query it is of
 * @param inserted rows that were not there before
 * @param written rows inserted or replaced
 * @param scanStart when the scan of the reference table began
 * @param scanEnd when it had ended
 */
record Commit(String instant, String batch, long inserted, long written, Instant scanStart, Instant scanEnd) {
    private static final String METADATA = "_streaming_join.";

    static Commit of(String instant, JsonNode file) {
        long inserted = 0;
        long written = 0;
        for (JsonNode partition : file.path("partitionToWriteStats")) {
            for (JsonNode statistics : partition) {
                inserted += statistics.path("numInserts").asLong();
                written += statistics.path("numInserts").asLong()
                        + statistics.path("numUpdateWrites").asLong();
            }
        }
        JsonNode metadata = file.path("extraMetadata");
        Instant scanStart =
                Instant.parse(metadata.path(METADATA + "reference_scan_start").asText());
        long scanMillis = metadata.path(METADATA + "reference_scan_millis").asLong();
        return new Commit(
                instant,
                metadata.path(METADATA + "query_id").asText() + "/"
                        + metadata.path(METADATA + "batch_id").asText(),
                inserted,
                written,
                scanStart,
                scanStart.plusMillis(scanMillis));
    }
}
