package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Plans where the next batch ends in one shard, from sequence numbers of records that were seen, at the price of a few
 * small calls.
 *
 * <p>A look at the next record or few says whether there is anything to do: on an idle shard that one call is all. If
 * more follows, {@link TailSearch} finds a record near the tip (two calls on a busy shard) and {@link RecordCap} moves
 * the end forward if that is too many records.
 *
 * <p>Used by many threads, for different shards.
 */
final class ShardPlanner {

    /** Enough that a slow shard needs one call in all, few enough to be nothing beside a batch. */
    private static final int LOOK = 5;

    /** For a shard that had more than a look's worth last time. */
    private static final int LOOK_AT_BUSY_SHARD = 1;

    /** Idle shards answer like this at times: empty, yet "behind" by a little. */
    private static final int MOST_ANSWERS_AT_TIP = 2;

    /** Before the tip was seen, answers may be empty because a stretch of the shard is. Five a second: four seconds. */
    private static final int MOST_ANSWERS = 20;

    /** Where the tip, a target or whatever is not trimmed yet has to be reached: about a hundred seconds. */
    private static final int MOST_ANSWERS_TO_TARGET = 500;

    /** LATEST is a sequence number if a record is this young, else this time; covers clocks that differ by less. */
    private static final Duration PINNED_WINDOW = Duration.ofSeconds(60);

    private final KinesisCalls calls;
    private final Clock clock;
    private final RetentionCheck retention;
    private final Map<String, LiveIterator> liveIterators = new ConcurrentHashMap<>();

    ShardPlanner(KinesisCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
        this.retention = new RetentionCheck(calls, clock);
    }

    /**
     * @param closed whether the shard is known to be closed, so that all of it may be planned without a search
     * @param from where the batch starts
     * @param cap most records in the batch
     * @param target where to end at the latest, if anywhere: known to hold records up to there
     * @throws ResourceNotFoundException if the shard does not exist
     */
    ShardPlan plan(String shardId, boolean closed, ShardOffset from, int cap, Optional<Boundary> target) {
        boolean nearTrimHorizon = retention.isNearTrimHorizon(from);
        Optional<LiveIterator> live = takeLiveIterator(shardId, from.position()).filter(iterator -> !nearTrimHorizon);
        boolean fromTip = live.map(LiveIterator::isAtTip).orElse(false);
        boolean busy = live.isPresent() && !fromTip;
        ShardCursor cursor = live.map(iterator -> iterator.resume(calls, shardId))
                .orElseGet(() -> ShardCursor.opened(calls, shardId, from.position()));
        RecordPage look = cursor.nextWithRecords(
                Math.min(cap, busy ? LOOK_AT_BUSY_SHARD : LOOK),
                // Without an iterator to go on with, the next plan would begin with the same answers.
                mostAnswers(target.isPresent() || nearTrimHorizon, fromTip));
        String loss = retention.lossAfter(from, cursor, look).orElse(null);
        if (look.isEmpty()) {
            ShardOffset end = withoutRecords(shardId, from, cursor, look, fromTip);
            return new ShardPlan(end, end.position(), look.millisBehindLatest(), cursor.isStartLost(), loss);
        }
        Boundary tip = target.orElseGet(() -> tip(shardId, closed, look));
        Boundary end = new RecordCap(calls, shardId, cap).limited(look, cursor, tip);
        return new ShardPlan(
                withRecords(shardId, look, end),
                tip.position(),
                millisBehind(end, look.serviceTime()),
                cursor.isStartLost(),
                loss);
    }

    private static int mostAnswers(boolean toRecords, boolean fromTip) {
        if (toRecords) {
            return MOST_ANSWERS_TO_TARGET;
        }
        return fromTip ? MOST_ANSWERS_AT_TIP : MOST_ANSWERS;
    }

    private ShardOffset withoutRecords(
            String shardId, ShardOffset from, ShardCursor cursor, RecordPage look, boolean fromTip) {
        Instant now = clock.instant();
        if (look.endsShard()) {
            return ShardOffset.of(ShardPosition.SHARD_END, now);
        }
        boolean atTip = fromTip || look.reachesTip();
        keepLiveIterator(shardId, from.position(), look.nextIterator(), cursor.isBeforePosition(), atTip);
        return ShardOffset.of(from.position(), atTip ? now : from.asOf());
    }

    private ShardOffset withRecords(String shardId, RecordPage look, Boundary end) {
        boolean atTip = look.reachesTip() && !end.isBefore(Boundary.afterPage(look));
        keepLiveIterator(shardId, end.position(), end.iterator(), false, atTip);
        // Whatever follows the end arrived after it; nothing follows the end of a shard.
        Instant asOf = end.isShardEnd() ? clock.instant() : end.arrival();
        return ShardOffset.reading(look.first().sequenceNumber(), end.position(), asOf);
    }

    private static long millisBehind(Boundary end, Instant serviceTime) {
        return end.isShardEnd()
                ? 0
                : Math.max(0, Duration.between(end.arrival(), serviceTime).toMillis());
    }

    private Boundary tip(String shardId, boolean closed, RecordPage look) {
        if (closed || look.endsShard()) {
            return Boundary.SHARD_END;
        }
        Boundary seen = Boundary.afterPage(look);
        return look.reachesTip() ? seen : new TailSearch(calls, shardId, seen, look.serviceTime()).nearTip();
    }

    /**
     * The end of what the shard holds by now after an offset, or nothing if it holds nothing.
     *
     * @param closed whether the shard is known to be closed
     */
    Optional<Boundary> newest(String shardId, boolean closed, ShardOffset from) {
        if (closed) {
            return Optional.of(Boundary.SHARD_END);
        }
        RecordPage look =
                ShardCursor.opened(calls, shardId, from.position()).nextWithRecords(LOOK, MOST_ANSWERS_TO_TARGET);
        if (look.endsShard()) {
            return Optional.of(Boundary.SHARD_END);
        }
        if (look.isEmpty()) {
            return Optional.empty();
        }
        Boundary seen = Boundary.afterPage(look);
        return Optional.of(look.reachesTip() ? seen : new TailSearch(calls, shardId, seen, look.serviceTime()).atTip());
    }

    /** The position after all that the shard holds by now, such that it means the same at any later time. */
    ShardOffset latest(String shardId, boolean closed) {
        Instant now = clock.instant();
        ShardOffset window = ShardOffset.of(ShardPosition.at(now.minus(PINNED_WINDOW)), now);
        return newest(shardId, closed, window)
                .map(newest -> ShardOffset.of(newest.position(), now))
                // Nothing arrived since the window began: its begin is, for ever, the same place as the tip is now.
                .orElse(window);
    }

    private Optional<LiveIterator> takeLiveIterator(String shardId, ShardPosition position) {
        return Optional.ofNullable(liveIterators.remove(shardId))
                .filter(live -> live.isUsable(position, clock.instant()));
    }

    private void keepLiveIterator(
            String shardId, ShardPosition position, Optional<String> iterator, boolean beforePosition, boolean atTip) {
        iterator.ifPresent(next ->
                liveIterators.put(shardId, new LiveIterator(position, next, clock.instant(), beforePosition, atTip)));
    }
}
