package io.streamlab.join.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** When batches start and where they leave their traces. */
public final class BatchConfig {
    private final Duration window;
    private final boolean availableNow;
    private final URI checkpointPath;
    private final URI rejectedPath;
    private final Optional<BigDecimal> maxRejectedPercent;

    BatchConfig(OptionValues values) {
        this.window = values.get(JobOptions.WINDOW_SECONDS);
        this.availableNow = values.get(JobOptions.AVAILABLE_NOW);
        this.checkpointPath = values.get(JobOptions.CHECKPOINT_PATH);
        this.rejectedPath = values.get(JobOptions.REJECTED_PATH);
        this.maxRejectedPercent = values.find(JobOptions.MAX_REJECTED_PERCENT);
    }

    /** From one batch's start to the next one's; zero for no pause. */
    public Duration window() {
        return window;
    }

    /** Whether the job ends once it has taken what the stream held at its start. */
    public boolean availableNow() {
        return availableNow;
    }

    public URI checkpointPath() {
        return checkpointPath;
    }

    public URI rejectedPath() {
        return rejectedPath;
    }

    /** Of a batch's records, from 0 to 100; none for no limit. */
    public Optional<BigDecimal> maxRejectedPercent() {
        return maxRejectedPercent;
    }
}
