package io.streamlab.local.replicator.source;

import io.streamlab.local.replicator.apply.RowChange;

/**
 * Receives the rows and changes of the source, in order. First come the rows of the full load and its end, or the message
 * that replication resumes. Then come the transactions of the binary log. After a restart, the listener receives again what
 * it was not done with. Called by one thread.
 */
public interface SourceListener {

    /**
     * Receives a row of the full load.
     *
     * @param row without a row before
     */
    void rowLoaded(RowChange row);

    /** Marks the end of the full load. */
    void fullLoadEnded();

    /** Marks a restart without a full load: the changes that were not done before the restart follow. */
    void resumed();

    /** Returns whether the full load has ended, in this run or before it. */
    boolean isLoaded();

    void transactionBegun();

    void rowChanged(RowChange change);

    void transactionEnded();

    /**
     * Receives a truncation, which is outside of any transaction, as is every DDL statement.
     *
     * @param table schema and name
     */
    void tableTruncated(String table);

    /**
     * Marks the end of the changes that are there now.
     *
     * @param position of the last change
     */
    void batchEnded(BinlogPosition position);

    /** Returns whether the listener is done with everything that it received. */
    boolean isDone();
}
