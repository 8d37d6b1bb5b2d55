package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.ShardPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a query that drains a stream ends in each shard; a query that runs on has none. */
final class AvailableNowTargets {

    /** Of a query that runs on. */
    static final AvailableNowTargets NONE = new AvailableNowTargets(null);

    private final Map<String, Optional<Boundary>> targets;

    private AvailableNowTargets(Map<String, Optional<Boundary>> targets) {
        this.targets = targets;
    }

    /** @param targets by shard id: the shards of the stream, with nothing for those that held nothing to read */
    static AvailableNowTargets of(Map<String, Optional<Boundary>> targets) {
        return new AvailableNowTargets(new HashMap<>(targets));
    }

    /** Whether the shard is to be read at all: one that was made after draining began is not. */
    boolean includes(String shardId) {
        return targets == null || targets.containsKey(shardId);
    }

    /** Where to end in the shard at the latest, if anywhere. */
    Optional<Boundary> target(String shardId) {
        return targets == null ? Optional.empty() : targets.getOrDefault(shardId, Optional.empty());
    }

    /** Whether nothing is to be read in the shard after the position. */
    boolean isReached(String shardId, ShardPosition position) {
        return targets != null
                && target(shardId)
                        .map(target -> target.position().equals(position))
                        .orElse(true);
    }
}
