package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.kinesis.client.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReportsTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final List<String> steps = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private final Map<String, String> source = new HashMap<>();
    private final ManualClock clock = new ManualClock();

    private final MetricsSink sink = new MetricsSink() {
        @Override
        public void publish(BatchReport report, Instant endedAt) {
            steps.add(report.toJson().contains("\"ended_at\":" + endedAt.toEpochMilli()) ? "published" : "not ended");
        }

        @Override
        public void close() {
            steps.add("closed");
        }
    };

    @Test
    void aReportIsEndedLoggedAsOneLineAndPassedOn() {
        try (LogRecorder log = new LogRecorder(BatchReport.class);
                BatchReports reports = new BatchReports(Duration.ofSeconds(60), sink, Map::of, clock)) {
            reports.publish(reports.begin(7).count(Figure.RECORDS_READ, 3));

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .matches("\\{\"batch_id\":7,\"records_read\":3,\"batch_ms\":\\d+,\"window_use_percent\":\\d+,"
                            + "\"alive\":1,\"ended_at\":\\d+}");
        }
        assertThat(steps).containsExactly("published", "closed");
    }

    @Test
    void aJobThatDrainsTheStreamHasNoWindowToKeepTo() {
        try (LogRecorder log = new LogRecorder(BatchReport.class);
                BatchReports reports = BatchReports.open(
                        ExampleConfig.with("available_now", "true", "cloudwatch_metrics", "false"), Map::of)) {
            reports.publish(reports.begin(7));

            assertThat(log.messages()).singleElement().asString().doesNotContain("window_use_percent");
        }
    }

    @Test
    void aBatchHasWhatTheSourceCountedSinceTheReportBefore() {
        BatchReports reports = reportsOfSource();
        source.putAll(Map.of(
                "millisBehindLatest", "70000", "worstShards", "shardId-000000000003=70000", "planningMillis", "12"));
        source.putAll(Map.of("dataLosses", "0", "throttles", "2", "bytesRead", "100", "bytesFetched", "120"));
        reports.publish(reports.begin(0));
        source.putAll(Map.of("millisBehindLatest", "0", "worstShards", "", "planningMillis", "9"));
        source.putAll(Map.of("dataLosses", "1", "throttles", "2", "bytesRead", "150", "bytesFetched", "190"));
        reports.publish(reports.begin(1));

        assertThat(published)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("\"batch_id\":0,\"source_ms_behind\":70000,"
                                        + "\"source_worst_shards\":\"shardId-000000000003=70000\","
                                        + "\"source_data_losses\":0,\"source_throttles\":2,"
                                        + "\"source_bytes_read\":100,\"source_bytes_fetched\":120,"
                                        + "\"source_planning_ms\":12,"),
                        second -> assertThat(second)
                                .contains("\"batch_id\":1,\"source_ms_behind\":0,"
                                        + "\"source_data_losses\":1,\"source_throttles\":0,"
                                        + "\"source_bytes_read\":50,\"source_bytes_fetched\":70,"
                                        + "\"source_planning_ms\":9,"));
    }

    @Test
    void aSourceWithoutFiguresAddsNone() {
        BatchReports reports = reportsOfSource();

        reports.publish(reports.begin(0));
        reports.publishBetweenBatches(false);
        reports.close();

        assertThat(published).singleElement().asString().doesNotContain("source_");
    }

    @Test
    void reportsOfReenrichedRowsLeaveTheSourcesFiguresToTheBatch() {
        BatchReports reports = reportsOfSource();
        source.put("bytesRead", "100");

        reports.publish(reports.beginBetweenBatches());
        reports.publish(reports.begin(0));

        assertThat(published.get(0)).doesNotContain("source_");
        assertThat(published.get(1)).contains("\"source_bytes_read\":100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataLosses", "shardsSkipped", "throttles", "failedCalls"})
    void troubleInATriggerWithoutABatchHasAReportOfItsOwnAndOnlyOne(String figure) {
        BatchReports reports = reportsOfSource();
        source.putAll(Map.of("dataLosses", "0", "shardsSkipped", "0", "throttles", "0", "failedCalls", "0"));
        reports.publishBetweenBatches(false);
        assertThat(published).isEmpty();

        source.put(figure, "7919");
        reports.publishBetweenBatches(false);
        reports.publishBetweenBatches(false);
        reports.publish(reports.begin(5));
        clock.advance(PAUSE.plusMillis(1));
        reports.publishBetweenBatches(false);
        reports.close();

        assertThat(published)
                .satisfiesExactly(
                        trouble -> assertThat(trouble).contains("\":7919").doesNotContain("batch_id", "batch_ms\""),
                        batch -> assertThat(batch)
                                .contains("\"batch_id\":5", "\"source_data_losses\":0")
                                .doesNotContain("\":7919"));
    }

    @Test
    void ordinaryFiguresOfATriggerWithoutABatchWaitForTheNextBatch() {
        BatchReports reports = reportsOfSource();
        source.putAll(Map.of("emptyAnswers", "4", "bytesFetched", "10", "millisBehindLatest", "5"));

        reports.publishBetweenBatches(false);
        assertThat(published).isEmpty();
        reports.publish(reports.begin(0));

        assertThat(published).singleElement().asString().contains("\"source_empty_answers\":4");
    }

    @Test
    void troubleInEveryTriggerIsReportedEveryTenSecondsAndAddedUp() {
        BatchReports reports = reportsOfSource();
        for (int trigger = 1; trigger <= 250; trigger++) {
            source.put("shardsSkipped", String.valueOf(trigger));
            reports.publishBetweenBatches(false);
            clock.advance(Duration.ofMillis(100));
        }
        reports.close();

        assertThat(published).hasSize(4);
        assertThat(published.stream().mapToLong(BatchReportsTest::skipped)).containsExactly(1L, 101L, 101L, 47L);
    }

    @Test
    void aFailureIsPublishedOnceInPlaceOfTheBatchsFigures() {
        BatchReports reports = reportsOfSource();
        source.put("dataLosses", "1");
        BatchReport batch = reports.begin(7).count(Figure.RECORDS_READ, 12).oldestArrival(clock.instant());
        IllegalStateException failure = new IllegalStateException(
                "batch failed",
                new IllegalArgumentException("no column\nat line 2", new IOException("disk full\nat ...")));

        reports.publishFailure(batch, failure);
        reports.publishFailure(failure);
        reports.close();

        assertThat(published)
                .singleElement()
                .asString()
                .matches("\\{\"batch_id\":7,\"failures\":1,\"failure\":\"java.io.IOException: disk full\","
                        + "\"source_data_losses\":1,\"failed_after_ms\":\\d+,\"ended_at\":\\d+}");
    }

    /** Such as the planning of a batch, or re-enrichment between batches. */
    @Test
    void aFailureOutsideOfABatchIsPublishedToo() {
        BatchReports reports = reportsOfSource();

        reports.publishFailure(new IllegalStateException("x".repeat(600)));
        reports.publishFailure(new IllegalStateException("a consequence"));

        assertThat(published)
                .singleElement()
                .asString()
                .contains("{\"failures\":1,\"failure\":\"java.lang.IllegalStateException: xxx", "xxx ...\"")
                .doesNotContain("batch_id", "batch_ms\"", "between_batches_ms", "alive");
    }

    @Test
    void causesInACircleAreAFailureToo() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        BatchReports reports = reportsOfSource();

        reports.publishFailure(first);

        assertThat(published).singleElement().asString().contains("\"failures\":1");
    }

    @Test
    void aJobThatWaitsGivesASignOfLifeOnceAMinuteAndNoLineInTheLog() {
        try (LogRecorder log = new LogRecorder(BatchReport.class)) {
            BatchReports reports = reportsOfSource();
            reports.publish(reports.begin(0));
            for (int second = 0; second < 150; second++) {
                clock.advance(Duration.ofSeconds(1));
                reports.publishBetweenBatches(true);
            }
            assertThat(log.messages()).hasSize(1);
        }
        assertThat(published).hasSize(3).allSatisfy(report -> assertThat(report).contains("\"alive\":1"));
    }

    @Test
    void aClockThatGoesBackEndsNoSignOfLifeAndNoReportOfTrouble() {
        BatchReports reports = reportsOfSource();
        source.put("shardsSkipped", "1");
        reports.publishBetweenBatches(true);
        assertThat(published).hasSize(2);
        clock.advance(Duration.ofHours(-1));
        source.put("shardsSkipped", "2");

        reports.publishBetweenBatches(true);
        reports.publishBetweenBatches(true);

        assertThat(published).hasSize(4);
    }

    /** The query looks for records, and Kinesis does not answer. */
    @Test
    void aJobThatDoesNotWaitGivesNoSignOfLife() {
        BatchReports reports = reportsOfSource();
        for (int second = 0; second < 150; second++) {
            clock.advance(Duration.ofSeconds(1));
            reports.publishBetweenBatches(false);
        }
        assertThat(published).isEmpty();
    }

    /** Only a process that is ended publishes no failure. */
    @Test
    void troubleOfABatchThatFailedIsReportedAtTheEnd() {
        BatchReports reports = reportsOfSource();
        reports.begin(0);
        source.put("dataLosses", "1");
        reports.close();

        assertThat(published).singleElement().asString().contains("\"source_data_losses\":1");
    }

    private BatchReports reportsOfSource() {
        return new BatchReports(
                Duration.ZERO, (report, endedAt) -> published.add(report.toJson()), () -> source, clock);
    }

    private static long skipped(String report) {
        return Long.parseLong(report.replaceAll(".*\"source_shards_skipped\":(\\d+).*", "$1"));
    }
}
