package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.SteadyClock;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the planner keeps of a shard from one plan to the next, so that an idle shard costs one call and a backlog one
 * search a batch. Only a help: without it, the next plan finds out the same.
 */
final class LiveShard {

    /** Kinesis lets an iterator expire after five minutes; half a minute is left for slow calls. */
    private static final Duration USABLE = Duration.ofMinutes(4).plusSeconds(30);

    private final ShardPosition position;
    private final String iterator;
    private final String iteratorBefore;
    private final RecordPage following;
    private final Density density;
    private final Instant issued;
    private final boolean atTip;

    private LiveShard(
            ShardPosition position,
            String iterator,
            String iteratorBefore,
            RecordPage following,
            Density density,
            Instant issued,
            boolean atTip) {
        this.position = position;
        this.iterator = iterator;
        this.iteratorBefore = iteratorBefore;
        this.following = following;
        this.density = density;
        this.issued = issued;
        this.atTip = atTip;
    }

    /**
     * Returns what is kept of a shard in which the batch ended after a record.
     *
     * @param atTip whether nothing followed
     */
    static LiveShard after(BatchEnd end, Optional<Density> density, Instant now, boolean atTip) {
        return new LiveShard(
                end.position(),
                end.iterator().orElse(null),
                end.iteratorAtLast().orElse(null),
                end.following()
                        .filter(page -> !page.isEmpty() && !page.reachesTip())
                        .orElse(null),
                density.orElse(null),
                now,
                atTip);
    }

    /**
     * Returns what is kept of a shard in which nothing was found.
     *
     * @param beforePosition whether the iterator may stand before the record of the position
     */
    static LiveShard at(
            ShardPosition position, Optional<String> iterator, boolean beforePosition, Instant now, boolean atTip) {
        return new LiveShard(
                position,
                beforePosition ? null : iterator.orElse(null),
                beforePosition ? iterator.orElse(null) : null,
                null,
                null,
                now,
                atTip);
    }

    /** Returns whether this is about a position, and its iterators did not expire. */
    boolean isUsable(ShardPosition wanted, Instant now) {
        return position.equals(wanted) && SteadyClock.isYounger(issued, USABLE, now);
    }

    /** Returns an iterator that stands after the record of the position. */
    Optional<String> iterator() {
        return Optional.ofNullable(iterator);
    }

    /** Returns an iterator that stands at the record of the position or before it, so that an answer shows whether it is there. */
    Optional<String> iteratorBefore() {
        return Optional.ofNullable(iteratorBefore);
    }

    /** Returns the first records after the position, with an iterator that stands after them. More records follow. */
    Optional<RecordPage> following() {
        return Optional.ofNullable(following);
    }

    Optional<Density> density() {
        return Optional.ofNullable(density);
    }

    /** Returns whether nothing followed the position when this was noted: no stretch without records lies ahead. */
    boolean isAtTip() {
        return atTip;
    }

    /** Returns when this was noted. */
    Instant issued() {
        return issued;
    }
}
