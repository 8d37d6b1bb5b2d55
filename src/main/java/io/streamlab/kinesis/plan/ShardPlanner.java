package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.client.TimeProbe;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Plans where the next batch ends in one shard, with a few small calls. Every end is a record that was seen.
 *
 * <ol>
 *   <li>A look at the next records says whether there is anything to do. On an idle shard this one call is all.
 *   <li>If more follows, {@link NewestRecordSearch} finds a record near the tip: two calls on a busy shard.
 *   <li>{@link BatchBound} moves the end closer to the start if the batch would hold too many records.
 * </ol>
 *
 * <p>Used by many threads, for different shards.
 */
final class ShardPlanner {

    /** Enough that a slow shard needs one call in all, and few compared with a batch. */
    private static final int LOOK = 5;

    /** For a shard in which more records followed the last look. */
    private static final int LOOK_AT_BUSY_SHARD = 1;

    /** An idle shard's answer may be empty and yet a few milliseconds behind. */
    private static final int MOST_ANSWERS_AT_TIP = 2;

    /** Before the tip was seen, answers may be empty because a stretch of the shard is. Five a second: four seconds. */
    private static final int MOST_ANSWERS = 20;

    /** Where records are known to follow, or the last plan was in a stretch without records: about a hundred seconds. */
    private static final int MOST_ANSWERS_TO_TARGET = 500;

    /** LATEST becomes a sequence number if a record is younger than this, else the time this long ago. */
    private static final Duration PINNED_WINDOW = Duration.ofSeconds(60);

    private final KinesisCalls calls;
    private final KinesisCalls patientCalls;
    private final Clock clock;
    private final Map<String, LiveShard> liveShards = new ConcurrentHashMap<>();

    /**
     * @param calls fail soon: the next trigger looks again
     * @param patientCalls are repeated for long: for what must be known now
     */
    ShardPlanner(KinesisCalls calls, KinesisCalls patientCalls, Clock clock) {
        this.calls = calls;
        this.patientCalls = patientCalls;
        this.clock = clock;
    }

    /**
     * Looks at the next records of a shard.
     *
     * @param from where the batch before ended
     * @param limit most records to look at
     * @param toTarget whether records are known to follow, so that the look goes on until it meets one
     * @param parentHoldsRecord whether a parent of the shard still holds a record
     * @throws ResourceNotFoundException if the shard does not exist
     */
    ShardLook look(
            String shardId,
            ShardOffset from,
            long limit,
            boolean toTarget,
            Continuity continuity,
            BooleanSupplier parentHoldsRecord) {
        Instant start = clock.instant();
        // An iterator that stands after the record read last cannot show that the record is still there.
        boolean needsEvidence = from.position().sequenceNumber() != null && continuity.mayBeTrimmed(from.asOf());
        Optional<LiveShard> last = Optional.ofNullable(liveShards.remove(shardId));
        Optional<LiveShard> kept = last.filter(shard -> shard.isUsable(from.position(), clock.instant()));
        // Without an iterator to go on with, each plan would begin a stretch without records again.
        boolean toRecords = toTarget
                || (last.isPresent() && !kept.isPresent() && !last.get().isAtTip());
        Optional<Density> density = kept.flatMap(LiveShard::density);
        Optional<RecordPage> following = kept.flatMap(LiveShard::following)
                .filter(page -> !continuity.mayBeTrimmed(page.first().approximateArrivalTimestamp()));
        if (following.isPresent()) {
            return atRecordsSeenBefore(
                    shardId, from, following.get(), kept.get().issued(), density);
        }
        Optional<LiveShard> live = kept.filter(
                shard -> shard.iteratorBefore().isPresent() || (shard.iterator().isPresent() && !needsEvidence));
        boolean fromTip = live.map(LiveShard::isAtTip).orElse(false);
        boolean busy = live.isPresent() && !fromTip;
        ShardCursor cursor = live.map(shard -> resumed(shardId, from.position(), shard, needsEvidence))
                .orElseGet(() -> ShardCursor.opened(calls, shardId, from.position()));
        int records = (int) Math.min(limit, busy ? LOOK_AT_BUSY_SHARD : LOOK);
        RecordPage page;
        try {
            page = cursor.nextWithRecords(records, mostAnswers(toRecords, fromTip));
            if (fromTip && cursor.isOpened()) {
                // The iterator at the tip was refused, so the look began at the position: a stretch may lie ahead.
                fromTip = false;
                if (page.isEmpty() && !page.reachesTip()) {
                    page = cursor.nextWithRecords(records, mostAnswers(toRecords, false));
                }
            }
        } catch (InvalidArgumentException e) {
            if (from.position().kind() != ShardPosition.Kind.AT_TIMESTAMP) {
                throw e;
            }
            // The time to begin at lies ahead of the service's clock: no record of that time is there yet.
            return ShardLook.beforeTheTime(shardId, from);
        }
        String loss = continuity
                .lossAfter(from, cursor.evidence(), page, parentHoldsRecord)
                .orElse(null);
        Instant closedAfter = fromTip && live.isPresent() ? live.get().issued() : from.asOf();
        Instant serviceTime = page.isEmpty() ? null : page.serviceTime();
        return new ShardLook(shardId, from, cursor, page, serviceTime, density, fromTip, closedAfter, start, loss);
    }

