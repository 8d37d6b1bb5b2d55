package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.KinesisCallException;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.SteadyClock;
import io.streamlab.kinesis.client.StreamDescription;
import io.streamlab.kinesis.offset.StreamIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Remembers what DescribeStreamSummary said, so that the calls do not grow with the shards: Kinesis allows 20 a second for
 * a whole account. Used by many threads.
 */
final class StreamFacts {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFacts.class);

    /** A change of the retention is noted in the offsets within this time. */
    private static final Duration CURRENT = Duration.ofHours(1);

    private final KinesisSourceOptions options;
    private final KinesisCalls calls;
    private final Clock clock;
    private StreamDescription description;
    private Instant described = Instant.MIN;
    private boolean describedInPlan;

    StreamFacts(KinesisSourceOptions options, KinesisCalls calls, Clock clock) {
        this.options = options;
        this.calls = calls;
        this.clock = clock;
    }

    /** Returns the failure of a query whose stream does not exist. */
    static IllegalStateException streamIsMissing(KinesisSourceOptions options, ResourceNotFoundException cause) {
        return new IllegalStateException(
                "Stream " + options.stream() + " does not exist at "
                        + options.stream().endpoint(),
                cause);
    }

    /** Returns the stream's identity, asked now. */
    StreamIdentity freshIdentity() {
        return identityOf(noOlderThan(Duration.ZERO));
    }

    /** Returns the stream's retention as of the last hour; an older one while Kinesis does not answer. */
    synchronized Duration retention() {
        try {
            return noOlderThan(CURRENT).retention();
        } catch (KinesisCallException e) {
            LOG.warn(
                    "The retention of stream {} cannot be asked; taking the one of {}", options.stream(), described, e);
            return description.retention();
        }
    }

    synchronized void beginPlan() {
        describedInPlan = false;
    }

    /** Returns the stream's retention, asked once in a plan: somebody may have lowered it a moment ago. */
    synchronized Duration freshRetention() {
        return noOlderThan(describedInPlan ? CURRENT : Duration.ZERO).retention();
    }

    private static StreamIdentity identityOf(StreamDescription description) {
        return StreamIdentity.of(
                description.arn().orElse(null), description.created().orElse(null));
    }

    private synchronized StreamDescription noOlderThan(Duration age) {
        Instant now = clock.instant();
        if (description == null || !SteadyClock.isYounger(described, age, now)) {
            description = described();
            described = now;
            describedInPlan = true;
        }
        return description;
    }

    private StreamDescription described() {
        try {
            return calls.describe();
        } catch (ResourceNotFoundException e) {
            throw streamIsMissing(options, e);
        }
    }
}
