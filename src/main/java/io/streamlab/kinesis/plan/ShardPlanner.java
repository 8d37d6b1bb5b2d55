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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Where the tip, a target or whatever is not trimmed yet has to be reached: about a hundred seconds. */
    private static final int MOST_ANSWERS_TO_TARGET = 500;

    /** LATEST becomes a sequence number if a record is younger than this, else the time this long ago. Clocks may differ by less. */
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
     * @param bound the most that the batch takes of the shard
     * @param target where to end at the latest, if anywhere: known to hold records up to there
     * @throws ResourceNotFoundException if the shard does not exist
     */
    ShardPlan plan(String shardId, boolean closed, ShardOffset from, Bound bound, Optional<BatchEnd> target) {
        boolean nearTrimHorizon = retention.isNearTrimHorizon(from);
        Optional<LiveIterator> live = takeLiveIterator(shardId, from.position()).filter(iterator -> !nearTrimHorizon);
        boolean fromTip = live.map(LiveIterator::isAtTip).orElse(false);
        boolean busy = live.isPresent() && !fromTip;
        ShardCursor cursor = live.map(iterator -> iterator.resume(calls, shardId))
                .orElseGet(() -> ShardCursor.opened(calls, shardId, from.position()));
        RecordPage look = cursor.nextWithRecords(
                (int) Math.min(bound.records(), busy ? LOOK_AT_BUSY_SHARD : LOOK),
                // Without an iterator to go on with, the next plan would begin with the same answers.
                mostAnswers(target.isPresent() || nearTrimHorizon, fromTip));
        String loss = retention.lossAfter(from, cursor, look).orElse(null);
        if (look.isEmpty()) {
            ShardOffset end = withoutRecords(shardId, from, cursor, look, fromTip);
            return new ShardPlan(end, end.position(), look.millisBehindLatest(), cursor.isStartLost(), loss);
        }
        BatchEnd tip = target.orElseGet(() -> tip(shardId, closed, look));
        BatchEnd end = new BatchBound(calls, shardId, bound)
                .bounded(look, look.serviceTime(), cursor, UnboundedEnd.known(tip), Optional.empty())
                .end();
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

    private ShardOffset withRecords(String shardId, RecordPage look, BatchEnd end) {
        boolean atTip = look.reachesTip() && !end.isBefore(BatchEnd.afterPage(look));
        keepLiveIterator(shardId, end.position(), end.iterator(), false, atTip);
        // Whatever follows the end arrived after it; nothing follows the end of a shard.
        Instant asOf = end.isShardEnd() ? clock.instant() : end.arrival();
        return ShardOffset.reading(look.first().sequenceNumber(), end.position(), asOf);
    }

    private static long millisBehind(BatchEnd end, Instant serviceTime) {
        return end.isShardEnd()
                ? 0
                : Math.max(0, Duration.between(end.arrival(), serviceTime).toMillis());
    }

    private BatchEnd tip(String shardId, boolean closed, RecordPage look) {
        if (closed || look.endsShard()) {
            return BatchEnd.SHARD_END;
        }
        BatchEnd seen = BatchEnd.afterPage(look);
        return look.reachesTip() ? seen : new NewestRecordSearch(calls, shardId, seen, look.serviceTime()).nearTip();
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
        NewestRecord newest = NewestRecordSearch.after(calls, shardId, from.position());
        if (!newest.isReached()) {
            throw new IllegalStateException("Kinesis keeps answering without records and without progress in " + shardId
                    + " after " + from.position() + ", so what the shard holds by now is not known");
        }
        return newest.end();
    }

    /** Returns the position after all that the shard holds by now. The position means the same at any later time. */
    ShardOffset latest(String shardId, boolean closed) {
        Instant now = clock.instant();
        Instant begin = TimeProbe.accepted(calls, shardId, now.minus(PINNED_WINDOW));
        ShardOffset window = ShardOffset.of(ShardPosition.at(begin), now);
        return newest(shardId, closed, window)
                .map(newest -> ShardOffset.of(newest.position(), now))
                // Nothing arrived since the window began: the window's begin is the same place as the tip is now.
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
