package io.streamlab.join.kinesis;

import java.time.Duration;
import java.time.Instant;

/** An iterator that the planner keeps from one plan to the next, so that an idle shard costs one call. */
final class LiveIterator {

    /** Kinesis lets an iterator expire after five minutes; the rest is for slow calls. */
    private static final Duration USABLE = Duration.ofMinutes(4).plusSeconds(30);

    private final ShardPosition position;
    private final String iterator;
    private final Instant issued;
    private final boolean seenTip;

    /**
     * @param position where the iterator points
     * @param seenTip whether it has been at the shard's tip, so that there is no stretch without records before it
     */
    LiveIterator(ShardPosition position, String iterator, Instant issued, boolean seenTip) {
        this.position = position;
        this.iterator = iterator;
        this.issued = issued;
        this.seenTip = seenTip;
    }

    boolean isUsable(ShardPosition wanted, Instant now) {
        return position.equals(wanted) && now.isBefore(issued.plus(USABLE));
    }

    String iterator() {
        return iterator;
    }

    boolean seenTip() {
        return seenTip;
    }
}
