package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether records after an offset may have been trimmed before they were read.
 *
 * <p>A shard does not report what it trimmed. While the record that was read last is still there, nothing after that
 * record is gone. Once the record is trimmed, the offset's {@link ShardOffset#asOf} decides: records that arrived within
 * the stream's present retention are taken to be there.
 */
final class RetentionCheck {

    /** No stream keeps its records for less. */
    private static final Duration SHORTEST_RETENTION = Duration.ofHours(24);

    /** Trimming may come a little early or late. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final KinesisCalls calls;
    private final Clock clock;

    RetentionCheck(KinesisCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Returns whether Kinesis may be about to trim the records right after the offset. Kinesis may then move an iterator
     * at the offset forward and report nothing.
     */
    boolean isNearTrimHorizon(ShardOffset offset) {
        return reachesBack(offset, SHORTEST_RETENTION.minus(MARGIN))
                && reachesBack(offset, calls.describe().retention().minus(MARGIN));
    }

    /**
     * @param cursor stands after {@code next}
     * @param next the first answer after the offset
     * @return what was lost, as the rest of a sentence, or nothing
     */
    Optional<String> lossAfter(ShardOffset offset, ShardCursor cursor, RecordPage next) {
        boolean afterRecord = offset.position().kind() == ShardPosition.Kind.AFTER_SEQUENCE_NUMBER;
        if ((afterRecord && !cursor.isStartLost()) || !reachesBack(offset, SHORTEST_RETENTION)) {
            return Optional.empty();
        }
        Duration retention = calls.describe().retention();
        if (!reachesBack(offset, retention)) {
            return Optional.empty();
        }
        return Optional.of("the records after " + offset.position() + ", which arrived from " + offset.asOf()
                + " on, were not read within the stream's retention of " + retention.toHours()
                + " hours; the oldest one left is "
                + (next.isEmpty() ? "none" : next.first().sequenceNumber()));
    }

    private boolean reachesBack(ShardOffset offset, Duration retention) {
        Instant horizon = clock.instant().minus(retention);
        return !offset.asOf().isAfter(horizon);
    }
}
