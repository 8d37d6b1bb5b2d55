package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.Durations;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.client.TimeProbe;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;

/**
 * Finds the newest record of a shard, or one close to the newest, without reading the records before.
 *
 * <p>A probe asks for one record at or after a time:
 *
 * <ol>
 *   <li>The first probe asks a moment before now, where a busy shard has a record. The next goes a tenth of the way back,
 *       and each further one four times as far back, until a probe finds a record.
 *   <li>Probes then halve the stretch between the last record found and the earliest time without records, down to
 *       {@link #SCANNED_WINDOW}.
 *   <li>The search reads the rest. If the rest holds more than Kinesis takes in that time, probes halve the stretch down
 *       to {@link #DENSE_WINDOW}.
 * </ol>
 *
 * <p>Arrival times only steer the search. The result is a record that exists, later in the shard than the record with
 * which the search began. If every time were wrong, a batch would end at an odd place and nothing would be lost.
 */
final class NewestRecordSearch {

    private static final Duration SHORTEST_REACH = Duration.ofMillis(100);
    private static final Duration LONGEST_SECOND_REACH = Duration.ofSeconds(1);
    private static final int REACH_PER_WINDOW = 10;
    private static final int REACH_GROWTH = 4;

    /** A record that one of so many first probes finds is near enough: the next batch takes what follows. */
    private static final int NEAR_PROBES = 2;

    private static final Duration SCANNED_WINDOW = Duration.ofSeconds(1);
    private static final Duration DENSE_WINDOW = Duration.ofMillis(100);
    private static final int MOST_PROBES = 20;
    private static final int MOST_ANSWERS_OF_PROBE = 3;
    /** Ten minutes at five answers a second: as long as a shard may fail to be planned by default. */
    private static final int MOST_ANSWERS_WITHOUT_PROGRESS = 3_000;

    private static final int LOOK = 5;
    private static final int SCAN_LIMIT = 1_000;
    private static final int MOST_SCANNED_PAGES = 2;

    private final KinesisCalls calls;
    private final String shardId;
    private final Instant serviceTime;
    private BatchEnd low;
    /** The earliest time from which on no probe found a record. */
    private Instant high;

    private int probes;

    /**
     * @param low where to begin, after a record of the shard
     * @param serviceTime the service's time at which {@code low} was read
     */
    NewestRecordSearch(KinesisCalls calls, String shardId, BatchEnd low, Instant serviceTime) {
        this.calls = calls;
        this.shardId = shardId;
        this.low = low;
        this.serviceTime = serviceTime;
        this.high = serviceTime;
    }

    /** Returns an end that leaves out at most the last moment; on a slow shard, a tenth of the time since the first record. */
    BatchEnd nearTip() {
        if (!gallopedToNear() && !reachedWithin(SCANNED_WINDOW)) {
            // Kinesis takes no more in that time than was read; a stand-in may.
            reachedWithin(DENSE_WINDOW);
        }
        return low;
    }

    /**
     * Returns the end of what a shard holds after a position. Follows empty answers for as long as they make progress.
     * Kinesis answers hundreds of times without records while it crosses a long stretch that has none.
     */
    static NewestRecord after(KinesisCalls calls, String shardId, ShardPosition position) {
        ShardCursor cursor = ShardCursor.opened(calls, shardId, position);
        Progress progress = new Progress();
        RecordPage look = cursor.next(LOOK);
        while (look.isEmpty() && !look.reachesTip()) {
            if (!progress.isMadeBy(look)) {
                return NewestRecord.NOT_REACHED;
            }
            look = cursor.next(LOOK);
        }
        if (look.endsShard()) {
            return NewestRecord.found(BatchEnd.SHARD_END);
        }
        if (look.isEmpty()) {
            return NewestRecord.NOTHING;
        }
        BatchEnd seen = BatchEnd.afterPage(look);
        return look.reachesTip()
                ? NewestRecord.found(seen)
                : new NewestRecordSearch(calls, shardId, seen, look.serviceTime()).atTip();
    }

    /** Returns an end at or after everything that was in the shard when the search began, unless that was not reached. */
    NewestRecord atTip() {
        gallopedToNear();
        halve(SCANNED_WINDOW);
        return low.isShardEnd() || isScannedToTip() ? NewestRecord.found(low) : NewestRecord.notReachedAfter(low);
    }

