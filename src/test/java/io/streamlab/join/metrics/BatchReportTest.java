package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BatchReportTest {
    private final BatchReport report = new BatchReport(7);

    @Test
    void writesTheFiguresInTheOrderInWhichTheyCame() {
        report.count("records_read", 5_000_000_000L).count("reference_items", 4).count("reference_capacity_units", 0.5);

        assertThat(report.toJson())
                .isEqualTo("{\"batch_id\":7,\"records_read\":5000000000,\"reference_items\":4,"
                        + "\"reference_capacity_units\":0.5}");
    }

    @Test
    void timesPhasesInMilliseconds() throws JsonProcessingException {
        String result = report.timed("lookup", () -> "found");
        report.timed("upsert", () -> {});

        assertThat(result).isEqualTo("found");
        JsonNode json = json();
        assertThat(json.get("lookup_ms").isIntegralNumber()).isTrue();
        assertThat(json.get("lookup_ms").asLong()).isBetween(0L, 10_000L);
        assertThat(json.fieldNames()).toIterable().containsExactly("batch_id", "lookup_ms", "upsert_ms");
    }

    @Test
    void leavesTheFailureOfAPhaseAsItIs() throws JsonProcessingException {
        IllegalStateException failure = new IllegalStateException("it broke");

        assertThatThrownBy(() -> report.timed("upsert", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(json().has("upsert_ms")).isFalse();
    }

    @Test
    void endsWithTheTimeOfTheBatchAndWhenItEnded() throws JsonProcessingException {
        long before = System.currentTimeMillis();
        report.timed("lookup", () -> {});
        report.publish();

        JsonNode json = json();
        assertThat(json.fieldNames()).toIterable().containsExactly("batch_id", "lookup_ms", "batch_ms", "ended_at");
        assertThat(json.get("ended_at").asLong()).isBetween(before, System.currentTimeMillis());
    }

    private JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(report.toJson());
    }
}
