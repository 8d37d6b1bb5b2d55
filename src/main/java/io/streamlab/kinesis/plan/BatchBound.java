package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import java.time.Instant;

/**
 * Moves a boundary forward in the shard, towards the batch's start, if more records than the cap lie before it.
 *
 * <p>A cap that one answer of the service can hold ({@value KinesisCalls#MAX_RECORDS_PER_CALL} records, 10 MB) is exact:
 * where it may bind, the records are counted. A larger cap is met by {@link DensityEstimate}.
 */
final class RecordCap {

    /** What a shard takes in: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html. */
    static final int MOST_RECORDS_PER_SECOND = 1_000;

    /** Emulators do not hold to that; up to four times as many records, an exact cap is still exact. */
    private static final int TOLERANCE = 4;

    private static final long BYTES_PER_ANSWER = 10_000_000;

    /** Records looked at to see whether so many of them can be there at all: few beside any batch that is not small. */
    private static final int SAMPLE = 20;

    /** How many times over the cap has to hold what a sample promises before the records are left uncounted. */
    private static final int CERTAINTY = 3;

    private static final int MOST_ANSWERS = 10;

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
            return startEnd.orEarlier(end);
        }
        Instant first = start.first().approximateArrivalTimestamp();
        Instant last = end.isShardEnd() ? start.serviceTime() : end.arrival();
        if (cap > KinesisCalls.MAX_RECORDS_PER_CALL) {
            return new DensityEstimate(calls, shardId, cap).limited(startEnd, first, last, end);
        }
        // A second more: many records may share a moment.
        double seconds = DensityEstimate.seconds(first, last) + 1;
        if (seconds * MOST_RECORDS_PER_SECOND * TOLERANCE <= cap) {
            return end;
        }
        RecordPage sample = cursor.next(Math.min(SAMPLE, cap - start.records().size()));
        if (sample.isEmpty() || sample.endsShard()) {
            return counted(startEnd, start.records().size(), cursor, sample, end);
        }
        if (DensityEstimate.recordsPerSecond(sample) * seconds * CERTAINTY <= cap) {
            return end;
        }
        double meanBytes = (double) sample.bytes() / sample.records().size();
        return meanBytes * cap > BYTES_PER_ANSWER
                ? new DensityEstimate(calls, shardId, cap).limited(Boundary.afterPage(sample), first, last, end)
                : counted(startEnd, start.records().size(), cursor, sample, end);
    }

    private Boundary counted(Boundary startEnd, int startCount, ShardCursor cursor, RecordPage next, Boundary end) {
        Boundary reached = startEnd;
        int count = startCount;
        RecordPage page = next;
        for (int answers = 1; ; answers++) {
            if (!page.isEmpty() || page.endsShard()) {
                reached = Boundary.afterPage(page);
            }
            count += page.records().size();
            if (count >= cap || page.reachesTip() || !reached.isBefore(end) || answers == MOST_ANSWERS) {
                return reached.orEarlier(end);
            }
            page = cursor.next(cap - count);
        }
    }
}
