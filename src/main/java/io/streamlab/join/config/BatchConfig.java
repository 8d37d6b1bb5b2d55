package io.streamlab.join.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** When batches start, and where the job keeps its checkpoint and rejected records. */
public final class BatchConfig {
    private final Duration window;
    private final boolean availableNow;
    private final URI checkpointPath;
    private final URI rejectedPath;
    private final Optional<BigDecimal> maxRejectedPercent;
    private final Duration rejectedRetention;
    private final Optional<String> runId;

    BatchConfig(OptionValues values) {
        this.window = values.get(JobOptions.WINDOW_SECONDS);
        this.availableNow = values.get(JobOptions.AVAILABLE_NOW);
        this.checkpointPath = values.get(JobOptions.CHECKPOINT_PATH);
        this.rejectedPath = values.get(JobOptions.REJECTED_PATH);
        this.maxRejectedPercent = values.find(JobOptions.MAX_REJECTED_PERCENT);
        this.rejectedRetention = values.get(JobOptions.REJECTED_RETENTION_DAYS);
        this.runId = values.find(JobOptions.JOB_RUN_ID);
    }

    /** Returns the time from one batch's start to the next batch's start; zero for no pause. */
    public Duration window() {
        return window;
    }

    /** Returns whether the job ends after it has processed what the stream held at the start. */
    public boolean availableNow() {
        return availableNow;
    }

    public URI checkpointPath() {
        return checkpointPath;
    }

    public URI rejectedPath() {
        return rejectedPath;
    }

    /** Returns the share of a batch's records that may be rejected, from 0 to 100; none for no limit. */
    public Optional<BigDecimal> maxRejectedPercent() {
        return maxRejectedPercent;
    }

    /** Returns how long rejected records stay; zero for good. */
    public Duration rejectedRetention() {
        return rejectedRetention;
    }

    /** Returns the id that Glue gave this run; none outside of Glue. */
    public Optional<String> runId() {
        return runId;
    }
}