    private ShardCursor resumed(String shardId, ShardPosition position, LiveShard live, boolean needsEvidence) {
        return live.iterator().isPresent() && !needsEvidence
                ? ShardCursor.resumed(calls, shardId, position, live.iterator().get())
                : ShardCursor.resumedBefore(
                        calls, shardId, position, live.iteratorBefore().orElseThrow(IllegalStateException::new));
    }

    /** The search for the last batch's end has seen what follows it, so no call is needed. */
    private ShardLook atRecordsSeenBefore(
            String shardId, ShardOffset from, RecordPage page, Instant seen, Optional<Density> density) {
        ShardCursor cursor = ShardCursor.resumed(
                calls,
                shardId,
                ShardPosition.after(page.last().sequenceNumber()),
                page.nextIterator().orElse(null));
        Instant serviceTime = page.serviceTime().plus(Duration.between(seen, clock.instant()));
        return new ShardLook(shardId, from, cursor, page, serviceTime, density, false, from.asOf(), seen, null);
    }

    private static int mostAnswers(boolean toRecords, boolean fromTip) {
        if (toRecords) {
            return MOST_ANSWERS_TO_TARGET;
        }
        return fromTip ? MOST_ANSWERS_AT_TIP : MOST_ANSWERS;
    }

    /**
     * Plans where the batch ends.
     *
     * @param closed whether the shard is known to be closed, so that all of it may be planned without a search
     * @param bound the most that the batch takes of the shard
     * @param effort what to do to fill the batch up to the bound
     * @param target where to end at the latest, if anywhere: known to hold records up to there
     */
    ShardPlan plan(ShardLook look, boolean closed, Bound bound, Effort effort, Optional<BatchEnd> target) {
        if (!look.hasPage()) {
            return look.loss().isPresent() ? gone(look) : notBegun(look);
        }
        if (look.page().isEmpty()) {
            return withoutRecords(look);
        }
        UnboundedEnd tip = target.map(UnboundedEnd::known).orElseGet(() -> tip(look, closed));
        BoundedEnd end = new BatchBound(calls, look.shardId(), bound, effort)
                .bounded(look.page(), look.serviceTime(), look.cursor(), tip, look.density());
        return withRecords(look, end, tip);
    }

    private static ShardPlan notBegun(ShardLook look) {
        return new ShardPlan(look.from().withoutBatch(), look.from().position(), 0, null);
    }

    /** A shard that is gone is at its end. Its children begin, and what they lost counts for themselves. */
    private static ShardPlan gone(ShardLook look) {
        ShardOffset end = ShardOffset.of(ShardPosition.SHARD_END, look.from().asOf());
        return new ShardPlan(end, end.position(), 0, look.loss().orElse(null));
    }

    private ShardPlan withoutRecords(ShardLook look) {
        ShardOffset from = look.from();
        RecordPage page = look.page();
        if (page.endsShard()) {
            // The children inherit that time: what they lost counts for themselves.
            ShardOffset end = ShardOffset.of(ShardPosition.SHARD_END, look.closedAfter());
            return new ShardPlan(end, end.position(), 0, look.loss().orElse(null));
        }
        Instant now = clock.instant();
        boolean atTip = look.isFromTip() || page.reachesTip();
        liveShards.put(
                look.shardId(),
                LiveShard.at(from.position(), page.nextIterator(), look.cursor().isBeforePosition(), now, atTip));
        ShardOffset end = from.withoutBatch().withAsOf(atTip ? now : accountedFor(look, from.asOf()));
        return new ShardPlan(
                end, end.position(), page.millisBehindLatest(), look.loss().orElse(null));
    }

    /** A loss that is reported accounts for all that is missing until now. */
    private Instant accountedFor(ShardLook look, Instant asOf) {
        return look.loss().isPresent() ? clock.instant() : asOf;
    }

