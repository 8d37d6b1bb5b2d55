package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.ShardPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a query with {@code Trigger.AvailableNow} ends in each shard. A query that runs on has no such place. */
final class AvailableNowTargets {

    /** The targets of a query that runs on. */
    static final AvailableNowTargets NONE = new AvailableNowTargets(null);

    private final Map<String, Optional<BatchEnd>> targets;

    private AvailableNowTargets(Map<String, Optional<BatchEnd>> targets) {
        this.targets = targets;
    }

    /** @param targets by shard id: the shards of the stream, with nothing for those that held nothing to read */
    static AvailableNowTargets of(Map<String, Optional<BatchEnd>> targets) {
        return new AvailableNowTargets(new HashMap<>(targets));
    }

    /** Returns whether the query ends at targets. */
    boolean isAny() {
        return targets != null;
    }

    /** Returns whether the shard is read at all: a shard that was made after draining began is not. */
    boolean includes(String shardId) {
        return targets == null || targets.containsKey(shardId);
    }

    /** Returns where to end in the shard at the latest, if anywhere. */
    Optional<BatchEnd> target(String shardId) {
        return targets == null ? Optional.empty() : targets.getOrDefault(shardId, Optional.empty());
    }

    /** Returns whether nothing is to be read in the shard after the position. */
    boolean isReached(String shardId, ShardPosition position) {
        return targets != null
                && target(shardId)
                        .map(target -> target.position().equals(position))
                        .orElse(true);
    }
}
