package io.streamlab.verify.walkthrough;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.Quantiles;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * @param reenriched rows joined anew after their reference row had changed, over all commits; none of them is written
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
        Quantiles replicationMillis,
        double commitToTableSeconds,
        double seconds,
        List<String> differences) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Whether every record is where it belongs. */
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
                + (reenriched > 0 ? String.format(Locale.ROOT, "; %,d rows joined anew", reenriched) : "");
        return accountedFor()
                ? "Every record is accounted for: " + sum
                : "NOT every record is accounted for: " + sum + "\n  " + String.join("\n  ", differences);
    }

    void write(Path file) {
        try {
            JSON.writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + file, e);
        }
    }
}
