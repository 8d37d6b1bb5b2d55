package io.streamlab.join.kinesis;

import java.util.Optional;

/** What planning a shard found: where its batch ends, and what the next plan can go on with. */
final class ShardPlan {

    private final ShardOffset end;
    private final ShardPosition tip;
    private final LiveIterator live;
    private final long millisBehindLatest;
    private final boolean startLost;

    /** @param live an iterator at the end, or null */
    ShardPlan(ShardOffset end, ShardPosition tip, LiveIterator live, long millisBehindLatest, boolean startLost) {
        this.end = end;
        this.tip = tip;
        this.live = live;
        this.millisBehindLatest = millisBehindLatest;
        this.startLost = startLost;
    }

    ShardOffset end() {
        return end;
    }

    /** The furthest position that the plan knows records up to; no earlier than {@link #end}. */
    ShardPosition tip() {
        return tip;
    }

    /** For the next plan to go on with, if there is one. */
    Optional<LiveIterator> live() {
        return Optional.ofNullable(live);
    }

    /** How far the batch's start lay behind the shard's newest record, in milliseconds. */
    long millisBehindLatest() {
        return millisBehindLatest;
    }

    /** Whether the record read last is no longer in the shard: trimmed, or of a stream that was deleted. */
    boolean isStartLost() {
        return startLost;
    }
}
