package io.streamlab.join.metrics;

import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.JobConfig;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the reports of batches go: as one line of JSON each to the log, and to CloudWatch if that is wanted. */
public final class BatchReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReport.class);

    private final Duration window;
    private final MetricsSink metrics;

    BatchReports(Duration window, MetricsSink metrics) {
        this.window = window;
        this.metrics = metrics;
    }

    /** Opens what the configuration asks for; nothing is sent yet. */
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

    /** Begins the report of what is done now while no batch runs. */
    public BatchReport beginBetweenBatches() {
        return new BatchReport();
    }

    /** Ends the report of a batch that ends now, and tells it to whom it concerns; never fails and never waits. */
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

    /** A job that drains the stream has no window to keep to. */
    private static Duration pace(BatchConfig batch) {
        return batch.availableNow() ? Duration.ZERO : batch.window();
    }
}
