package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a shard keep its position for a trigger if its look failed, and fails the query once a shard has failed for too
 * long. So a shard that others use up, or a moment without credentials, stops no other shard.
 */
final class ShardFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ShardFailures.class);

    private final String streamName;
    private final Duration bound;
    private final Clock clock;
    private final Map<String, Instant> failingSince = new ConcurrentHashMap<>();
    private final Set<String> failedInPlan = ConcurrentHashMap.newKeySet();

    /** @param bound how long a shard may keep failing */
    ShardFailures(String streamName, Duration bound, Clock clock) {
        this.streamName = streamName;
        this.bound = bound;
        this.clock = clock;
    }

    void beginPlan() {
        failedInPlan.clear();
    }

    void succeeded(String shardId) {
        failingSince.remove(shardId);
    }

    /**
     * Notes that a shard, or the list of shards, cannot be read at the moment.
     *
     * @param what names it in messages, as the begin of a sentence
     * @throws IllegalStateException if that has been so for longer than the bound
     */
    void failed(String what, String shardId, RuntimeException failure) {
        Instant now = clock.instant();
        Instant since = failingSince.computeIfAbsent(shardId, id -> now);
        failedInPlan.add(shardId);
        Duration failing = Duration.between(since, now);
        if (failing.compareTo(bound) >= 0) {
            throw new IllegalStateException(
                    what + " of stream " + streamName + " could not be read for " + failing.getSeconds()
                            + " s, the bound that " + KinesisSourceOptions.SHARD_FAILURE_TIMEOUT_SECONDS
                            + " sets; last: " + failure.getMessage(),
                    failure);
        }
        LOG.warn(
                "{} of stream {} cannot be read since {} and is left out of this trigger; the query fails after {} s: {}",
                what,
                streamName,
                since,
                bound.getSeconds(),
                failure.getMessage());
    }

    /** Returns the shards that failed in this plan. */
    Set<String> inPlan() {
        return failedInPlan;
    }

    /** Returns how many shards the plan skipped. */
    int skipped() {
        return failedInPlan.size();
    }
}
