package io.streamlab.join.batch;

/**
 * Says which batches this run of the job may have tried before: only the first one.
 *
 * <ol>
 *   <li>Spark notes a batch as done before it starts the next one.
 *   <li>A job that is killed leaves one batch at most that is begun and not noted as done.
 *   <li>The next run begins with that batch.
 * </ol>
 */
final class ReplayWindow {
    /** Null before the first batch. */
    private Long firstBatch;

    /** Returns whether an earlier run of the job may have tried this batch. */
    boolean includes(long batchId) {
        if (firstBatch == null) {
            firstBatch = batchId;
        }
        return firstBatch == batchId;
    }
}
