package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.InitialPosition;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.Durations;
import io.streamlab.kinesis.client.KinesisCallException;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.Sleeper;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.StreamIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Plans where the next batch ends: makes sure that the stream is the one of the checkpoint, fixes the starting position at
 * the first plan, begins the shards whose parents are at their end, and plans each shard that is not at its end.
 *
 * <p>Used by one thread; shards are planned in parallel.
 */
public final class StreamPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPlanner.class);

    /** A run that drains the stream must not end before it has, so it plans again where others would end the trigger. */
    private static final Duration PAUSE_WHILE_DRAINING = Duration.ofSeconds(1);

    /** How far the clocks of this machine and of Kinesis may differ. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(10);

    private final KinesisSourceOptions options;
    private final ShardPlanner shardPlanner;
    private final StreamFacts facts;
    private final ShardFailures failures;
    private final ShardLists lists;
    private final ParallelShards parallel;
    private final DataLossPolicy dataLoss;
    private final Clock clock;
    private final Sleeper pause;

    private ShardTopology topology;
    private StreamIdentity identity;
    private boolean anotherStreamIsReported;
    private boolean anyShardRead;
    private long lossesWhileReading;
    private final Map<String, Long> closestToTarget = new TreeMap<>();
    private AvailableNowTargets targets = AvailableNowTargets.NONE;
    private boolean targetsWanted;
    private PlanSummary summary = PlanSummary.NONE;

    /** Plans with one clock for everything, see the other constructor. */
    public StreamPlanner(
            KinesisSourceOptions options,
            KinesisCalls calls,
            KinesisCalls patientCalls,
            ParallelShards parallel,
            DataLossPolicy dataLoss,
            Clock clock,
            Sleeper pause) {
        this(options, calls, patientCalls, parallel, dataLoss, clock, clock, pause);
    }

    /**
     * @param calls for looks at shards; they fail soon, since the next trigger looks again
     * @param patientCalls for what the plan cannot go without; they are repeated for long
     * @param clock compared with the times that Kinesis gives
     * @param patience measures how long a shard keeps failing
     * @param pause waits where a plan has to be made again
     */
    public StreamPlanner(
            KinesisSourceOptions options,
            KinesisCalls calls,
            KinesisCalls patientCalls,
            ParallelShards parallel,
            DataLossPolicy dataLoss,
            Clock clock,
            Clock patience,
            Sleeper pause) {
        this.options = options;
        this.shardPlanner = new ShardPlanner(calls, patientCalls, clock);
        this.facts = new StreamFacts(options, patientCalls, clock);
        this.failures = new ShardFailures(options.stream().name(), options.shardFailureTimeout(), patience);
        this.parallel = parallel;
        this.lists = new ShardLists(options, patientCalls, shardPlanner, failures, parallel, clock, pause);
        this.dataLoss = dataLoss;
        this.clock = clock;
        this.pause = pause;
    }

    /** Makes all further plans end at what the stream holds at the next plan. */
    public void drainOnly() {
        targetsWanted = true;
    }

    /**
     * Takes note of how many losses the readers of batches have reported since the start. Where there are new ones, the
     * stream may be another one by now: the next plan asks for its identity, and uses no record that an earlier plan saw.
     */
    public void noteLossesWhileReading(long losses) {
        if (losses != lossesWhileReading) {
            lossesWhileReading = losses;
            shardPlanner.keepOnly(Collections.emptySet());
            identity = null;
        }
    }

    /**
     * Plans the next batch.
     *
     * @param start where the last batch ended
     * @param limit the most that the batch takes
     * @return where the next batch ends; {@code start} itself if there is nothing to do
     * @throws io.streamlab.kinesis.DataLossException if records were lost and the query is to fail
     * @throws IllegalStateException if the stream does not exist, or a shard cannot be read for too long
     */
    public KinesisOffset plan(KinesisOffset start, BatchLimit limit) {
        requireSameName(start);
        KinesisOffset end = planOnce(start, limit);
        while (end == start && targets.isAny() && summary.isShortOfTargets()) {
            pause.of(PAUSE_WHILE_DRAINING);
            end = planOnce(start, limit);
        }
        return end;
    }

    private KinesisOffset planOnce(KinesisOffset start, BatchLimit limit) {
        failures.beginPlan();
        facts.beginPlan();
        Optional<BatchPlan> samePlan = isSameStream(start) ? planned(start, limit) : Optional.empty();
        BatchPlan plan = samePlan.orElseGet(() -> plannedFromTheBeginning(start, limit));
        plan.losses().forEach(dataLoss::lost);
        summary = plan.summary(topology, lists::isGone, targets, clock.instant(), failures.skipped());
        KinesisOffset end = plan.end(topology, lists::isGone, identity, retentionToNote(start), clock.instant());
        shardPlanner.keepOnly(end.shards().keySet());
        return end;
    }

    /** A shard that the list misses may have lost records under the shorter retention, so a raised one waits for the list. */
    private Duration retentionToNote(KinesisOffset start) {
        Duration retention = facts.retention();
        return lists.isDoubtful()
                ? Durations.shorter(retention, start.retention().orElse(retention))
                : retention;
    }

    /** Returns what the last plan found. */
    public PlanSummary summary() {
        return summary;
    }

    /**
     * Returns whether a batch that is already planned can be in the stream. If not, the loss is reported.
     *
     * @throws io.streamlab.kinesis.DataLossException if the stream is another one and the query is to fail
     */
    public boolean holdsBatchOf(KinesisOffset end) {
        requireSameName(end);
        if (identity != null || isSameStream(end)) {
            return true;
        }
        lossesToAnotherStream(end).forEach(dataLoss::lost);
        anotherStreamIsReported = true;
        return false;
    }

    private void requireSameName(KinesisOffset start) {
        if (!start.streamName().equals(options.stream().name())) {
            throw new IllegalStateException("The checkpoint belongs to stream " + start.streamName() + ", the option "
                    + KinesisSourceOptions.STREAM_NAME + " names "
                    + options.stream().name());
        }
    }

    /** Compares the stream with that of the checkpoint, once per start. */
    private boolean isSameStream(KinesisOffset start) {
        if (identity == null) {
            identity = facts.freshIdentity();
        }
        if (start.identity().isPresent()) {
            return start.identity().get().mayBe(identity);
        }
        // An offset of version 1 has times at which the stream was there.
        Instant created = identity.created();
        return created == null
                || start.shards().values().stream()
                        .allMatch(offset -> offset.asOf().plus(CLOCK_MARGIN).isAfter(created));
    }

    /** Asks for the stream's identity again, and returns whether it is still that of the checkpoint. */
    private boolean isStillSameStream(KinesisOffset start) {
        identity = null;
        return isSameStream(start);
    }

    /** Returns what was lost in each shard of a checkpoint that another stream of the same name does not hold. */
    private Map<String, String> lossesToAnotherStream(KinesisOffset checkpoint) {
        String cause = "the checkpoint belongs to "
                + checkpoint.identity().map(known -> "the stream of " + known).orElse("a stream that was made earlier")
                + ", and the stream at " + options.stream().endpoint() + " is of " + identity
                + "; the stream was deleted and made again, or the options name another stream of the same name";
        Map<String, String> losses = new TreeMap<>();
        checkpoint
                .shards()
                .forEach((shardId, offset) ->
                        losses.put(shardId, "the records after " + offset.position() + ": " + cause));
        return losses;
    }

    /** Plans a stream that took the place of the one that was read: all its shards are read from their oldest record. */
    private BatchPlan plannedFromTheBeginning(KinesisOffset start, BatchLimit limit) {
        failures.beginPlan();
        shardPlanner.keepOnly(Collections.emptySet());
        topology = lists.ofAnotherStream();
        BatchPlan plan = new BatchPlan(start, start.startingTimestamp(), Collections.emptyMap());
        if (!anotherStreamIsReported) {
            lossesToAnotherStream(start).forEach(plan::lost);
        }
        anotherStreamIsReported = false;
        planRounds(plan, start, Optional.of(takenOver(start)), limit);
        return plan;
    }

    /** Returns since when the records of a stream count as unread that took the place of the one that was read. */
    private Instant takenOver(KinesisOffset start) {
        Instant lastRead = start.shards().values().stream()
                .map(ShardOffset::asOf)
                .max(Instant::compareTo)
                .orElseGet(clock::instant);
        Instant created = identity.created();
        return created != null && created.isAfter(lastRead) ? created : lastRead;
    }

    /** Plans the batch, unless the stream turns out to be another one meanwhile. */
    private Optional<BatchPlan> planned(KinesisOffset start, BatchLimit limit) {
        topology = lists.current(start.shards(), start.isInitial());
        BatchPlan plan;
        if (start.isInitial()) {
            plan = new BatchPlan(start, options.startingTimestamp().orElse(null), pinned());
        } else {
            Map<String, ShardOffset> begin = new TreeMap<>(start.shards());
            Set<String> opened = openedAgain(begin);
            if (!opened.isEmpty() && !isStillSameStream(start)) {
                return Optional.empty();
            }
            plan = new BatchPlan(start, start.startingTimestamp(), begin);
            if (!opened.isEmpty()) {
                restartOrDoubt(plan, start, opened);
            }
        }
        if (targetsWanted) {
            targets = AvailableNowTargets.of(newest(plan));
            targetsWanted = false;
            // Shards without a target are planned once: a shard that holds nothing may have lost what it held.
            planRound(plan, plan.withoutTarget(targets), start, limit);
        }
        Optional<Instant> rootsAsOf = start.isInitial() ? Optional.of(clock.instant()) : Optional.empty();
        if (!planRounds(plan, start, rootsAsOf, limit)) {
            return Optional.empty();
        }
        boolean mayBeAnother = !plan.losses().isEmpty() || (plan.isWithoutIdentity() && !start.isInitial());
        return mayBeAnother && !isStillSameStream(start) ? Optional.empty() : Optional.of(plan);
    }

    /** Returns the shards that the checkpoint has read to their end, and that the stream's list shows open. */
    private Set<String> openedAgain(Map<String, ShardOffset> offsets) {
        return offsets.entrySet().stream()
                .filter(entry -> entry.getValue().position().isShardEnd())
                .map(Map.Entry::getKey)
                .filter(shardId -> topology.contains(shardId) && !topology.isClosed(shardId))
                .collect(Collectors.toSet());
    }

    /** A list may show a shard open for a moment after a reshard. Where no creation time rules that out, it is another's. */
    private void restartOrDoubt(BatchPlan plan, KinesisOffset start, Set<String> opened) {
        boolean identityIsSure = identity.created() != null
                && start.identity().map(known -> known.created() != null).orElse(false);
        if (identityIsSure) {
            lists.doubt();
            return;
        }
        for (String shardId : opened) {
            plan.start(shardId, plan.beginning(clock.instant()));
            plan.lost(
                    shardId,
                    "the shard is open, and the checkpoint has read it to its end: the stream was deleted and made"
                            + " again");
        }
    }

    /** Plans round after round. Returns false if the stream turned out to be another one. */
    private boolean planRounds(BatchPlan plan, KinesisOffset start, Optional<Instant> rootsAsOf, BatchLimit limit) {
        // Usually one round. If a shard ends without a record in this batch, its children begin at once.
        while (true) {
            if (!startShards(plan, start, rootsAsOf)) {
                return false;
            }
            Map<String, ShardOffset> round = plan.unplanned(targets);
            round.keySet().removeAll(failures.inPlan());
            if (round.isEmpty()) {
                return true;
            }
            planRound(plan, round, start, limit);
        }
    }

    /**
     * Starts the shards whose parents are read to their end.
     *
     * @param rootsAsOf present if the stream is read for the first time: shards begin whose parents were never read, and
     *     records that arrived from then on count as unread
     * @return false if the stream turned out to be another one
     */
    private boolean startShards(BatchPlan plan, KinesisOffset start, Optional<Instant> rootsAsOf) {
        Set<String> started = new HashSet<>(plan.started());
        Set<String> startable = topology.startable(started, plan.ended());
        startable.removeIf(shardId -> !targets.includes(shardId));
        startable.removeAll(lists.withMissingParents(topology, startable));
        for (String shardId : startable) {
            List<String> parents = topology.parents(shardId);
            boolean parentsWereRead = topology.descendsFrom(shardId, started);
            if (rootsAsOf.isPresent() || (parentsWereRead && started.containsAll(parents))) {
                Instant asOf = plan.closedAfter(parents).orElseGet(() -> rootsAsOf.orElseGet(this::unknownBegin));
                plan.start(shardId, plan.beginning(asOf));
            } else if (!lists.misses(started) && !topology.isOlderThanStarted(shardId, started)) {
                if (!isStillSameStream(start)) {
                    return false;
                }
                startWithoutParents(plan, shardId, topology.unreadParents(shardId, started));
            }
        }
        return true;
    }

    /**
     * Starts a shard whose parents are not all in the offset, though the stream was read before.
     *
     * @param unread those of them that were never read, because they came and went while the query stood; none if a list
     *     missed the shard when its parents came to their end
     */
    private void startWithoutParents(BatchPlan plan, String shardId, List<String> unread) {
        if (unread.isEmpty()) {
            Instant asOf = plan.closedAfter(topology.parents(shardId)).orElseGet(this::unknownBegin);
            plan.start(shardId, plan.beginning(asOf));
            return;
        }
        plan.start(shardId, plan.beginning(clock.instant()));
        plan.lost(
                shardId,
                "its parents " + unread
                        + " left the stream before they were read; the shard is read from its oldest record on");
    }

    /** Returns a time before which a shard took no record, if nothing else is known: that at which the stream was created. */
    private Instant unknownBegin() {
        return identity.created() == null ? clock.instant() : identity.created();
    }

    private void planRound(BatchPlan plan, Map<String, ShardOffset> round, KinesisOffset start, BatchLimit limit) {
        Continuity continuity = new Continuity(facts, start.retention().orElse(null), clock);
        Map<String, ShardLook> looks = attempted(
                round.keySet(),
                shardId -> look(shardId, round.get(shardId), limit.perShard().records(), continuity));
        looks.values().forEach(this::requireProgressToTarget);
        plan.noteIdentity(looks.values());
        Bound bound = limit.perShard().and(plan.share(looks.values(), limit.perTrigger()));
        Effort effort = Effort.forEachOf(
                (int) looks.values().stream().filter(ShardLook::moreFollows).count());
        plan.add(attempted(looks.keySet(), shardId -> planned(looks.get(shardId), bound, effort)));
    }

    private ShardPlan planned(ShardLook look, Bound bound, Effort effort) {
        String shardId = look.shardId();
        try {
            return shardPlanner.plan(look, topology.isClosed(shardId), bound, effort, targets.target(shardId));
        } catch (ResourceNotFoundException e) {
            return shardPlanner.plan(gone(shardId, look.from(), e), true, bound, effort, Optional.empty());
        }
    }

    /** A run that drains the stream would wait for ever at a shard that comes no closer to its records. */
    private void requireProgressToTarget(ShardLook look) {
        String shardId = look.shardId();
        if (!targets.target(shardId).isPresent() || !look.endsInSilence()) {
            closestToTarget.remove(shardId);
            return;
        }
        long behind = look.page().millisBehindLatest();
        Long closest = closestToTarget.get(shardId);
        if (closest == null || behind < closest) {
            closestToTarget.put(shardId, behind);
        } else {
            failures.failed("Shard " + shardId, shardId, KinesisCallException.silent(shardId, closest));
        }
    }

    private ShardLook look(String shardId, ShardOffset from, long mostRecords, Continuity continuity) {
        try {
            return shardPlanner.look(
                    shardId,
                    from,
                    mostRecords,
                    targets.target(shardId).isPresent(),
                    continuity,
                    () -> topology.parents(shardId).stream().anyMatch(shardPlanner::holdsRecord));
        } catch (ResourceNotFoundException e) {
            return gone(shardId, from, e);
        }
    }

    private ShardLook gone(String shardId, ShardOffset from, ResourceNotFoundException e) {
        LOG.info("{} of stream {} is no longer there", shardId, options.stream(), e);
        return ShardLook.atGoneShard(shardId, from);
    }

    /** Works on shards in parallel, and leaves out those that Kinesis does not let be read at the moment. */
    private <T> Map<String, T> attempted(Collection<String> shardIds, Function<String, T> work) {
        Map<String, KinesisCallException> failed = new ConcurrentHashMap<>();
        Map<String, Optional<T>> results = parallel.map(shardIds, shardId -> {
            try {
                return Optional.of(work.apply(shardId));
            } catch (KinesisCallException e) {
                failed.put(shardId, e);
                return Optional.empty();
            }
        });
        Map<String, T> done = new TreeMap<>();
        results.forEach((shardId, result) -> result.ifPresent(value -> done.put(shardId, value)));
        done.keySet().forEach(failures::succeeded);
        anyShardRead |= !done.isEmpty();
        new TreeMap<>(failed).forEach((shardId, failure) -> {
            if (!anyShardRead && failure.isRefused()) {
                throw failure; // Nothing could be read ever: a wrong setting, and no moment's trouble.
            }
            failures.failed("Shard " + shardId, shardId, failure);
        });
        return done;
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
}
