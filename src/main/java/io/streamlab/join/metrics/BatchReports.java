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

    /** Between two signs of life of a job that waits: CloudWatch keeps metrics by the minute. */
    private static final Duration LIFE_PAUSE = Duration.ofMinutes(1);

    private final Duration window;
    private final MetricsSink metrics;
    private final SourceFigures source;
    private final Clock clock;
    private Instant lastTrouble = Instant.MIN;
    private Instant lastLife = Instant.MIN;
    private boolean hasReportedFailure;

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
     * Ends the report of a batch that failed, and publishes the failure in place of the figures. The replay reports them.
     *
     * @see #publishFailure(Throwable)
     */
    public synchronized void publishFailure(BatchReport report, Throwable failure) {
        report.fail(failure);
        hasReportedFailure = true;
        publish(report);
    }

    /** Publishes what ended the job, unless a batch did and its failure is published. */
    public synchronized void publishFailure(Throwable failure) {
        if (!hasReportedFailure) {
            publishFailure(beginBetweenBatches(), failure);
        }
    }

    /**
     * Publishes what there is to say while no batch runs. Called again and again.
     *
     * @param isWaiting whether the job waits for records or for its window, and nothing has failed
     */
    public synchronized void publishBetweenBatches(boolean isWaiting) {
        publishTroubleOfSource();
        if (isWaiting && isDue(lastLife, LIFE_PAUSE)) {
            publishLife();
        }
    }

    private void publishLife() {
        Instant now = clock.instant();
        lastLife = now;
        metrics.publish(beginBetweenBatches().count(Figure.ALIVE, 1), now);
    }

    /** Returns yes, too, for a clock that went back: a sign of life must not wait for the clock. */
    private boolean isDue(Instant last, Duration pause) {
        Instant now = clock.instant();
        return last.isBefore(now.minus(pause)) || last.isAfter(now);
    }

    /**
     * Publishes a report of the source alone if something went wrong since the last report: records were lost, a shard was
     * skipped, a call was refused or failed. Called while no batch runs.
     */
    private void publishTroubleOfSource() {
        if (source.hasTrouble() && isDue(lastTrouble, TROUBLE_PAUSE)) {
            lastTrouble = clock.instant();
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
        if (report.figure(Figure.ALIVE).isPresent()) {
            lastLife = now;
        }
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