    private ShardPlan withRecords(ShardLook look, BoundedEnd bounded, UnboundedEnd tip) {
        RecordPage page = look.page();
        BatchEnd end = bounded.end();
        boolean wholePage = page.reachesTip() && !end.isBefore(BatchEnd.afterPage(page));
        liveShards.put(look.shardId(), LiveShard.after(end, bounded.density(), clock.instant(), wholePage));
        // The children of a shard hold what arrived after its last record.
        Instant seen = end.isShardEnd() ? page.last().approximateArrivalTimestamp() : end.arrival();
        Instant asOf = seen;
        if (!end.isShardEnd()) {
            // Whatever follows arrived after the last record, and after the shard was seen to hold nothing more.
            Optional<Instant> tipAt = wholePage ? look.tipAt() : end.tipAt();
            asOf = tipAt.filter(seen::isBefore).orElse(seen);
        }
        ShardOffset offset = ShardOffset.reading(page.first().sequenceNumber(), end.position(), asOf);
        if (!end.isShardEnd()) {
            Instant floor = look.from().arrival().orElse(seen);
            offset = offset.withArrival(floor.isAfter(seen) ? floor : seen);
        }
        offset = offset.withRecords(wholePage ? OptionalLong.of(page.records().size()) : bounded.expectedRecords());
        long millisBehind = end.isShardEnd()
                ? 0
                : Math.max(
                        0, Duration.between(end.arrival(), look.serviceTime()).toMillis());
        return new ShardPlan(
                offset, furthestSeen(end, tip), millisBehind, look.loss().orElse(null));
    }

    private static ShardPosition furthestSeen(BatchEnd end, UnboundedEnd tip) {
        return tip.known().map(BatchEnd::position).orElseGet(() -> end.following()
                .filter(page -> !page.isEmpty())
                .map(page -> ShardPosition.after(page.last().sequenceNumber()))
                .orElse(end.position()));
    }

    private UnboundedEnd tip(ShardLook look, boolean closed) {
        RecordPage page = look.page();
        if (closed || page.endsShard()) {
            return UnboundedEnd.known(BatchEnd.SHARD_END);
        }
        BatchEnd seen = BatchEnd.afterPage(page);
        return page.reachesTip()
                ? UnboundedEnd.known(seen)
                : UnboundedEnd.searched(
                        () -> new NewestRecordSearch(calls, look.shardId(), seen, look.serviceTime()).nearTip());
    }

    /** Returns whether the shard holds a record, however old. A shard that is gone holds none. */
    boolean holdsRecord(String shardId) {
        try {
            return !ShardCursor.opened(calls, shardId, ShardPosition.TRIM_HORIZON)
                    .nextWithRecords(1, MOST_ANSWERS_TO_TARGET)
                    .isEmpty();
        } catch (ResourceNotFoundException gone) {
            return false;
        }
    }

    /** Returns whether Kinesis knows the shard, listed or not. */
    boolean exists(String shardId) {
        return ShardCursor.exists(patientCalls, shardId);
    }

    /**
     * Returns the end of what the shard holds by now after an offset, or nothing if the shard holds nothing.
     *
     * @param closed whether the shard is known to be closed
     */
    Optional<BatchEnd> newest(String shardId, boolean closed, ShardOffset from) {
        if (closed) {
            return Optional.of(BatchEnd.SHARD_END);
        }
        Instant start = clock.instant();
        NewestRecord newest = NewestRecordSearch.after(patientCalls, shardId, from.position());
        if (!newest.isReached()) {
            throw new IllegalStateException("Kinesis keeps answering without records and without progress in " + shardId
                    + " after " + from.position() + ", so what the shard holds by now is not known");
        }
        return newest.end().map(end -> end.asTipAt(start));
    }

    /** Returns the position after all that the shard holds by now. The position means the same at any later time. */
    ShardOffset latest(String shardId, boolean closed) {
        Instant now = clock.instant();
        Instant begin = TimeProbe.accepted(patientCalls, shardId, now.minus(PINNED_WINDOW));
        ShardOffset window = ShardOffset.of(ShardPosition.at(begin), now);
        return newest(shardId, closed, window)
                .map(newest -> ShardOffset.of(newest.position(), now).withArrival(newest.arrival()))
                // Nothing arrived since the window began: the window's begin is the same place as the tip is now.
                .orElse(window);
    }

    /** Forgets what was kept of shards that are no longer read. */
    void keepOnly(Collection<String> shardIds) {
        liveShards.keySet().retainAll(shardIds);
    }
}
