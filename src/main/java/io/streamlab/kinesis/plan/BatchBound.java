package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Bounds a batch of one shard in records and bytes: finds an end that keeps the bound, after at least one record.
 *
 * <ol>
 *   <li>A shard takes 1,000 records and 1 MB a second. If the batch's time is too short for the bound, nothing is read.
 *   <li>Up to {@value #COUNTED_RECORDS} records, the bound is exact: the records are counted.
 *   <li>A survey counts what a full shard takes in a second, or less as the {@link Effort} says. The next plans of the
 *       shard go by the last one's {@link Density} instead.
 *   <li>{@link BatchBoundByTime} finds the end from there: the first record after as much time as fills the bound.
 * </ol>
 *
 * <p>Time cannot divide records of one moment. If moments hold more than half of the bound, all of the batch is counted.
 */
final class BatchBound {

    /**
     * Counting reads every record twice, and 2 MB a second is all that a shard gives. Reading so few records takes a
     * shorter time than Kinesis' five calls a second allow, up to records of 4 KB.
     */
    static final int COUNTED_RECORDS = 200;

    /** A survey of few bytes has at least so many records. */
    private static final long FEWEST_SURVEYED = 10;

    /** Seconds by which a batch's time must fall short of the bound: stand-ins for Kinesis take more than a shard does. */
    private static final double MARGIN_SECONDS = 4;

    /** Records of a first look, which says whether a stand-in can have taken so many. */
    private static final int LOOK = 20;

    /** The records stay uncounted if the bound holds this many times what a look promises. */
    private static final double CERTAINTY = 3;

    private static final int MOST_EMPTY_ANSWERS = 10;

    private final KinesisCalls calls;
    private final String shardId;
    private final Bound bound;
    private final Effort effort;

    BatchBound(KinesisCalls calls, String shardId, Bound bound, Effort effort) {
        this.calls = calls;
        this.shardId = shardId;
        this.bound = bound;
        this.effort = effort;
    }

    /**
     * @param start the batch's first records, at least one
     * @param serviceTime now by the service's clock: what the shard takes in later is not bounded
     * @param cursor stands after them
     * @param unbounded where the batch would end without a bound
     * @param known what the last plan of this shard learned
     */
    BoundedEnd bounded(
            RecordPage start,
            Instant serviceTime,
            ShardCursor cursor,
            UnboundedEnd unbounded,
            Optional<Density> known) {
        if (bound.isNone()) {
            return BoundedEnd.of(unbounded.find(), known);
        }
        Count count = new Count(start, cursor, unbounded);
        if (count.isDone()) {
            return count.result(known);
        }
        Instant first = start.first().approximateArrivalTimestamp();
        if (isWithin(first, serviceTime, MARGIN_SECONDS) && isWithin(first, serviceTime, unbounded.find())) {
            return BoundedEnd.of(unbounded.find(), known);
        }
        if (bound.records() <= COUNTED_RECORDS) {
            count.finish();
            return count.result(known);
        }
        Optional<Density> density =
                known.filter(last -> last.holdsAt(start.last().approximateArrivalTimestamp()));
        boolean surveys = !density.isPresent();
        if (surveys) {
            count.read(LOOK, effort.surveyedBytes());
            if (!count.isDone() && promisesLittle(count.moments, first, serviceTime)) {
                return BoundedEnd.of(unbounded.find(), known);
            }
            density = count.survey();
        }
        if (density.isPresent() && !density.get().dividesByTime(bound)) {
            count.finish();
        }
        if (count.isDone()) {
            return count.result(density);
        }
        BatchBoundByTime byTime =
                new BatchBoundByTime(calls, shardId, bound, count.moments, count.reached, unbounded, density.get());
        if (byTime.isFound(serviceTime, surveys && effort.isShort())) {
            return byTime.result();
        }
        count.finish();
        return count.result(density);
    }

    private boolean isWithin(Instant first, Instant serviceTime, BatchEnd end) {
        return isWithin(first, end.isShardEnd() ? serviceTime : end.arrival(), MARGIN_SECONDS);
    }

    private boolean isWithin(Instant first, Instant last, double margin) {
        double seconds = Density.seconds(first, last) + margin;
        return bound.holds(seconds * Density.RECORDS_PER_SECOND, seconds * Density.BYTES_PER_SECOND);
    }

    /** Returns whether the service's limits keep the bound, and the records seen do not say that this is no such service. */
    private boolean promisesLittle(Density.Moments moments, Instant first, Instant last) {
        double seconds = Density.seconds(first, last) + 1;
        double records = moments.recordsPerSecond() * seconds;
        return isWithin(first, last, 1) && bound.holds(records * CERTAINTY, records * moments.meanBytes() * CERTAINTY);
    }

    /** Counts records from the batch's first one on, up to the bound, the unbounded end or the tip. */
    private final class Count {

        private final ShardCursor cursor;
        private final UnboundedEnd unbounded;
        private final Density.Moments moments = new Density.Moments();
        private BatchEnd reached;
        private int emptyAnswers;
        private boolean done;

        Count(RecordPage start, ShardCursor cursor, UnboundedEnd unbounded) {
            this.cursor = cursor;
            this.unbounded = unbounded;
            take(start);
        }

        boolean isDone() {
            return done;
        }

        BoundedEnd result(Optional<Density> density) {
            return BoundedEnd.counted(reached, moments.records(), density);
        }

        private void take(RecordPage page) {
            BatchEnd end = unbounded.known().orElse(BatchEnd.SHARD_END);
            for (int i = 0; i < page.records().size(); i++) {
                Record record = page.records().get(i);
                if (moments.records() > 0
                        && !bound.holds(moments.records() + 1.0, moments.bytes() + (double) RecordPage.bytes(record))) {
                    reached = i > 0 ? BatchEnd.within(page, i) : reached.followedBy(page);
                    done = true;
                    return;
                }
                moments.add(record);
                if (record.sequenceNumber().equals(end.position().sequenceNumber())) {
                    reached = end;
                    done = true;
                    return;
                }
            }
            if (!page.isEmpty() || page.endsShard()) {
                reached = BatchEnd.afterPage(page);
            }
            emptyAnswers = page.isEmpty() ? emptyAnswers + 1 : 0;
            done = !reached.isBefore(end)
                    || page.reachesTip()
                    || emptyAnswers == MOST_EMPTY_ANSWERS
                    || moments.records() >= bound.records()
                    || moments.bytes() >= bound.bytes();
            reached = reached.orEarlier(end);
        }

        /** Counts at most so many records or so many bytes more. */
        void read(long mostRecords, long mostBytes) {
            // One more than the bound takes: the next plan then knows that records follow, and goes on after that one.
            double limit = Math.min(mostRecords, bound.records() - moments.records() + 1.0);
            double limitOfBytes = Math.ceil(Math.min(mostBytes, bound.bytes() - moments.bytes()) / moments.meanBytes());
            take(cursor.next(
                    (int) Math.max(1, Math.min(KinesisCalls.MAX_RECORDS_PER_CALL, Math.min(limit, limitOfBytes)))));
        }

        /** Counts a second of a full shard, and on while time does not divide the records. */
        Optional<Density> survey() {
            while (!done && (!isSurveyed() || moments.isOneMoment())) {
                read(effort.surveyedRecords(), effort.surveyedBytes());
            }
            return moments.isOneMoment() ? Optional.empty() : Optional.of(Density.surveyed(moments));
        }

        private boolean isSurveyed() {
            return moments.records() >= effort.surveyedRecords()
                    || (moments.bytes() >= effort.surveyedBytes() && moments.records() >= FEWEST_SURVEYED);
        }

        void finish() {
            while (!done) {
                read(KinesisCalls.MAX_RECORDS_PER_CALL, bound.bytes());
            }
        }
    }
}
