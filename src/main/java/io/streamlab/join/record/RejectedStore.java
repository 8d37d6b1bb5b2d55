package io.streamlab.join.record;

/** Where a batch keeps its rejected records. */
public interface RejectedStore {
    /**
     * Keeps the batch's rejected records, if it has any, in place of what an earlier attempt at the same batch kept. Leaves
     * alone what {@link #keepUnwritable} kept.
     *
     * @param queryId the checkpoint's id
     * @param mayBeReplay whether there may have been an earlier attempt
     */
    void keep(ParsedBatch batch, String queryId, long batchId, boolean mayBeReplay);

    /**
     * Keeps the batch's records that cannot be written, if it has any, in place of those that an earlier attempt kept.
     *
     * @param queryId the checkpoint's id
     */
    void keepUnwritable(ParsedBatch batch, String queryId, long batchId);
}
