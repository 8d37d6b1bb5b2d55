package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchReportsTest {
    private final List<String> steps = new ArrayList<>();

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
                BatchReports reports = new BatchReports(Duration.ofSeconds(60), sink)) {
            reports.publish(reports.begin(7).count(Figure.RECORDS_READ, 3));

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .matches("\\{\"batch_id\":7,\"records_read\":3,\"batch_ms\":\\d+,\"window_use_percent\":\\d+,"
                            + "\"ended_at\":\\d+}");
        }
        assertThat(steps).containsExactly("published", "closed");
    }

    @Test
    void aJobThatDrainsTheStreamHasNoWindowToKeepTo() {
        try (LogRecorder log = new LogRecorder(BatchReport.class);
                BatchReports reports =
                        BatchReports.open(ExampleConfig.with("available_now", "true", "cloudwatch_metrics", "false"))) {
            reports.publish(reports.begin(7));

            assertThat(log.messages()).singleElement().asString().doesNotContain("window_use_percent");
        }
    }
}
