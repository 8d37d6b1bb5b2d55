package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;

/**
 * Finds an end for the batch with about as many records before it as the cap allows. Samples say how many records a
 * second the shard has.
 *
 * <p>The search goes forward in steps of time:
 *
 * <ol>
 *   <li>The first step is as long as the fullest shard needs for the cap's records, so it cannot go too far.
 *   <li>Each sample says how far the next step can go: at most four times as far as the step before, and at most half
 *       way to the end as long as the rest may hold too many records.
 *   <li>A rate that rises is taken to have risen at the start of its step.
 * </ol>
 *
 * <p>A burst between two samples goes unseen: the batch then holds more, at most what the shard takes in during that
 * time. Records that came in lumps look denser than they are: the batch then holds less, at least what the shard took in
 * within cap / {@value BatchBound#MOST_RECORDS_PER_SECOND} seconds.
 */
final class BatchBoundBySampling {

    private static final int SMALLEST_SAMPLE = 20;
    private static final int LARGEST_SAMPLE = 1_000;

    /** All samples then come to a few hundredths of the batch. */
    private static final int SAMPLES_PER_CAP = 200;

    private static final int MOST_SAMPLES = 12;
    private static final int MOST_ANSWERS_PER_SAMPLE = 10;
    private static final int STEP_GROWTH = 4;
    private static final double NEAR_ENOUGH = 0.9;
    private static final double TOO_MANY = 1.1;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final KinesisCalls calls;
    private final String shardId;
    private final int cap;

    BatchBoundBySampling(KinesisCalls calls, String shardId, int cap) {
        this.calls = calls;
        this.shardId = shardId;
        this.cap = cap;
    }

    /**
     * @param nearest the end to take if the search finds none further on
     * @param first when the batch's first record arrived
     * @param last when its last one arrived, without a cap
     * @param end where it would end without a cap
     * @return {@code end}, or an earlier end
     */
    BatchEnd limited(BatchEnd nearest, Instant first, Instant last, BatchEnd end) {
        BatchEnd reached = nearest;
        Instant time = first;
        double count = 0;
        double rateBefore = 0;
        double step = (double) cap / BatchBound.MOST_RECORDS_PER_SECOND;
        for (int samples = 0; samples < MOST_SAMPLES && count < cap * NEAR_ENOUGH; samples++) {
            double secondsLeft = seconds(time, last);
            if (secondsLeft * BatchBound.MOST_RECORDS_PER_SECOND <= cap - count) {
                return end;
            }
            step = Math.min(step, secondsLeft / 2);
            RecordPage sample = sampleAt(time.plusMillis((long) (step * MILLIS_PER_SECOND)));
            if (sample.isEmpty()
                    || sample.endsShard()
                    || !BatchEnd.afterPage(sample).isBefore(end)) {
                return end;
            }
            double rate = recordsPerSecond(sample);
            double countOfStep =
                    Math.max(rateBefore, rate) * step + sample.records().size();
            if (samples > 0 && count + countOfStep > cap * TOO_MANY) {
                return reached;
            }
            if (reached.isBefore(BatchEnd.afterPage(sample))) {
                reached = BatchEnd.afterPage(sample);
            }
            count += countOfStep;
            rateBefore = rate;
            time = sample.last().approximateArrivalTimestamp();
            step = Math.min(step * STEP_GROWTH, Math.max(0, cap - count) / rate);
        }
        return reached;
    }

    private RecordPage sampleAt(Instant time) {
        int size = Math.max(SMALLEST_SAMPLE, Math.min(LARGEST_SAMPLE, cap / SAMPLES_PER_CAP));
        return ShardCursor.opened(calls, shardId, ShardPosition.at(time))
                .nextWithRecords(size, MOST_ANSWERS_PER_SAMPLE);
    }

    /** Returns the rate within a page that has records; at most what a shard takes in. */
    static double recordsPerSecond(RecordPage page) {
        double seconds =
                seconds(page.first().approximateArrivalTimestamp(), page.last().approximateArrivalTimestamp());
        double rate = page.records().size() / Math.max(seconds, 1 / MILLIS_PER_SECOND);
        return Math.min(rate, BatchBound.MOST_RECORDS_PER_SECOND);
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS_PER_SECOND;
    }
}
