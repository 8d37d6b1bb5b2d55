package io.streamlab.join.config;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which rejected records a run puts back on a stream, and on which one. */
public final class RedriveConfig {
    /** Half of what one shard takes in a second: the producers keep the other half of the fullest shard. */
    private static final int DEFAULT_RECORDS_PER_SECOND = 500;

    private final Optional<RedriveMode> mode;
    private final List<String> reasons;
    private final Optional<RejectedBatch> batch;
    private final Optional<Instant> from;
    private final Optional<Instant> until;
    private final Optional<String> stream;
    private final Optional<Integer> recordsPerSecond;

    RedriveConfig(OptionValues values) {
        this.mode = values.find(JobOptions.REDRIVE);
        this.reasons = values.find(JobOptions.REDRIVE_REASONS).orElse(Collections.emptyList());
        this.batch = values.find(JobOptions.REDRIVE_BATCH);
        this.from = values.find(JobOptions.REDRIVE_FROM);
        this.until = values.find(JobOptions.REDRIVE_UNTIL);
        this.stream = values.find(JobOptions.REDRIVE_STREAM);
        this.recordsPerSecond = values.find(JobOptions.REDRIVE_RECORDS_PER_SECOND);
    }

    /** Returns what the run does with the records; empty for a run that reads the stream. */
    public Optional<RedriveMode> mode() {
        return mode;
    }

    /** Returns the reasons of the records; empty for every reason. */
    public List<String> reasons() {
        return reasons;
    }

    /** Returns the batch that rejected the records; empty for every batch. */
    public Optional<RejectedBatch> batch() {
        return batch;
    }

    /** Returns the earliest time of arrival; empty for no limit. */
    public Optional<Instant> from() {
        return from;
    }

    /** Returns the time before which the records arrived; empty for no limit. */
    public Optional<Instant> until() {
        return until;
    }

    /** Returns the name of the stream; empty for the source table's. */
    public Optional<String> stream() {
        return stream;
    }

    public int recordsPerSecond() {
        return recordsPerSecond.orElse(DEFAULT_RECORDS_PER_SECOND);
    }

    /** Returns whether options choose records that the run does not redrive. */
    boolean isChosenInVain() {
        return !mode.isPresent()
                && (!reasons.isEmpty()
                        || recordsPerSecond.isPresent()
                        || Arrays.asList(batch, from, until, stream).stream().anyMatch(Optional::isPresent));
    }

    /** Returns whether no time is between the two limits. */
    boolean hasNoTime() {
        return from.isPresent() && until.isPresent() && !from.get().isBefore(until.get());
    }
}
