package io.streamlab.join.kinesis;

import java.time.Duration;
import java.time.Instant;

/**
 * Moves a boundary forward in the shard, towards the batch's start, if more records than the cap lie before it.
 *
 * <p>A cap that one answer of the service can hold ({@value KinesisCalls#MAX_RECORDS_PER_CALL} records, 10 MB) is exact:
 * where it may bind, the records are counted. For a larger cap the shard's density is sampled and the number of records
 * estimated from it; the estimate takes the service's own limit of {@value #MOST_RECORDS_PER_SECOND} records a second
 * for the highest density there is, so that a wrong estimate can slow a batch down to that many records' time and no
 * further.
 */
final class RecordCap {

    /** What a shard takes: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html. */
    static final int MOST_RECORDS_PER_SECOND = 1_000;

    /** Emulators do not hold to the limit; up to four times of it, an exact cap is still exact. */
    private static final int TOLERANCE = 4;

    private static final int COUNTED_SAMPLE = 20;
    private static final int CERTAINTY = 3;
    private static final long BYTES_PER_ANSWER = 10_000_000;
    private static final int MOST_ANSWERS_COUNTED = 10;

    private static final int LARGEST_SAMPLE = 1_000;
    private static final int SAMPLES_PER_CAP = 200;
    private static final int SMALLEST_SAMPLE = 20;
    private static final int MOST_SAMPLES = 10;
    private static final double NEAR_ENOUGH = 0.9;
    private static final double MOST_EXCESS = 1.1;
    private static final int STEP_GROWTH = 4;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final KinesisCalls calls;
    private final String shardId;
    private final int cap;

    RecordCap(KinesisCalls calls, String shardId, int cap) {
        this.calls = calls;
        this.shardId = shardId;
        this.cap = cap;
    }

    /**
     * @param start the first records of the batch, at most the cap
     * @param cursor stands after them
     * @param end where the batch would end without a cap
     * @return {@code end}, or an earlier boundary
     */
    Boundary limited(RecordPage start, ShardCursor cursor, Boundary end) {
        if (cap == MaxRecordsPerShard.NO_CAP) {
            return end;
        }
        Boundary startEnd = Boundary.afterPage(start);
        if (start.records().size() >= cap) {
            return earlier(startEnd, end);
        }
        Instant first = start.first().approximateArrivalTimestamp();
        Instant last = end.isShardEnd() ? start.serviceTime() : end.arrival();
        if (cap > KinesisCalls.MAX_RECORDS_PER_CALL) {
            return estimated(startEnd, first, last, end);
        }
        double seconds = seconds(first, last);
        if ((seconds + 1) * MOST_RECORDS_PER_SECOND * TOLERANCE <= cap) {
            return end;
        }
        return counted(start, cursor, seconds, end);
    }

    private Boundary counted(RecordPage start, ShardCursor cursor, double seconds, Boundary end) {
        Boundary reached = Boundary.afterPage(start);
        int count = start.records().size();
        for (int answers = 1; count < cap && reached.isBefore(end) && answers <= MOST_ANSWERS_COUNTED; answers++) {
            boolean sampling = answers == 1;
            RecordPage page = cursor.next(Math.min(cap - count, sampling ? COUNTED_SAMPLE : cap));
            if (!page.isEmpty() || page.endsShard()) {
                reached = Boundary.afterPage(page);
            }
            count += page.records().size();
            if (page.reachesTip()) {
                break;
            }
            if (sampling && !page.isEmpty()) {
                if (density(page) * seconds * CERTAINTY <= cap) {
                    return end;
                }
                if ((double) page.bytes() / page.records().size() * cap > BYTES_PER_ANSWER) {
                    Instant from = start.first().approximateArrivalTimestamp();
                    return estimated(reached, from, from.plusMillis((long) (seconds * MILLIS_PER_SECOND)), end);
                }
            }
        }
        return earlier(reached, end);
    }

    private Boundary estimated(Boundary startEnd, Instant first, Instant last, Boundary end) {
        Boundary reached = startEnd;
        Instant time = first;
        double count = 0;
        double densityBefore = 0;
        double step = (double) cap / MOST_RECORDS_PER_SECOND;
        for (int samples = 0; samples < MOST_SAMPLES && count < cap * NEAR_ENOUGH; samples++) {
            Instant next = time.plusMillis((long) (step * MILLIS_PER_SECOND));
            if (!next.isBefore(last)) {
                return end;
            }
            RecordPage page = ShardCursor.opened(calls, shardId, ShardPosition.at(next))
                    .nextWithRecords(sampleSize(), MOST_ANSWERS_COUNTED);
            if (page.isEmpty() || page.endsShard() || !Boundary.afterPage(page).isBefore(end)) {
                return end;
            }
            double density = density(page);
            double countOfStep =
                    Math.max(densityBefore, density) * step + page.records().size();
            if (samples > 0 && count + countOfStep > cap * MOST_EXCESS) {
                break;
            }
            if (reached.isBefore(Boundary.afterPage(page))) {
                reached = Boundary.afterPage(page);
            }
            count += countOfStep;
            densityBefore = density;
            time = page.last().approximateArrivalTimestamp();
            step = Math.min(step * STEP_GROWTH, Math.max(0, cap - count) / density);
        }
        return reached;
    }

    private int sampleSize() {
        return Math.max(SMALLEST_SAMPLE, Math.min(LARGEST_SAMPLE, cap / SAMPLES_PER_CAP));
    }

    /** Records a second within the page, at most what Kinesis takes. */
    private static double density(RecordPage page) {
        double seconds =
                seconds(page.first().approximateArrivalTimestamp(), page.last().approximateArrivalTimestamp());
        double density = page.records().size() / Math.max(seconds, 1 / MILLIS_PER_SECOND);
        return Math.min(density, MOST_RECORDS_PER_SECOND);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS_PER_SECOND;
    }

    private static Boundary earlier(Boundary one, Boundary other) {
        return one.isBefore(other) ? one : other;
    }
}
