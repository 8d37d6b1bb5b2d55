package io.streamlab.join.metrics;

import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.JobConfig;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes batch reports: each as one line of JSON to the log, and its figures to CloudWatch if the configuration asks for it. */
public final class BatchReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReport.class);

    private final Duration window;
    private final MetricsSink metrics;

    BatchReports(Duration window, MetricsSink metrics) {
        this.window = window;
        this.metrics = metrics;
    }

    /** Opens what the configuration asks for. Sends nothing yet. */
    public static BatchReports open(JobConfig config) {
        return new BatchReports(
                pace(config.batch()),
                config.metrics().cloudWatch()
                        ? CloudWatchMetrics.open(
                                config.metrics().jobName(), config.target().table())
                        : MetricsSink.NONE);
    }

    /** Begins the report of a batch that begins now. */
    public BatchReport begin(long batchId) {
        return new BatchReport(batchId);
    }

    /** Begins the report of work between two batches, which begins now. */
    public BatchReport beginBetweenBatches() {
        return new BatchReport();
    }

    /** Ends a report and publishes it. Never fails and never waits. */
    public void publish(BatchReport report) {
        Instant now = Instant.now();
        report.end(now, window);
        LOG.info("{}", report.toJson());
        metrics.publish(report, now);
    }

    /** Sends what has not been sent yet, within a few seconds. */
    @Override
    public void close() {
        metrics.close();
    }

    /** Returns the window that batches are to keep to; zero for a job that drains the stream and ends. */
    private static Duration pace(BatchConfig batch) {
        return batch.availableNow() ? Duration.ZERO : batch.window();
    }
}
