package io.streamlab.join.metrics;

import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.JobConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes batch reports: each as one line of JSON to the log, and its figures to CloudWatch if the configuration asks for it.
 *
 * <p>The report of a batch has the figures of the source, too. Spark's own event with these figures comes after the batch, and
 * for a trigger without a batch it may not come at all.
 */
public final class BatchReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReport.class);

    /** Between two reports of trouble: a source in trouble may find some in every trigger. */
    private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(10);

    private final Duration window;
    private final MetricsSink metrics;
    private final SourceFigures source;
    private final Clock clock;
    private Instant lastTrouble = Instant.MIN;

    BatchReports(Duration window, MetricsSink metrics, Supplier<Map<String, String>> source, Clock clock) {
        this.window = window;
        this.metrics = metrics;
        this.source = new SourceFigures(source);
        this.clock = clock;
    }

    /**
     * Opens what the configuration asks for. Sends nothing yet.
     *
     * @param source the source's figures by the names that they have in Spark's progress, from the source's start on; empty
     *     for a source that has none
     */
    public static BatchReports open(JobConfig config, Supplier<Map<String, String>> source) {
        return new BatchReports(
                pace(config.batch()),
                config.metrics().cloudWatch()
                        ? CloudWatchMetrics.open(
                                config.metrics().jobName(), config.target().table())
                        : MetricsSink.NONE,
                source,
                Clock.systemUTC());
    }

    /** Begins the report of a batch that begins now. */
    public BatchReport begin(long batchId) {
        return new BatchReport(batchId);
    }

    /** Begins the report of work between two batches, which begins now. */
    public BatchReport beginBetweenBatches() {
        return new BatchReport();
    }

    /**
     * Ends a report and publishes it. The report of a batch gets what the source counted since the report before. Never fails
     * and never waits.
     */
    public synchronized void publish(BatchReport report) {
        if (report.isOfBatch()) {
            source.addTo(report);
        }
        end(report);
    }

    /**
     * Publishes a report of the source alone if something went wrong since the last report: records were lost, a shard was
     * skipped, a call was refused or failed. Called while no batch runs.
     */
    public synchronized void publishTroubleOfSource() {
        Instant now = clock.instant();
        if (source.hasTrouble() && lastTrouble.isBefore(now.minus(TROUBLE_PAUSE))) {
            lastTrouble = now;
            publishSource();
        }
    }

    private void publishSource() {
        BatchReport report = beginBetweenBatches();
        source.addTo(report);
        end(report);
    }

    private void end(BatchReport report) {
        Instant now = clock.instant();
        report.end(now, window);
        LOG.info("{}", report.toJson());
        metrics.publish(report, now);
    }

    /** Reports the trouble of a source whose last batch failed. Sends what has not been sent yet, within a few seconds. */
    @Override
    public synchronized void close() {
        if (source.hasTrouble()) {
            publishSource();
        }
        metrics.close();
    }

    /** Returns the window that batches are to keep to; zero for a job that drains the stream and ends. */
    private static Duration pace(BatchConfig batch) {
        return batch.availableNow() ? Duration.ZERO : batch.window();
    }
}
