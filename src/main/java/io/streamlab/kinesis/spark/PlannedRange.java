package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.record.HashKeyRange;
import java.io.Serializable;
import java.util.Optional;

/** A range with what a task has to know of its shard. */
final class PlannedRange implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ShardRange range;
    private final HashKeyRange shardKeys;

    /** @param shardKeys the shard's hash keys, if they are known */
    PlannedRange(ShardRange range, Optional<HashKeyRange> shardKeys) {
        this.range = range;
        this.shardKeys = shardKeys.orElse(null);
    }

    ShardRange range() {
        return range;
    }

    Optional<HashKeyRange> shardKeys() {
        return Optional.ofNullable(shardKeys);
    }

    @Override
    public String toString() {
        return range.toString();
    }
}