    /** Goes back from now in growing steps to a record, and returns whether that record is close enough to now. */
    private boolean gallopedToNear() {
        Duration window = Duration.between(low.arrival(), serviceTime);
        Duration secondReach = Durations.shorter(
                Durations.longer(SHORTEST_REACH, window.dividedBy(REACH_PER_WINDOW)), LONGEST_SECOND_REACH);
        Duration reach = SHORTEST_REACH;
        for (Instant time = serviceTime.minus(reach);
                time.isAfter(low.arrival()) && probes < MOST_PROBES;
                time = serviceTime.minus(reach)) {
            Probe probe = probe(time);
            if (probe == Probe.RECORD || probe == Probe.SHARD_END) {
                return probes <= NEAR_PROBES;
            }
            if (probe == Probe.UNCLEAR) {
                return false;
            }
            reach = Durations.longer(reach.multipliedBy(REACH_GROWTH), secondReach);
        }
        return false;
    }

    private void halve(Duration window) {
        while (!low.isShardEnd()
                && probes < MOST_PROBES
                && Duration.between(low.arrival(), high).compareTo(window) > 0) {
            Duration half = Duration.between(low.arrival(), high).dividedBy(2);
            if (probe(low.arrival().plus(half)) == Probe.UNCLEAR) {
                return;
            }
        }
    }

    private enum Probe {
        /** A record further on: {@code low} is there now. */
        RECORD,
        /** Nothing from that time on, or Kinesis' clock has not reached it: {@code high} is there now. */
        NOTHING,
        /** The shard is closed and ends before that time: {@code low} is the shard's end. */
        SHARD_END,
        /** Neither: a long stretch without records, or times that do not rise with sequence numbers. */
        UNCLEAR
    }

    private Probe probe(Instant time) {
        probes++;
        TimeProbe probe = TimeProbe.at(calls, shardId, time, 1, MOST_ANSWERS_OF_PROBE);
        switch (probe.outcome()) {
            case RECORDS:
                return foundRecord(BatchEnd.afterFirst(probe));
            case SHARD_END:
                return foundRecord(BatchEnd.SHARD_END);
            case NOTHING:
            case FUTURE:
                high = time;
                return Probe.NOTHING;
            default:
                return Probe.UNCLEAR;
        }
    }

    private Probe foundRecord(BatchEnd found) {
        if (!low.isBefore(found)) {
            return Probe.UNCLEAR;
        }
        low = found;
        return found.isShardEnd() ? Probe.SHARD_END : Probe.RECORD;
    }

    /** Narrows the search to the window, reads at most a few pages, and returns whether they reached the tip. */
    private boolean reachedWithin(Duration window) {
        halve(window);
        if (low.isShardEnd()) {
            return true;
        }
        ShardCursor cursor = cursor();
        for (int pages = 1; pages <= MOST_SCANNED_PAGES; pages++) {
            if (moveTo(cursor.next(SCAN_LIMIT))) {
                return true;
            }
        }
        return false;
    }

    /** Reads on to the tip, and returns false if Kinesis stops making progress before. */
    private boolean isScannedToTip() {
        ShardCursor cursor = cursor();
        Progress progress = new Progress();
        while (true) {
            RecordPage page = cursor.next(KinesisCalls.MAX_RECORDS_PER_CALL);
            if (moveTo(page) || low.isShardEnd() || low.arrival().isAfter(serviceTime)) {
                return true;
            }
            if (!progress.isMadeBy(page)) {
                return false;
            }
        }
    }

    /** Counts answers in a row that have no records and are no closer to the tip than those before. */
    private static final class Progress {

        private long least = Long.MAX_VALUE;
        private int without;

        boolean isMadeBy(RecordPage page) {
            without = page.isEmpty() && page.millisBehindLatest() >= least ? without + 1 : 0;
            least = Math.min(least, page.millisBehindLatest());
            return without < MOST_ANSWERS_WITHOUT_PROGRESS;
        }
    }

    private ShardCursor cursor() {
        return ShardCursor.resumed(
                calls, shardId, low.position(), low.iterator().orElseThrow(IllegalStateException::new));
    }

    /** Moves to the page's end, and returns whether the page ends at the tip. */
    private boolean moveTo(RecordPage page) {
        if (!page.isEmpty() || page.endsShard()) {
            low = BatchEnd.afterPage(page);
        }
        return page.reachesTip();
    }
}
