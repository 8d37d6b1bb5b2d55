package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;

/** An iterator that the planner keeps from one plan to the next, so that an idle shard costs one call. */
final class LiveIterator {

    /** Kinesis lets an iterator expire after five minutes; half a minute is left for slow calls. */
    private static final Duration USABLE = Duration.ofMinutes(4).plusSeconds(30);

    private final ShardPosition position;
    private final String iterator;
    private final Instant issued;
    private final boolean beforePosition;
    private final boolean atTip;

    /**
     * @param position where the iterator points
     * @param beforePosition whether it points before the position's record, not after it
     * @param atTip whether that was the shard's tip when the iterator was issued
     */
    LiveIterator(ShardPosition position, String iterator, Instant issued, boolean beforePosition, boolean atTip) {
        this.position = position;
        this.iterator = iterator;
        this.issued = issued;
        this.beforePosition = beforePosition;
        this.atTip = atTip;
    }

    boolean isUsable(ShardPosition wanted, Instant now) {
        return position.equals(wanted) && now.isBefore(issued.plus(USABLE));
    }

    ShardCursor resume(KinesisCalls calls, String shardId) {
        return beforePosition
                ? ShardCursor.resumedBefore(calls, shardId, position, iterator)
                : ShardCursor.resumed(calls, shardId, position, iterator);
    }

    /** Returns whether the iterator pointed at the shard's tip: no stretch without records lies ahead. */
    boolean isAtTip() {
        return atTip;
    }
}
