package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.StreamDescription;
import io.streamlab.kinesis.offset.StreamIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Remembers what DescribeStreamSummary said, so that the calls do not grow with the shards: Kinesis allows 20 a second for
 * a whole account. Used by many threads.
 */
final class StreamFacts {

    /** A change of the retention is noted in the offsets within this time. */
    private static final Duration CURRENT = Duration.ofHours(1);

    private final KinesisCalls calls;
    private final Clock clock;
    private StreamDescription description;
    private Instant described = Instant.MIN;
    private boolean describedInPlan;

    StreamFacts(KinesisCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    synchronized void beginPlan() {
        describedInPlan = false;
    }

    /** Returns the stream's identity, asked now. */
    StreamIdentity freshIdentity() {
        return identityOf(noOlderThan(Duration.ZERO));
    }

    /** Returns the stream's retention as of the last hour. */
    Duration retention() {
        return noOlderThan(CURRENT).retention();
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
        if (description == null || described.plus(age).isBefore(now) || age.isZero()) {
            description = calls.describe();
            described = now;
            describedInPlan = true;
        }
        return description;
    }
}
