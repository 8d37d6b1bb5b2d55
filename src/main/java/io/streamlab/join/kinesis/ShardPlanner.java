package io.streamlab.join.kinesis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Plans where the next batch ends in one shard, from sequence numbers of records that were seen, at the price of a few
 * small calls.
 *
 * <p>A look at the next few records says whether there is anything to do: on an idle shard that one call is all. If
 * more follows, {@link TailSearch} finds a record near the tip (two calls on a busy shard) and {@link RecordCap} moves
 * the end forward if that is too many records.
 */
final class ShardPlanner {

    /** Enough that a slow shard needs one call in all, few enough to be nothing beside a busy shard's batch. */
    private static final int LOOK = 5;

    /** Idle shards answer like this at times: empty, yet "behind" by a little. */
    private static final int MOST_ANSWERS_AT_TIP = 2;

    /** Before the tip was seen, answers may be empty because a stretch of the shard is. Five a second: four seconds. */
    private static final int MOST_ANSWERS = 20;

    /** When pinning or draining, the tip has to be found: about a hundred seconds. */
    private static final int MOST_ANSWERS_TO_TIP = 500;

    /** LATEST is a sequence number if a record is this young, else this time; covers clocks that differ by less. */
    private static final Duration PINNED_WINDOW = Duration.ofSeconds(60);

    /** No stream keeps its records for less. */
    private static final Duration SHORTEST_RETENTION = Duration.ofHours(24);

    private static final Duration TRIMMING_MARGIN = Duration.ofMinutes(10);

    private final KinesisCalls calls;
    private final DataLossPolicy dataLoss;
    private final Runnable countLoss;
    private final Clock clock;

    /** @param countLoss called for every range of records found lost */
    ShardPlanner(KinesisCalls calls, DataLossPolicy dataLoss, Runnable countLoss, Clock clock) {
        this.calls = calls;
        this.dataLoss = dataLoss;
        this.countLoss = countLoss;
        this.clock = clock;
    }

    /**
     * @param closed whether the shard is known to be closed, so that all of it may be planned without a search
     * @param from where the batch starts
     * @param live an iterator there, if there is one
     * @param cap most records in the batch
     * @param target where to end at the latest, if anywhere: known to hold records up to there
     * @throws ResourceNotFoundException if the shard does not exist
     */
    ShardPlan plan(
            String shardId,
            boolean closed,
            ShardOffset from,
            Optional<LiveIterator> live,
            int cap,
            Optional<Boundary> target) {
        Instant now = clock.instant();
        // So far back, records may be trimmed from under an iterator; a new one tells.
        boolean nearTrimHorizon =
                from.asOf().isBefore(now.minus(SHORTEST_RETENTION).plus(TRIMMING_MARGIN));
        Optional<LiveIterator> usable =
                live.filter(candidate -> candidate.isUsable(from.position(), now) && !nearTrimHorizon);
        ShardCursor cursor = cursor(shardId, from.position(), usable);
        boolean seenTip = usable.map(LiveIterator::seenTip).orElse(false);
        RecordPage look = cursor.nextWithRecords(Math.min(LOOK, cap), seenTip ? MOST_ANSWERS_AT_TIP : MOST_ANSWERS);
        checkLoss(shardId, from, cursor, look);
        if (look.isEmpty()) {
            return withoutRecords(from, cursor, look, seenTip, now);
        }
        Boundary tip = target.orElseGet(() -> tip(shardId, closed, look));
        Boundary end = earlier(new RecordCap(calls, shardId, cap).limited(look, cursor, tip), tip);
        // Whatever follows the end arrived after it; the end of a shard has nothing after it.
        Instant asOf = end.isShardEnd() ? now : end.arrival();
        return new ShardPlan(
                ShardOffset.reading(look.first().sequenceNumber(), end.position(), asOf),
                tip.position(),
                end.iterator()
                        .map(iterator -> new LiveIterator(end.position(), iterator, now, false))
                        .orElse(null),
                look.millisBehindLatest(),
                cursor.isStartLost());
    }

    private ShardPlan withoutRecords(
            ShardOffset from, ShardCursor cursor, RecordPage look, boolean seenTip, Instant now) {
        if (look.endsShard()) {
            return new ShardPlan(
                    ShardOffset.of(ShardPosition.SHARD_END, now),
                    ShardPosition.SHARD_END,
                    null,
                    0,
                    cursor.isStartLost());
        }
        boolean idle = look.reachesTip() || seenTip;
        return new ShardPlan(
                ShardOffset.of(from.position(), idle ? now : from.asOf()),
                from.position(),
                new LiveIterator(from.position(), look.nextIterator().get(), now, idle),
                look.millisBehindLatest(),
                cursor.isStartLost());
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
        ShardCursor cursor = ShardCursor.opened(calls, shardId, from.position());
        RecordPage look = cursor.nextWithRecords(LOOK, MOST_ANSWERS_TO_TIP);
        if (look.endsShard()) {
            return Optional.of(Boundary.SHARD_END);
        }
        if (look.isEmpty()) {
            checkLoss(shardId, from, cursor, look);
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

    private ShardCursor cursor(String shardId, ShardPosition position, Optional<LiveIterator> live) {
        return live.map(usable -> ShardCursor.resumed(calls, shardId, position, usable.iterator()))
                .orElseGet(() -> ShardCursor.opened(calls, shardId, position));
    }

    private void checkLoss(String shardId, ShardOffset from, ShardCursor cursor, RecordPage look) {
        boolean startIsRecord = from.position().kind() == ShardPosition.Kind.AFTER_SEQUENCE_NUMBER;
        if (startIsRecord && !cursor.isStartLost()) {
            return;
        }
        Instant now = clock.instant();
        if (from.asOf().isAfter(now.minus(SHORTEST_RETENTION))) {
            return;
        }
        Duration retention = calls.retention();
        if (from.asOf().isAfter(now.minus(retention))) {
            return;
        }
        dataLoss.lost(
                shardId,
                "the records after " + from.position() + ", which arrived from " + from.asOf()
                        + " on, were not read within the stream's retention of " + retention.toHours()
                        + " hours; the oldest one left is "
                        + (look.isEmpty() ? "none" : look.first().sequenceNumber()),
                countLoss);
    }

    private static Boundary earlier(Boundary one, Boundary other) {
        return one.isBefore(other) ? one : other;
    }
}
