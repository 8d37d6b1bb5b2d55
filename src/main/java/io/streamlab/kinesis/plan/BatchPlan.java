package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.StreamIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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
    private final Map<String, String> losses = new TreeMap<>();
    private boolean withoutIdentity;
    private double usedRecords;
    private double usedBytes;

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

    /**
     * Returns where a shard begins that is read for the first time.
     *
     * @param asOf a time before which the shard took no record
     */
    ShardOffset beginning(Instant asOf) {
        if (startingTimestamp == null) {
            return ShardOffset.of(ShardPosition.TRIM_HORIZON, asOf);
        }
        // Records before that time are not wanted, so it does not matter whether they are trimmed.
        return ShardOffset.of(
                ShardPosition.at(startingTimestamp), asOf.isAfter(startingTimestamp) ? asOf : startingTimestamp);
    }

    /** Returns a time before which none of these shards was closed; absent if the plan knows none of them. */
    Optional<Instant> closedAfter(Collection<String> parents) {
        return parents.stream()
                .map(offsets::get)
                .filter(offset -> offset != null && offset.position().isShardEnd())
                .map(ShardOffset::asOf)
                .max(Instant::compareTo);
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

    /** Notes what was lost in a shard, once. */
    void lost(String shardId, String what) {
        losses.putIfAbsent(shardId, what);
    }

    /** Returns what was lost before the batch, by shard. */
    Map<String, String> losses() {
        return losses;
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

    /** Notes whether a look at a shard may have been a look at another stream of the same name. */
    void noteIdentity(Collection<ShardLook> looks) {
        withoutIdentity |= looks.stream().anyMatch(ShardLook::isWithoutIdentity);
    }

    /** Returns whether the stream's identity has to be compared again. */
    boolean isWithoutIdentity() {
        return withoutIdentity;
    }

    /**
     * Returns the share of each shard in which more follows than the look has seen. The others take what they have, so that
     * what they leave is shared among those that need it.
     *
     * @param total the bound of the whole batch, less what earlier rounds took
     */
    Bound share(Collection<ShardLook> looks, Bound total) {
        long records = 0;
        long bytes = 0;
        int unfinished = 0;
        for (ShardLook look : looks) {
            if (look.moreFollows()) {
                unfinished++;
            } else if (look.hasPage()) {
                records += look.page().records().size();
                bytes += look.page().bytes();
            }
        }
        Bound share = total.less(usedRecords + records, usedBytes + bytes).sharedBy(unfinished);
        usedRecords += records + (double) share.records() * unfinished;
        usedBytes += bytes + (double) share.bytes() * unfinished;
        return share;
    }

    void add(Map<String, ShardPlan> planned) {
        plans.putAll(planned);
        planned.forEach((shardId, plan) -> {
            offsets.put(shardId, plan.end());
            plan.loss().ifPresent(loss -> lost(shardId, loss));
        });
    }

    /** Returns whether a shard has not come to where draining ends. */
    private boolean isShortOf(AvailableNowTargets targets) {
        return offsets.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().position().isShardEnd()
                        && !targets.isReached(entry.getKey(), entry.getValue().position()));
    }

    /**
     * Returns where the batch ends; the start itself if nothing moved.
     *
     * @param isGone whether a shard that the list does not have left the stream
     * @param identity the stream's
     * @param retention the stream's
     */
    KinesisOffset end(
            ShardTopology topology,
            Predicate<String> isGone,
            StreamIdentity identity,
            Duration retention,
            Instant now) {
        Map<String, ShardOffset> ends = new TreeMap<>();
        // An offset describes its own batch only: the first records of earlier batches are left out.
        topology.frontier(offsets, isGone)
                .forEach((shardId, offset) ->
                        ends.put(shardId, plans.containsKey(shardId) ? offset : offset.withoutBatch()));
        KinesisOffset end = new KinesisOffset(
                start.streamName(), identity, shortestRetention(retention, ends, now), startingTimestamp, ends);
        boolean moved = start.isInitial()
                || !losses.isEmpty()
                || !start.identity().equals(end.identity())
                || !positions(start).equals(positions(end))
                || isRetentionLowered(end)
                || isRefreshDue(end);
        return moved ? end : start;
    }

    /** A retention that was raised counts only once all that the shorter one could have trimmed lies before the offset. */
    private Duration shortestRetention(Duration now, Map<String, ShardOffset> ends, Instant time) {
        Duration before = start.retention().orElse(now);
        boolean settled =
                ends.values().stream().allMatch(offset -> offset.asOf().isAfter(time.minus(before)));
        return now.compareTo(before) < 0 || settled ? now : before;
    }

    private boolean isRetentionLowered(KinesisOffset end) {
        return start.retention()
                .map(before -> end.retention().orElse(before).compareTo(before) < 0)
                .orElse(false);
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

    PlanSummary summary(
            ShardTopology topology, Predicate<String> isGone, AvailableNowTargets targets, Instant now, int skipped) {
        Map<String, ShardOffset> frontier = topology.frontier(offsets, isGone);
        Map<String, ShardOffset> tips = new TreeMap<>();
        Map<String, Long> millisBehind = new TreeMap<>();
        frontier.forEach((shardId, offset) -> {
            ShardPlan plan = plans.get(shardId);
            tips.put(shardId, ShardOffset.of(plan == null ? offset.position() : plan.tip(), offset.asOf()));
            millisBehind.put(shardId, millisBehind(offset, plan, now));
        });
        return new PlanSummary(
                new KinesisOffset(start.streamName(), null, null, startingTimestamp, tips),
                (int) frontier.values().stream()
                        .filter(offset -> !offset.position().isShardEnd())
                        .count(),
                skipped,
                isShortOf(targets),
                millisBehind);
    }

    /** At a shard's end the query is behind by all that the children hold: they took records since the shard was closed. */
    private static long millisBehind(ShardOffset offset, ShardPlan plan, Instant now) {
        return plan == null || offset.position().isShardEnd()
                ? Math.max(0, Duration.between(offset.asOf(), now).toMillis())
                : plan.millisBehindLatest();
    }
}
