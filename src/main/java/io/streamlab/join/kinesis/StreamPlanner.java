package io.streamlab.join.kinesis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Plans where the next batch ends, shard by shard: starts the shards whose parents are done, plans each shard that is
 * not at its end, and pins the starting position at the first plan.
 *
 * <p>Called by one thread; shards are planned in parallel.
 */
final class StreamPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPlanner.class);

    /**
     * An idle stream's offset is written anew, by an empty batch, after this time, so that a restart can tell a shard
     * that was idle for longer than its retention from one that lost records: a quarter of the shortest retention.
     */
    private static final Duration REFRESH_IDLE_AFTER = Duration.ofHours(6);

    private final KinesisSourceOptions options;
    private final KinesisCalls calls;
    private final ShardPlanner shardPlanner;
    private final ParallelShards parallel;
    private final DataLossPolicy dataLoss;
    private final Runnable countLoss;
    private final Clock clock;

    private final Map<String, LiveIterator> liveIterators = new ConcurrentHashMap<>();
    private ShardTopology topology;
    private Map<String, Optional<Boundary>> targets;
    private boolean drainOnly;
    private PlanSummary summary = PlanSummary.NONE;

    /** @param countLoss called for every range of records found lost */
    StreamPlanner(
            KinesisSourceOptions options,
            KinesisCalls calls,
            ParallelShards parallel,
            Runnable countLoss,
            Clock clock) {
        this.options = options;
        this.calls = calls;
        this.parallel = parallel;
        this.dataLoss = new DataLossPolicy(options.stream().name(), options.failOnDataLoss());
        this.countLoss = countLoss;
        this.clock = clock;
        this.shardPlanner = new ShardPlanner(calls, dataLoss, countLoss, clock);
    }

    /** From now on, plan only up to what the stream holds at the next plan. */
    void drainOnly() {
        drainOnly = true;
        targets = null;
    }

    /**
     * @param start where the last batch ended
     * @param cap most records of a shard in the batch
     * @return where the next batch ends; {@code start} itself if there is nothing to do
     */
    KinesisOffset plan(KinesisOffset start, int cap) {
        if (!start.streamName().equals(options.stream().name())) {
            throw new IllegalStateException("The checkpoint belongs to stream " + start.streamName() + ", the option "
                    + KinesisSourceOptions.STREAM_NAME + " names "
                    + options.stream().name());
        }
        boolean fresh = refreshTopology(start.shards());
        try {
            Optional<KinesisOffset> end = planned(start, cap, fresh);
            if (end.isPresent()) {
                return end.get();
            }
        } catch (ResourceNotFoundException e) {
            if (fresh) {
                throw e;
            }
            LOG.info("A shard is no longer there, listing the shards anew", e);
        }
        topology = null;
        refreshTopology(start.shards());
        return planned(start, cap, true).orElseThrow(IllegalStateException::new);
    }

    /** @return nothing if shards are not what they were when the topology was listed */
    private Optional<KinesisOffset> planned(KinesisOffset start, int cap, boolean fresh) {
        Instant startingTimestamp =
                start.isInitial() ? options.startingTimestamp().orElse(null) : start.startingTimestamp();
        Map<String, ShardOffset> begin = start.isInitial() ? pinned() : withoutLostShards(start.shards());
        if (drainOnly && targets == null) {
            targets = targets(begin, startingTimestamp);
        }
        Map<String, ShardPlan> plans = new TreeMap<>();
        Map<String, ShardOffset> offsets = new TreeMap<>(begin);
        // Usually one round. A shard that ends without a record in this batch makes way for its children at once.
        for (Map<String, ShardOffset> toPlan = started(offsets, begin, plans, startingTimestamp);
                !toPlan.isEmpty();
                toPlan = started(offsets, begin, plans, startingTimestamp)) {
            Map<String, ShardPlan> round = planAll(toPlan, cap);
            plans.putAll(round);
            round.forEach((shardId, plan) -> offsets.put(shardId, plan.end()));
        }
        if (!fresh && plans.values().stream().anyMatch(ShardPlan::isStartLost)) {
            return Optional.empty();
        }
        return Optional.of(finished(start, startingTimestamp, offsets, plans));
    }

    // ---- what to plan

    /** The shards of this round: in the first all that are not at their end, then those whose parents just ended. */
    private Map<String, ShardOffset> started(
            Map<String, ShardOffset> offsets,
            Map<String, ShardOffset> begin,
            Map<String, ShardPlan> planned,
            Instant startingTimestamp) {
        for (String shardId : topology.startable(offsets.keySet(), ended(offsets, begin))) {
            if (mayStart(shardId)) {
                offsets.put(shardId, beginning(startingTimestamp));
            }
        }
        Map<String, ShardOffset> toPlan = new TreeMap<>(offsets);
        toPlan.keySet().removeAll(planned.keySet());
        toPlan.entrySet().removeIf(entry -> entry.getValue().position().isShardEnd() || isDrained(entry));
        return toPlan;
    }

    private ShardOffset beginning(Instant startingTimestamp) {
        ShardPosition position =
                startingTimestamp == null ? ShardPosition.TRIM_HORIZON : ShardPosition.at(startingTimestamp);
        return ShardOffset.of(position, clock.instant());
    }

    /** Shards whose records all lie in earlier batches: only then may their children's be in this one. */
    private static Set<String> ended(Map<String, ShardOffset> offsets, Map<String, ShardOffset> begin) {
        return offsets.entrySet().stream()
                .filter(entry -> entry.getValue().position().isShardEnd())
                .filter(entry -> !entry.getValue().batchFirst().isPresent()
                        || entry.getValue().equals(begin.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<String, ShardPlan> planAll(Map<String, ShardOffset> toPlan, int cap) {
        Map<String, ShardPlan> plans = parallel.map(toPlan.keySet(), shardId -> {
            Optional<Boundary> target = targets == null ? Optional.empty() : targets.get(shardId);
            return shardPlanner.plan(
                    shardId,
                    topology.isClosed(shardId),
                    toPlan.get(shardId),
                    Optional.ofNullable(liveIterators.get(shardId)),
                    cap,
                    target);
        });
        plans.forEach((shardId, plan) -> {
            liveIterators.remove(shardId);
            plan.live().ifPresent(live -> liveIterators.put(shardId, live));
        });
        return plans;
    }

    private KinesisOffset finished(
            KinesisOffset start,
            Instant startingTimestamp,
            Map<String, ShardOffset> offsets,
            Map<String, ShardPlan> plans) {
        Map<String, ShardOffset> frontier = topology.frontier(offsets);
        KinesisOffset end =
                new KinesisOffset(start.streamName(), startingTimestamp, withoutOldBatches(frontier, plans));
        summary = new PlanSummary(
                tips(end, plans),
                (int) frontier.values().stream()
                        .filter(offset -> !offset.position().isShardEnd())
                        .count(),
                plans.values().stream()
                        .mapToLong(ShardPlan::millisBehindLatest)
                        .max()
                        .orElse(0));
        return moved(start, end) || refreshDue(start, end) ? end : start;
    }

    /** An offset describes its own batch: what an earlier one said of an earlier batch is left out. */
    private static Map<String, ShardOffset> withoutOldBatches(
            Map<String, ShardOffset> offsets, Map<String, ShardPlan> plans) {
        Map<String, ShardOffset> result = new TreeMap<>();
        offsets.forEach((shardId, offset) -> result.put(
                shardId, plans.containsKey(shardId) ? offset : ShardOffset.of(offset.position(), offset.asOf())));
        return result;
    }

    private static boolean moved(KinesisOffset start, KinesisOffset end) {
        return start.isInitial() || !positions(start).equals(positions(end));
    }

    private static Map<String, ShardPosition> positions(KinesisOffset offset) {
        Map<String, ShardPosition> positions = new TreeMap<>();
        offset.shards().forEach((shardId, shard) -> positions.put(shardId, shard.position()));
        return positions;
    }

    private static boolean refreshDue(KinesisOffset start, KinesisOffset end) {
        return end.shards().entrySet().stream().anyMatch(entry -> {
            ShardOffset before = start.shards().get(entry.getKey());
            return !before.position().isShardEnd()
                    && entry.getValue().asOf().isAfter(before.asOf().plus(REFRESH_IDLE_AFTER));
        });
    }

    private static KinesisOffset tips(KinesisOffset end, Map<String, ShardPlan> plans) {
        Map<String, ShardOffset> tips = new TreeMap<>();
        end.shards().forEach((shardId, offset) -> {
            ShardPlan plan = plans.get(shardId);
            tips.put(shardId, ShardOffset.of(plan == null ? offset.position() : plan.tip(), offset.asOf()));
        });
        return new KinesisOffset(end.streamName(), end.startingTimestamp(), tips);
    }

    /** What the last plan found. */
    PlanSummary summary() {
        return summary;
    }

    // ---- the first plan

    private Map<String, ShardOffset> pinned() {
        if (options.startingPosition() != StartingPosition.LATEST) {
            return new TreeMap<>(); // The roots of the topology are started like any shard.
        }
        Set<String> leaves = topology.shardIds().stream()
                .filter(shardId -> !topology.hasChildren(shardId))
                .collect(Collectors.toCollection(TreeSet::new));
        return parallel.map(leaves, shardId -> shardPlanner.latest(shardId, topology.isClosed(shardId)));
    }

    // ---- draining

    private Map<String, Optional<Boundary>> targets(Map<String, ShardOffset> begin, Instant startingTimestamp) {
        Map<String, ShardOffset> offsets = new TreeMap<>(begin);
        notYetStarted(begin).forEach(shardId -> offsets.put(shardId, beginning(startingTimestamp)));
        offsets.values().removeIf(offset -> offset.position().isShardEnd());
        return parallel.map(
                offsets.keySet(),
                shardId -> shardPlanner.newest(shardId, topology.isClosed(shardId), offsets.get(shardId)));
    }

    private Set<String> notYetStarted(Map<String, ShardOffset> begin) {
        Set<String> started = new TreeSet<>(begin.keySet());
        Set<String> all = new TreeSet<>();
        for (Set<String> next = topology.startable(started, started);
                !next.isEmpty();
                next = topology.startable(started, started)) {
            all.addAll(next);
            started.addAll(next);
        }
        return all;
    }

    private boolean mayStart(String shardId) {
        return targets == null || targets.containsKey(shardId);
    }

    private boolean isDrained(Map.Entry<String, ShardOffset> shard) {
        if (targets == null) {
            return false;
        }
        Optional<Boundary> target = targets.getOrDefault(shard.getKey(), Optional.empty());
        return !target.isPresent()
                || target.get().position().equals(shard.getValue().position());
    }

    // ---- the topology and what it says of the checkpoint

    /**
     * Lists the shards if they are not known, or if one has come to its end whose children are not.
     *
     * @return whether they were listed just now
     */
    private boolean refreshTopology(Map<String, ShardOffset> offsets) {
        boolean known = topology != null
                && offsets.entrySet().stream()
                        .filter(entry -> entry.getValue().position().isShardEnd())
                        .allMatch(entry -> topology.hasChildren(entry.getKey()));
        if (!known) {
            topology = listed();
        }
        return !known;
    }

    private ShardTopology listed() {
        try {
            return new ShardTopology(calls.listShards());
        } catch (ResourceNotFoundException e) {
            throw new IllegalStateException(
                    "Stream " + options.stream() + " does not exist at "
                            + options.stream().endpoint(),
                    e);
        }
    }

    /** The shards of a checkpoint that are still those of the stream. */
    private Map<String, ShardOffset> withoutLostShards(Map<String, ShardOffset> offsets) {
        Map<String, ShardOffset> remaining = new TreeMap<>();
        offsets.forEach((shardId, offset) -> {
            String sequenceNumber = offset.position().sequenceNumber();
            if (sequenceNumber != null && !topology.mayHold(shardId, sequenceNumber)) {
                dataLoss.lost(
                        shardId,
                        "the shard begins after " + sequenceNumber
                                + ", the last record read: the stream was deleted and made again",
                        countLoss);
            } else if (!offset.position().isShardEnd() && !topology.contains(shardId)) {
                dataLoss.lost(
                        shardId,
                        "the shard is gone from the stream, with the records after " + offset.position(),
                        countLoss);
            } else {
                remaining.put(shardId, offset);
            }
        });
        return remaining;
    }
}
