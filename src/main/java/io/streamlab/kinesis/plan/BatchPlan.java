package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan in the making: where the batch begins in each shard, and where it ends in the shards planned so far. */
final class BatchPlan {

    /**
     * After this time an empty batch renews the offset of an idle stream: a quarter of the shortest retention. Otherwise
     * a restart could take an idle shard for one that lost records:
     *
     * <ol>
     *   <li>The last record is read, and nothing arrives for longer than the retention. Kinesis trims that record.
     *   <li>The query stops for a minute and starts again.
     *   <li>The last record is gone and the offset is older than the retention: just as if records had been trimmed unread.
     * </ol>
     */
    private static final Duration REFRESH_IDLE_AFTER = Duration.ofHours(6);

    private final KinesisOffset start;
    private final Instant startingTimestamp;
    private final Map<String, ShardOffset> begin;
    private final Map<String, ShardOffset> offsets;
    private final Map<String, ShardPlan> plans = new TreeMap<>();

    /**
     * @param start where the last batch ended
     * @param startingTimestamp where shards start that have no offset yet, null for their beginning
     * @param begin the offsets to start from: those of {@code start}, or the pinned ones of a first plan
     */
    BatchPlan(KinesisOffset start, Instant startingTimestamp, Map<String, ShardOffset> begin) {
        this.start = start;
        this.startingTimestamp = startingTimestamp;
        this.begin = begin;
        this.offsets = new TreeMap<>(begin);
    }

    /** Returns where a shard begins that is read for the first time. */
    ShardOffset beginning(Instant now) {
        return ShardOffset.of(
                startingTimestamp == null ? ShardPosition.TRIM_HORIZON : ShardPosition.at(startingTimestamp), now);
    }

    /** Returns the shards that are being read or are at their end. */
    Set<String> started() {
        return offsets.keySet();
    }

    /** Returns the shards whose records are all in earlier batches: only then may this batch have records of their children. */
    Set<String> ended() {
        return offsets.entrySet().stream()
                .filter(entry -> entry.getValue().position().isShardEnd())
                .filter(entry -> !entry.getValue().batchFirst().isPresent()
                        || entry.getValue().equals(begin.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void start(String shardId, ShardOffset beginning) {
        offsets.put(shardId, beginning);
    }

    /** Returns the shards that are still to be planned, with where they begin. */
    Map<String, ShardOffset> unplanned(AvailableNowTargets targets) {
        Map<String, ShardOffset> unplanned = new TreeMap<>(offsets);
        unplanned.keySet().removeAll(plans.keySet());
        unplanned
                .entrySet()
                .removeIf(entry -> entry.getValue().position().isShardEnd()
                        || targets.isReached(entry.getKey(), entry.getValue().position()));
        return unplanned;
    }

    /** Returns the shards of {@link #unplanned} in which draining has nothing to reach. */
    Map<String, ShardOffset> withoutTarget(AvailableNowTargets targets) {
        Map<String, ShardOffset> without = unplanned(AvailableNowTargets.NONE);
        without.keySet().removeIf(shardId -> targets.target(shardId).isPresent());
        return without;
    }

    void add(Map<String, ShardPlan> planned) {
        plans.putAll(planned);
        planned.forEach((shardId, plan) -> offsets.put(shardId, plan.end()));
    }

    Map<String, ShardPlan> plans() {
        return plans;
    }

    /** Returns where the batch ends; the start itself if nothing moved. */
    KinesisOffset end(ShardTopology topology) {
        Map<String, ShardOffset> ends = new TreeMap<>();
        // An offset describes its own batch only: the first records of earlier batches are left out.
        topology.frontier(offsets)
                .forEach((shardId, offset) -> ends.put(
                        shardId,
                        plans.containsKey(shardId) ? offset : ShardOffset.of(offset.position(), offset.asOf())));
        KinesisOffset end = new KinesisOffset(
                start.streamName(),
                start.identity().orElse(null),
                start.retention().orElse(null),
                startingTimestamp,
                ends);
        return start.isInitial() || !positions(start).equals(positions(end)) || isRefreshDue(end) ? end : start;
    }

    private static Map<String, ShardPosition> positions(KinesisOffset offset) {
        Map<String, ShardPosition> positions = new TreeMap<>();
        offset.shards().forEach((shardId, shard) -> positions.put(shardId, shard.position()));
        return positions;
    }

    private boolean isRefreshDue(KinesisOffset end) {
        return end.shards().entrySet().stream().anyMatch(entry -> {
            ShardOffset before = start.shards().get(entry.getKey());
            return !before.position().isShardEnd()
                    && entry.getValue().asOf().isAfter(before.asOf().plus(REFRESH_IDLE_AFTER));
        });
    }

    PlanSummary summary(ShardTopology topology) {
        Map<String, ShardOffset> frontier = topology.frontier(offsets);
        Map<String, ShardOffset> tips = new TreeMap<>();
        frontier.forEach((shardId, offset) -> {
            ShardPlan plan = plans.get(shardId);
            tips.put(shardId, ShardOffset.of(plan == null ? offset.position() : plan.tip(), offset.asOf()));
        });
        return new PlanSummary(
                new KinesisOffset(
                        start.streamName(),
                        start.identity().orElse(null),
                        start.retention().orElse(null),
                        startingTimestamp,
                        tips),
                (int) frontier.values().stream()
                        .filter(offset -> !offset.position().isShardEnd())
                        .count(),
                plans.values().stream()
                        .mapToLong(ShardPlan::millisBehindLatest)
                        .max()
                        .orElse(0));
    }
}
