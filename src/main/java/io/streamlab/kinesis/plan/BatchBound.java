package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import java.time.Instant;

/**
 * Bounds a batch: moves the batch's end closer to its start, if more records than the cap
 * ({@code maxRecordsPerShard}) lie between.
 *
 * <p>A cap that one answer of the service can hold ({@value KinesisCalls#MAX_RECORDS_PER_CALL} records, 10 MB) is exact:
 * where the cap may bind, the records are counted. {@link BatchBoundBySampling} meets a larger cap.
 */
final class BatchBound {

    /** What a shard takes in: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html. */
    static final int MOST_RECORDS_PER_SECOND = 1_000;

    /** Emulators take more. Up to four times as many records, an exact cap stays exact. */
    private static final int TOLERANCE = 4;

    private static final long BYTES_PER_ANSWER = 10_000_000;

    /** Records of a first look, which says whether so many can be there at all. */
    private static final int SAMPLE = 20;

    /** Records stay uncounted if the cap holds this many times what a sample promises. */
    private static final int CERTAINTY = 3;

    private static final int MOST_ANSWERS = 10;

    private final KinesisCalls calls;
    private final String shardId;
    private final int cap;

    BatchBound(KinesisCalls calls, String shardId, int cap) {
        this.calls = calls;
        this.shardId = shardId;
        this.cap = cap;
    }

    /**
     * @param start the first records of the batch, at most the cap
     * @param cursor stands after them
     * @param end where the batch would end without a cap
     * @return {@code end}, or an earlier end
     */
    BatchEnd limited(RecordPage start, ShardCursor cursor, BatchEnd end) {
        if (cap == MaxRecordsPerShard.NO_CAP) {
            return end;
        }
        BatchEnd startEnd = BatchEnd.afterPage(start);
        if (start.records().size() >= cap) {
            return startEnd.orEarlier(end);
        }
        Instant first = start.first().approximateArrivalTimestamp();
        Instant last = end.isShardEnd() ? start.serviceTime() : end.arrival();
        if (cap > KinesisCalls.MAX_RECORDS_PER_CALL) {
            return new BatchBoundBySampling(calls, shardId, cap).limited(startEnd, first, last, end);
        }
        // A second more: many records may share a moment.
        double seconds = BatchBoundBySampling.seconds(first, last) + 1;
        if (seconds * MOST_RECORDS_PER_SECOND * TOLERANCE <= cap) {
            return end;
        }
        RecordPage sample = cursor.next(Math.min(SAMPLE, cap - start.records().size()));
        if (sample.isEmpty() || sample.endsShard()) {
            return counted(startEnd, start.records().size(), cursor, sample, end);
        }
        if (BatchBoundBySampling.recordsPerSecond(sample) * seconds * CERTAINTY <= cap) {
            return end;
        }
        double meanBytes = (double) sample.bytes() / sample.records().size();
        return meanBytes * cap > BYTES_PER_ANSWER
                ? new BatchBoundBySampling(calls, shardId, cap).limited(BatchEnd.afterPage(sample), first, last, end)
                : counted(startEnd, start.records().size(), cursor, sample, end);
    }

    private BatchEnd counted(BatchEnd startEnd, int startCount, ShardCursor cursor, RecordPage next, BatchEnd end) {
        BatchEnd reached = startEnd;
        int count = startCount;
        RecordPage page = next;
        for (int answers = 1; ; answers++) {
            if (!page.isEmpty() || page.endsShard()) {
                reached = BatchEnd.afterPage(page);
            }
            count += page.records().size();
            if (count >= cap || page.reachesTip() || !reached.isBefore(end) || answers == MOST_ANSWERS) {
                return reached.orEarlier(end);
            }
            page = cursor.next(cap - count);
        }
    }
}
