package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.util.Optional;

/** The plan of one shard. */
final class ShardPlan {

    private final ShardOffset end;
    private final ShardPosition tip;
    private final long millisBehindLatest;
    private final String loss;

    /** @param loss what was lost before the batch, or null */
    ShardPlan(ShardOffset end, ShardPosition tip, long millisBehindLatest, String loss) {
        this.end = end;
        this.tip = tip;
        this.millisBehindLatest = millisBehindLatest;
        this.loss = loss;
    }

    /** Returns where the batch ends. */
    ShardOffset end() {
        return end;
    }

    /** Returns the furthest position up to which the plan knows records; no earlier than {@link #end}. */
    ShardPosition tip() {
        return tip;
    }

    /** Returns how far the batch's end lies behind the shard's newest record, in milliseconds. */
    long millisBehindLatest() {
        return millisBehindLatest;
    }

    /** Returns which records before the batch were lost, as the rest of a sentence. */
    Optional<String> loss() {
        return Optional.ofNullable(loss);
    }
}
