package io.streamlab.join.kinesis;

/** What the last plan found, for Spark's progress. */
final class PlanSummary {

    static final PlanSummary NONE = new PlanSummary(null, 0, 0);

    private final KinesisOffset tips;
    private final int shardsOpen;
    private final long millisBehindLatest;

    PlanSummary(KinesisOffset tips, int shardsOpen, long millisBehindLatest) {
        this.tips = tips;
        this.shardsOpen = shardsOpen;
        this.millisBehindLatest = millisBehindLatest;
    }

    /** How far the stream is known to hold records; null before the first plan. */
    KinesisOffset tips() {
        return tips;
    }

    /** Shards that are being read. */
    int shardsOpen() {
        return shardsOpen;
    }

    /** How far the batch's end lies behind its shard's newest record, in milliseconds; of the shard furthest behind. */
    long millisBehindLatest() {
        return millisBehindLatest;
    }
}
