package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.InitialPosition;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Plans where the next batch ends: fixes the starting position at the first plan, begins the shards whose parents are at
 * their end, and plans each shard that is not at its end.
 *
 * <p>Used by one thread; shards are planned in parallel.
 */
public final class StreamPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPlanner.class);

    private final KinesisSourceOptions options;
    private final KinesisCalls calls;
    private final ShardPlanner shardPlanner;
    private final ParallelShards parallel;
    private final DataLossPolicy dataLoss;
    private final Clock clock;

    private ShardTopology topology;
    private AvailableNowTargets targets = AvailableNowTargets.NONE;
    private boolean targetsWanted;
    private PlanSummary summary = PlanSummary.NONE;

    public StreamPlanner(
            KinesisSourceOptions options,
            KinesisCalls calls,
            ParallelShards parallel,
            DataLossPolicy dataLoss,
            Clock clock) {
        this.options = options;
        this.calls = calls;
        this.shardPlanner = new ShardPlanner(calls, clock);
        this.parallel = parallel;
        this.dataLoss = dataLoss;
        this.clock = clock;
    }

    /** Makes all further plans end at what the stream holds at the next plan. */
    public void drainOnly() {
        targetsWanted = true;
    }

    /**
     * Plans the next batch.
     *
     * @param start where the last batch ended
     * @param limit the most that the batch takes
     * @return where the next batch ends; {@code start} itself if there is nothing to do
     */
    public KinesisOffset plan(KinesisOffset start, BatchLimit limit) {
        Bound bound =
                limit.perShard().and(limit.perTrigger().sharedBy(start.shards().size()));
        requireSameStream(start);
        boolean listed = listShardsIfNeeded(start.shards());
        BatchPlan plan;
        try {
            plan = planned(start, bound);
        } catch (ResourceNotFoundException e) {
            if (listed) {
                throw e;
            }
            LOG.info("A shard of stream {} is no longer there; listing the shards again", options.stream(), e);
            plan = plannedWithNewList(start, bound);
        }
        // The record read last is gone. Only a new list shows whether it was trimmed or the stream was deleted and made
        // again.
        if (!listed && plan.plans().values().stream().anyMatch(ShardPlan::isStartLost)) {
            plan = plannedWithNewList(start, bound);
        }
        plan.plans().forEach((shardId, shard) -> shard.loss().ifPresent(loss -> dataLoss.lost(shardId, loss)));
        summary = plan.summary(topology);
        return plan.end(topology);
    }

    /** Returns what the last plan found. */
    public PlanSummary summary() {
        return summary;
    }

    private void requireSameStream(KinesisOffset start) {
        if (!start.streamName().equals(options.stream().name())) {
            throw new IllegalStateException("The checkpoint belongs to stream " + start.streamName() + ", the option "
                    + KinesisSourceOptions.STREAM_NAME + " names "
                    + options.stream().name());
        }
    }

    private BatchPlan plannedWithNewList(KinesisOffset start, Bound bound) {
        listShards();
        return planned(start, bound);
    }

    private BatchPlan planned(KinesisOffset start, Bound bound) {
        BatchPlan plan = start.isInitial()
                ? new BatchPlan(start, options.startingTimestamp().orElse(null), pinned())
                : new BatchPlan(start, start.startingTimestamp(), withoutLostShards(start.shards()));
        if (targetsWanted) {
            targets = AvailableNowTargets.of(newest(plan));
            targetsWanted = false;
            // Shards without a target are planned once: a shard that holds nothing may have lost what it held.
            plan.add(planned(plan.withoutTarget(targets), bound));
        }
        // Usually one round. If a shard ends without a record in this batch, its children begin at once.
        for (Map<String, ShardOffset> round = nextRound(plan); !round.isEmpty(); round = nextRound(plan)) {
            plan.add(planned(round, bound));
        }
        return plan;
    }

    private Map<String, ShardOffset> nextRound(BatchPlan plan) {
        for (String shardId : topology.startable(plan.started(), plan.ended())) {
            if (targets.includes(shardId)) {
                plan.start(shardId, plan.beginning(clock.instant()));
            }
        }
        return plan.unplanned(targets);
    }

    private Map<String, ShardPlan> planned(Map<String, ShardOffset> round, Bound bound) {
        return parallel.map(
                round.keySet(),
                shardId -> shardPlanner.plan(
                        shardId, topology.isClosed(shardId), round.get(shardId), bound, targets.target(shardId)));
    }

    /** Returns the offsets of the first plan. A shard without one begins at its oldest record once its parents are at their end. */
    private Map<String, ShardOffset> pinned() {
        if (options.startingPosition() != InitialPosition.LATEST) {
            return Collections.emptyMap();
        }
        Set<String> leaves = topology.shardIds().stream()
                .filter(shardId -> !topology.hasChildren(shardId))
                .collect(Collectors.toSet());
        return parallel.map(leaves, shardId -> shardPlanner.latest(shardId, topology.isClosed(shardId)));
    }

    /** Returns the end of what every shard holds by now, including the shards that have not begun. */
    private Map<String, Optional<BatchEnd>> newest(BatchPlan plan) {
        Map<String, ShardOffset> offsets = plan.unplanned(AvailableNowTargets.NONE);
        topology.startableInTurn(plan.started())
                .forEach(shardId -> offsets.put(shardId, plan.beginning(clock.instant())));
        return parallel.map(
                offsets.keySet(),
                shardId -> shardPlanner.newest(shardId, topology.isClosed(shardId), offsets.get(shardId)));
    }

    /**
     * Lists the shards if they are not known, or if one has come to its end whose children are not.
     *
     * @return whether they were listed
     */
    private boolean listShardsIfNeeded(Map<String, ShardOffset> offsets) {
        boolean known = topology != null
                && offsets.entrySet().stream()
                        .filter(entry -> entry.getValue().position().isShardEnd())
                        .allMatch(entry -> topology.hasChildren(entry.getKey()));
        if (!known) {
            listShards();
        }
        return !known;
    }

    private void listShards() {
        try {
            topology = new ShardTopology(calls.listShards());
        } catch (ResourceNotFoundException e) {
            throw new IllegalStateException(
                    "Stream " + options.stream() + " does not exist at "
                            + options.stream().endpoint(),
                    e);
        }
    }

    /** Returns the shards of a checkpoint that are still in the stream. */
    private Map<String, ShardOffset> withoutLostShards(Map<String, ShardOffset> offsets) {
        Map<String, ShardOffset> remaining = new TreeMap<>();
        offsets.forEach((shardId, offset) -> {
            String sequenceNumber = offset.position().sequenceNumber();
            if (sequenceNumber != null && !topology.mayHold(shardId, sequenceNumber)) {
                dataLoss.lost(
                        shardId,
                        "the shard begins after " + sequenceNumber
                                + ", the last record read: the stream was deleted and made again");
            } else if (!offset.position().isShardEnd() && !topology.contains(shardId)) {
                dataLoss.lost(
                        shardId, "the shard is gone from the stream, with the records after " + offset.position());
            } else {
                remaining.put(shardId, offset);
            }
        });
        return remaining;
    }
}
