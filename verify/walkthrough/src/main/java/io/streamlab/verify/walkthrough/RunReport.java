package io.streamlab.verify.walkthrough;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.local.common.Figures.Summary;
import io.streamlab.verify.pipeline.JsonReport;
import io.streamlab.verify.walkthrough.CountryCount.RowsOfName;
import io.streamlab.verify.walkthrough.TableView.Rejection;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a run, as JSON with snake_case names.
 *
 * @param sent records put on the stream
 * @param written rows inserted or replaced, over all batches
 * @param superseded valid records that became no row of their own, since another one with the same key was newer
 * @param rejected records kept apart
 * @param reenriched rows re-enriched after their reference row had changed, over all commits; none of them is written
 * @param distinctKeys rows in the table
 * @param matched rows with reference data
 * @param unmatched rows without
 * @param batches batches that read any record
 * @param secondsPerPhase of all batches together
 * @param replicationMillis from MySQL's commit until DynamoDB shows it
 * @param commitToTableSeconds from MySQL's last commit until the first batch that shows one of the new names was in
 *     the table
 * @param seconds the whole run, from the start of the servers
 * @param differences what is not accounted for
 * @param story what the page of a run shows besides
 */
record RunReport(
        long sent,
        long written,
        long superseded,
        long rejected,
        long reenriched,
        long distinctKeys,
        long matched,
        long unmatched,
        int batches,
        Map<String, Double> secondsPerPhase,
        Summary replicationMillis,
        double commitToTableSeconds,
        double seconds,
        List<String> differences,
        @JsonUnwrapped Story story) {
    /**
     * What happened in the run.
     *
     * @param command by which it can be repeated
     * @param referenceItems of the last read
     * @param statements the updates of the reference rows in MySQL
     * @param countries the rows of the table for each name of a reference row, before and after the updates
     * @param rejections the rejected records by reason
     * @param batchReports of batches and of work between batches, as the job writes them
     */
    record Story(
            String command,
            long referenceItems,
            List<String> statements,
            List<RowsOfName> countries,
            List<Rejection> rejections,
            List<JsonNode> batchReports) {}

    /** Returns whether every record is where it belongs. */
    @JsonProperty
    boolean accountedFor() {
        return differences.isEmpty();
    }

    /** For people: the sum, and what is wrong with it. */
    String describe() {
        String sum = String.format(
                        Locale.ROOT,
                        "%,d sent = %,d written + %,d superseded + %,d rejected; %,d rows in the table, %,d of them matched",
                        sent,
                        written,
                        superseded,
                        rejected,
                        distinctKeys,
                        matched)
                + (reenriched > 0 ? String.format(Locale.ROOT, "; %,d rows re-enriched", reenriched) : "");
        return accountedFor()
                ? "Every record is accounted for: " + sum
                : "NOT every record is accounted for: " + sum + "\n  " + String.join("\n  ", differences);
    }

    /** Writes the report as a page. */
    void writePage(Path file) {
        RunPage.of(JsonReport.of(this)).write(file);
    }

    void write(Path file) {
        JsonReport.write(this, file);
    }
}
