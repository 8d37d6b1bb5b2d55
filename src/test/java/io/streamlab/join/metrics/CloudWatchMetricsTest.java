package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

class CloudWatchMetricsTest {
    private static final Instant ENDED_AT = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void sendsTheFiguresThatTheBatchCameTo() {
        RecordingCloudWatch cloudWatch = RecordingCloudWatch.answering();

        publish(cloudWatch, report());

        assertThat(cloudWatch.requests()).hasSize(1);
        PutMetricDataRequest request = cloudWatch.requests().get(0);
        assertThat(request.namespace()).isEqualTo("GlueStreamingJoin");
        assertThat(request.metricData())
                .extracting(MetricDatum::metricName, MetricDatum::value, MetricDatum::unit)
                .containsExactly(
                        tuple("RecordsRead", 12.0, StandardUnit.COUNT),
                        tuple("ReferenceCapacityUnits", 2.5, StandardUnit.COUNT),
                        tuple("WriteTime", 1_400.0, StandardUnit.MILLISECONDS));
        assertThat(request.metricData()).allSatisfy(datum -> {
            assertThat(datum.timestamp()).isEqualTo(ENDED_AT);
            assertThat(datum.dimensions())
                    .extracting(Dimension::name, Dimension::value)
                    .containsExactly(tuple("JobName", "demo-streaming-join"), tuple("TableName", "hudi_table"));
        });
    }

    @Test
    void sendsTheFiguresOfSeveralReferenceTablesWithTheirNames() {
        RecordingCloudWatch cloudWatch = RecordingCloudWatch.answering();
        BatchReport report = report();
        report.count("countries", Figure.RECORDS_UNMATCHED, 3)
                .counts("countries", Figure.UNMATCHED_KEYS, Map.of("Mars", 3L))
                .count("regions", Figure.REFERENCE_ITEMS, 7)
                .count("regions", Figure.REFERENCE_PAGES, 1);

        publish(cloudWatch, report);

        assertThat(cloudWatch.requests().get(0).metricData())
                .filteredOn(datum -> datum.dimensions().size() == 3)
                .extracting(MetricDatum::metricName, MetricDatum::value, datum -> datum.dimensions()
                        .get(2))
                .containsExactly(
                        tuple("RecordsUnmatched", 3.0, ofTable("countries")),
                        tuple("ReferenceItems", 7.0, ofTable("regions")));
        assertThat(report.toJson())
                .endsWith(
                        "\"reference_tables\":{\"countries\":{\"records_unmatched\":3,\"unmatched_keys\":{\"Mars\":3}},"
                                + "\"regions\":{\"reference_items\":7,\"reference_pages\":1}}}");
    }

    private static Dimension ofTable(String name) {
        return Dimension.builder().name("ReferenceTable").value(name).build();
    }

    @Test
    void sendsWhatIsWaitingBeforeItCloses() {
        RecordingCloudWatch cloudWatch = RecordingCloudWatch.silent();
        CloudWatchMetrics metrics = new CloudWatchMetrics(cloudWatch, "demo-streaming-join", "hudi_table");
        metrics.publish(report(), ENDED_AT);
        metrics.publish(report(), ENDED_AT);
        cloudWatch.answer();

        metrics.close();

        assertThat(cloudWatch.requests()).hasSize(2);
        assertThat(cloudWatch.isClosed()).isTrue();
    }

    @Test
    void doesNotWaitForACloudWatchThatIsSilent() {
        RecordingCloudWatch cloudWatch = RecordingCloudWatch.silent();
        try (LogRecorder log = new LogRecorder(CloudWatchMetrics.class);
                CloudWatchMetrics metrics = new CloudWatchMetrics(cloudWatch, "demo-streaming-join", "hudi_table")) {
            for (int batch = 0; batch < 100; batch++) {
                metrics.publish(report(), ENDED_AT);
            }

            assertThat(cloudWatch.requests()).isEmpty();
            assertThat(log.messages())
                    .containsExactly("CloudWatch takes the metrics of batches too slowly: some are left out. The job "
                            + "goes on without; --cloudwatch_metrics false switches them off. Failures of this kind "
                            + "are not logged again");
            cloudWatch.answer();
        }
    }

    @Test
    void logsEachKindOfFailureOnceAndGoesOn() {
        RecordingCloudWatch cloudWatch = RecordingCloudWatch.answering();
        try (LogRecorder log = new LogRecorder(CloudWatchMetrics.class);
                CloudWatchMetrics metrics = new CloudWatchMetrics(cloudWatch, "demo-streaming-join", "hudi_table")) {
            cloudWatch.failWith(refusal("AccessDenied"));
            sendAndAwait(metrics, cloudWatch, 1);
            sendAndAwait(metrics, cloudWatch, 2);
            cloudWatch.failWith(SdkClientException.create("Unable to execute HTTP request: timed out"));
            sendAndAwait(metrics, cloudWatch, 3);
            sendAndAwait(metrics, cloudWatch, 4);
            cloudWatch.failWith(null);
            sendAndAwait(metrics, cloudWatch, 5);

            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0))
                    .startsWith("CloudWatch refuses the metrics of batches (AccessDenied); the job's role needs "
                            + "cloudwatch:PutMetricData for the namespace GlueStreamingJoin. The job goes on without");
            assertThat(log.messages().get(1)).startsWith("CloudWatch cannot be given the metrics of batches. ");
        }
    }

    @Test
    void goesOnAfterAnAnswerThatHasNoErrorCode() {
        RecordingCloudWatch cloudWatch = RecordingCloudWatch.answering();
        try (LogRecorder log = new LogRecorder(CloudWatchMetrics.class)) {
            cloudWatch.failWith(refusal(null));
            publish(cloudWatch, report());

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .startsWith("CloudWatch refuses the metrics of batches (status 403); ");
        }
    }

    @Test
    void everyFigureHasANameOfItsOwnInTheLogAndInCloudWatch() {
        assertThat(Figure.values()).extracting(Figure::key).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Figure.values()).flatMap(figure -> figure.cloudWatchName().stream()))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    private static void sendAndAwait(CloudWatchMetrics metrics, RecordingCloudWatch cloudWatch, int requests) {
        metrics.publish(report(), ENDED_AT);
        await().atMost(Duration.ofSeconds(10)).until(() -> cloudWatch.requests().size() == requests);
    }

    private static void publish(RecordingCloudWatch cloudWatch, BatchReport report) {
        try (CloudWatchMetrics metrics = new CloudWatchMetrics(cloudWatch, "demo-streaming-join", "hudi_table")) {
            metrics.publish(report, ENDED_AT);
        }
    }

    private static BatchReport report() {
        return new BatchReport(7)
                .count(Figure.RECORDS_READ, 12)
                .count(Figure.COMMIT, 20260131120000000L)
                .count(Figure.REFERENCE_CAPACITY_UNITS, 2.5)
                .counts(Figure.UNMATCHED_KEYS, Map.of("Atlantis", 1L))
                .count(Figure.UPSERT_TIME, 1_400);
    }

    private static CloudWatchException refusal(String code) {
        return (CloudWatchException) CloudWatchException.builder()
                .message("not authorized")
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
