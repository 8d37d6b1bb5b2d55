package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the SDK sends for a batch, and what becomes of the answer: the SDK's own client, over HTTP, in the protocol that it
 * speaks to CloudWatch (Smithy RPC v2 with CBOR), which no emulator here understands.
 */
class CloudWatchWireTest {
    private static final Instant ENDED_AT = Instant.parse("2026-01-31T12:00:00.250Z");

    @Test
    void everyMetricOfABatchArrives() {
        try (CborCloudWatch cloudWatch = CborCloudWatch.accepting()) {
            publish();

            CborCloudWatch.Request request = cloudWatch.onlyRequest();
            assertThat(request.path()).isEqualTo("/service/GraniteServiceVersion20100801/operation/PutMetricData");
            assertThat(request.header("smithy-protocol")).isEqualTo("rpc-v2-cbor");
            assertThat(request.header("Content-Type")).isEqualTo("application/cbor");
            assertThat(request.header("Authorization")).contains("/us-east-1/monitoring/aws4_request");
            assertThat(request.body().get("Namespace").asText()).isEqualTo("GlueStreamingJoin");
            JsonNode data = request.body().get("MetricData");
            assertThat(data)
                    .extracting(
                            datum -> datum.get("MetricName").asText(),
                            datum -> datum.get("Value").asDouble(),
                            datum -> datum.get("Unit").asText())
                    .containsExactly(
                            tuple("RecordsRead", 0.5, "Count"),
                            tuple("RecordsRejected", 1.5, "Count"),
                            tuple("RecordsUnmatched", 2.5, "Count"),
                            tuple("RecordsSuperseded", 3.5, "Count"),
                            tuple("RecordsSupersededByTable", 4.5, "Count"),
                            tuple("RowsWritten", 5.5, "Count"),
                            tuple("ReferenceItems", 6.5, "Count"),
                            tuple("ReferenceChanges", 7.5, "Count"),
                            tuple("ReferenceChangeAge", 8.5, "Milliseconds"),
                            tuple("ReferenceGaps", 9.5, "Count"),
                            tuple("ReferenceUnfit", 10.5, "Count"),
                            tuple("ReferenceCapacityUnits", 11.5, "Count"),
                            tuple("ReferenceScanTime", 12.5, "Milliseconds"),
                            tuple("WriteTime", 13.5, "Milliseconds"),
                            tuple("BatchTime", 14.5, "Milliseconds"),
                            tuple("WindowUse", 15.5, "Percent"),
                            tuple("ConsumerLag", 16.5, "Milliseconds"),
                            tuple("Alive", 17.5, "Count"),
                            tuple("Failures", 18.5, "Count"),
                            tuple("RowsReenriched", 19.5, "Count"),
                            tuple("ReferenceKeysChanged", 20.5, "Count"),
                            tuple("ReenrichBacklog", 21.5, "Count"),
                            tuple("ReenrichLag", 22.5, "Milliseconds"),
                            tuple("SourceMillisBehind", 23.5, "Milliseconds"),
                            tuple("SourceDataLosses", 24.5, "Count"),
                            tuple("SourceShardsSkipped", 25.5, "Count"),
                            tuple("SourceThrottles", 26.5, "Count"),
                            tuple("SourceFailedCalls", 27.5, "Count"),
                            tuple("SourceEmptyAnswers", 28.5, "Count"),
                            tuple("SourceRecordsRead", 29.5, "Count"),
                            tuple("SourceRecordsFetched", 30.5, "Count"),
                            tuple("SourceBytesRead", 31.5, "Bytes"),
                            tuple("SourceBytesFetched", 32.5, "Bytes"),
                            tuple("SourcePlanningTime", 33.5, "Milliseconds"));
            assertThat(data).allSatisfy(datum -> {
                assertThat(datum.get("Dimensions"))
                        .extracting(
                                dimension -> dimension.get("Name").asText(),
                                dimension -> dimension.get("Value").asText())
                        .containsExactly(tuple("JobName", "demo-streaming-join"), tuple("TableName", "hudi_table"));
                // Seconds since 1970.
                assertThat(datum.get("Timestamp").asDouble()).isEqualTo(ENDED_AT.toEpochMilli() / 1000.0);
            });
        }
    }

    @Test
    void aRefusalIsToldByTheCodeThatTheServiceGives() {
        try (CborCloudWatch cloudWatch = CborCloudWatch.refusing(
                        403, Map.of("__type", "com.amazonaws.cloudwatch#AccessDenied", "message", "not authorized"));
                LogRecorder log = new LogRecorder(CloudWatchMetrics.class)) {
            publish();

            assertThat(cloudWatch.onlyRequest().body().get("MetricData")).hasSameSizeAs(published());
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .startsWith("CloudWatch refuses the metrics of batches (AccessDenied); the job's role needs "
                            + "cloudwatch:PutMetricData for the namespace GlueStreamingJoin. The job goes on without");
        }
    }

    /** Publishes a report that has every figure of CloudWatch, each with a value of its own: 0.5, 1.5 and so on. */
    private static void publish() {
        List<Figure> figures = published();
        BatchReport report = new BatchReport(7);
        figures.forEach(figure -> report.count(figure, figures.indexOf(figure) + 0.5));
        try (CloudWatchMetrics cloudWatch = CloudWatchMetrics.open("demo-streaming-join", "hudi_table")) {
            cloudWatch.publish(report, ENDED_AT);
        }
    }

    private static List<Figure> published() {
        return Arrays.stream(Figure.values())
                .filter(figure -> figure.cloudWatchName().isPresent())
                .toList();
    }
}
