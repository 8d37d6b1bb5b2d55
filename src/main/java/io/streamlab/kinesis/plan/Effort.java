package io.streamlab.kinesis.plan;

/**
 * How much a plan does to fill the batch of one shard up to its bound. The first plan after a start knows no shard's
 * density. It surveys up to a hundred shards in full. On thousands of shards it would read millions of records, so the
 * surveys share {@value #SURVEYED_RECORDS_OF_A_PLAN} records and {@value #SURVEYED_BYTES_OF_A_PLAN} bytes, and the batch
 * may stay below its bound. Each further batch reaches up to {@value Density#REACH} times as far.
 */
final class Effort {

    /** A survey of this size counts what a full shard takes in a second. */
    private static final long SURVEYED_RECORDS = 1_000;

    private static final long SURVEYED_BYTES = 1 << 20;

    private static final long SURVEYED_RECORDS_OF_A_PLAN = 100 * SURVEYED_RECORDS;
    private static final long SURVEYED_BYTES_OF_A_PLAN = 100 * SURVEYED_BYTES;

    /** For one shard that is planned alone. */
    static final Effort FULL = new Effort(SURVEYED_RECORDS, SURVEYED_BYTES);

    private final long surveyedRecords;
    private final long surveyedBytes;

    private Effort(long surveyedRecords, long surveyedBytes) {
        this.surveyedRecords = surveyedRecords;
        this.surveyedBytes = surveyedBytes;
    }

    /** Returns the effort for each of so many shards in which more records follow. */
    static Effort forEachOf(int shards) {
        int shares = Math.max(1, shards);
        return new Effort(
                Math.min(SURVEYED_RECORDS, SURVEYED_RECORDS_OF_A_PLAN / shares),
                Math.min(SURVEYED_BYTES, SURVEYED_BYTES_OF_A_PLAN / shares));
    }

    long surveyedRecords() {
        return surveyedRecords;
    }

    long surveyedBytes() {
        return surveyedBytes;
    }

    /** Returns whether the first end found after a survey is good enough, however far below the bound. */
    boolean isShort() {
        return surveyedRecords < SURVEYED_RECORDS;
    }
}
