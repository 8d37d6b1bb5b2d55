package io.streamlab.local.replicator;

import io.streamlab.local.replicator.source.BinlogPosition;

/**
 * How far replication has come, as others may read it from {@code status.json}.
 *
 * @param processId of the process that reports; a file left by another one says nothing about this one
 * @param phase what it is doing
 * @param loadedRows rows of the full load that this process has brought to DynamoDB or rejected
 * @param appliedChanges changed rows from the binary log that this process has brought to DynamoDB or rejected
 * @param rejectedRows rows that the mapping or DynamoDB has refused; the log names each
 * @param position in the binary log, up to which everything is in DynamoDB; null before the first batch
 */
public record ReplicationStatus(
        long processId, Phase phase, long loadedRows, long appliedChanges, long rejectedRows, BinlogPosition position) {

    /** In this order. */
    public enum Phase {
        FULL_LOAD,
        REPLICATING
    }
}
