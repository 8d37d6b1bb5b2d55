package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;

/**
 * Finds a boundary that about so many records lie before, from samples of how many records a second there are.
 *
 * <p>It goes forward through the shard in steps of time. What a shard can take in at most makes the first step a sure
 * one; each sample then says how far the next can go, at most four times as far as the one before and, as long as the
 * rest may hold too many records, at most half way to the end. A rate that rises is taken to have risen from the
 * start of its step. A burst between two samples is not seen: the batch then holds more, at most what the shard takes
 * in during that time. Records that came in lumps look denser than they are: the batch then holds less, at least what
 * the shard took in within cap / {@value RecordCap#MOST_RECORDS_PER_SECOND} seconds.
 */
final class DensityEstimate {

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

    DensityEstimate(KinesisCalls calls, String shardId, int cap) {
        this.calls = calls;
        this.shardId = shardId;
        this.cap = cap;
    }

    /**
     * @param nearest the boundary to take if none further on is found
     * @param first when the batch's first record arrived
     * @param last when its last one arrived, without a cap
     * @param end where it would end without a cap
     * @return {@code end}, or an earlier boundary
     */
    Boundary limited(Boundary nearest, Instant first, Instant last, Boundary end) {
        Boundary reached = nearest;
        Instant time = first;
        double count = 0;
        double rateBefore = 0;
        double step = (double) cap / RecordCap.MOST_RECORDS_PER_SECOND;
        for (int samples = 0; samples < MOST_SAMPLES && count < cap * NEAR_ENOUGH; samples++) {
            double secondsLeft = seconds(time, last);
            if (secondsLeft * RecordCap.MOST_RECORDS_PER_SECOND <= cap - count) {
                return end;
            }
            step = Math.min(step, secondsLeft / 2);
            RecordPage sample = sampleAt(time.plusMillis((long) (step * MILLIS_PER_SECOND)));
            if (sample.isEmpty()
                    || sample.endsShard()
                    || !Boundary.afterPage(sample).isBefore(end)) {
                return end;
            }
            double rate = recordsPerSecond(sample);
            double countOfStep =
                    Math.max(rateBefore, rate) * step + sample.records().size();
            if (samples > 0 && count + countOfStep > cap * TOO_MANY) {
                return reached;
            }
            if (reached.isBefore(Boundary.afterPage(sample))) {
                reached = Boundary.afterPage(sample);
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

    /** Within a page that has records; at most what a shard takes in. */
    static double recordsPerSecond(RecordPage page) {
        double seconds =
                seconds(page.first().approximateArrivalTimestamp(), page.last().approximateArrivalTimestamp());
        double rate = page.records().size() / Math.max(seconds, 1 / MILLIS_PER_SECOND);
        return Math.min(rate, RecordCap.MOST_RECORDS_PER_SECOND);
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS_PER_SECOND;
    }
}
