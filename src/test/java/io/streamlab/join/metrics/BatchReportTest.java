package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchReportTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.500Z");
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final BatchReport report = new BatchReport(7);

    @Test
    void writesTheFiguresInTheOrderInWhichTheyCame() {
        report.count(Figure.RECORDS_READ, 5_000_000_000L)
                .count(Figure.REFERENCE_ITEMS, 4)
                .count(Figure.REFERENCE_CAPACITY_UNITS, 0.5)
                .counts(Figure.UNMATCHED_KEYS, Map.of("Côte d'\"Ivoire", 2L));

        assertThat(report.toJson())
                .isEqualTo("{\"batch_id\":7,\"records_read\":5000000000,\"reference_items\":4,"
                        + "\"reference_capacity_units\":0.5,\"unmatched_keys\":{\"Côte d'\\\"Ivoire\":2}}");
    }

    @Test
    void timesPhasesInMilliseconds() throws JsonProcessingException {
        String result = report.timed(Figure.LOOKUP_TIME, () -> "found");
        report.timed(Figure.UPSERT_TIME, () -> {});

        assertThat(result).isEqualTo("found");
        JsonNode json = json();
        assertThat(json.get("lookup_ms").isIntegralNumber()).isTrue();
        assertThat(json.get("lookup_ms").asLong()).isBetween(0L, 10_000L);
        assertThat(json.fieldNames()).toIterable().containsExactly("batch_id", "lookup_ms", "upsert_ms");
    }

    @Test
    void leavesTheFailureOfAPhaseAsItIs() throws JsonProcessingException {
        IllegalStateException failure = new IllegalStateException("it broke");

        assertThatThrownBy(() -> report.timed(Figure.UPSERT_TIME, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(json().has("upsert_ms")).isFalse();
    }

    @Test
    void endsWithTheTimeOfTheBatchAndWhenItEnded() throws JsonProcessingException {
        report.timed(Figure.LOOKUP_TIME, () -> {});
        report.end(NOW, WINDOW);

        JsonNode json = json();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("batch_id", "lookup_ms", "batch_ms", "window_use_percent", "alive", "ended_at");
        assertThat(json.get("ended_at").asLong()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void reportsHowMuchOfTheWindowTheBatchTook() {
        // Any batch takes at least this share of a window that is this short.
        report.timed(Figure.LOOKUP_TIME, () -> {
            long until = System.nanoTime() + Duration.ofMillis(3).toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        });
        report.end(NOW, Duration.ofMillis(2));

        double milliseconds = report.figure(Figure.BATCH_TIME).orElseThrow().doubleValue();
        assertThat(milliseconds).isGreaterThanOrEqualTo(3);
        assertThat(report.figure(Figure.WINDOW_USE).orElseThrow().doubleValue()).isEqualTo(milliseconds * 50);
    }

    @Test
    void batchesWithoutAPauseHaveNoWindowToUse() {
        report.end(NOW, Duration.ZERO);

        assertThat(report.figure(Figure.WINDOW_USE)).isEmpty();
    }

    @Test
    void reportsHowLongTheOldestRecordHadBeenInTheStream() {
        report.oldestArrival(NOW.minusMillis(61_250));
        report.end(NOW, WINDOW);

        assertThat(report.figure(Figure.CONSUMER_LAG)).contains(61_250L);
    }

    /** An alarm takes the time of a batch for a sign that batches end. */
    @Test
    void whatIsDoneBetweenBatchesIsNotTimedAsABatch() throws JsonProcessingException {
        BatchReport between = new BatchReport();
        between.count(Figure.ROWS_REENRICHED, 3);
        between.end(NOW, WINDOW);

        assertThat(new ObjectMapper().readTree(between.toJson()).fieldNames())
                .toIterable()
                .containsExactly("rows_reenriched", "between_batches_ms", "ended_at");
    }

    @Test
    void aRecordFromTheFutureIsNotLate() {
        report.oldestArrival(NOW.plusMillis(20));
        report.end(NOW, WINDOW);

        assertThat(report.figure(Figure.CONSUMER_LAG)).contains(0L);
    }

    @Test
    void countsUnderOneNameAreNoFigure() {
        report.counts(Figure.UNMATCHED_KEYS, Map.of("Atlantis", 1L));

        assertThat(report.figure(Figure.UNMATCHED_KEYS)).isEmpty();
        assertThat(report.figure(Figure.COMMIT)).isEmpty();
    }

    private JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(report.toJson());
    }
}
