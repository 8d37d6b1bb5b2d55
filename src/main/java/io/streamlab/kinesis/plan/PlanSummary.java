package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.KinesisOffset;

/** What the last plan found, for Spark's progress. */
public final class PlanSummary {

    public static final PlanSummary NONE = new PlanSummary(null, 0, 0);

    private final KinesisOffset tips;
    private final int shardsOpen;
    private final long millisBehindLatest;

    public PlanSummary(KinesisOffset tips, int shardsOpen, long millisBehindLatest) {
        this.tips = tips;
        this.shardsOpen = shardsOpen;
        this.millisBehindLatest = millisBehindLatest;
    }

    /** Returns how far the stream is known to hold records; null before the first plan. */
    public KinesisOffset tips() {
        return tips;
    }

    /** Returns how many shards are being read. */
    public int shardsOpen() {
        return shardsOpen;
    }

    /** Returns how far the batch's end lies behind the newest record, in milliseconds, in the shard that is furthest behind. */
    public long millisBehindLatest() {
        return millisBehindLatest;
    }
}
