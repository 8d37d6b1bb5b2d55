package io.streamlab.local.replicator.source;

import io.streamlab.local.replicator.apply.RowChange;

/**
 * Hears what the source tells, in order: the rows of the full load and its end, or that it goes on after a restart; then the
 * transactions of the binary log.
 * What a listener is not done with when the process ends is told again after a restart. Called by one thread.
 */
public interface SourceListener {

    /** @param row a row that the full load has found; without an image before */
    void rowLoaded(RowChange row);

    /** All rows of the full load have been told. */
    void fullLoadEnded();

    /** There is no full load: the source goes on with what was not done before the restart. */
    void resumed();

    void transactionBegun();

    void rowChanged(RowChange change);

    void transactionEnded();

    /** @param table schema and name; told outside of any transaction, as every DDL statement */
    void tableTruncated(String table);

    /** No more is at hand for now. */
    void batchEnded(BinlogPosition position);

    /** Whether the listener is done with everything it was told. */
    boolean isDone();
}
