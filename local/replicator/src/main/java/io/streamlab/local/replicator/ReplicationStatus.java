package io.streamlab.local.replicator;

import io.streamlab.local.replicator.source.BinlogPosition;

/**
 * The progress of a replication, as {@code status.json} shows it to other programs.
 *
 * @param processId the process that reports; ignore a file of another process
 * @param phase what the process does now
 * @param loadedRows rows of the full load that this process has written to DynamoDB or rejected
 * @param appliedChanges changed rows of the binary log that this process has written to DynamoDB or rejected
 * @param rejectedRows rows that the mapping or DynamoDB refused; the log names each
 * @param position DynamoDB has every change before this position; null before the first batch
 */
public record ReplicationStatus(
        long processId, Phase phase, long loadedRows, long appliedChanges, long rejectedRows, BinlogPosition position) {

    /** What a replication does, in this order. */
    public enum Phase {
        FULL_LOAD,
        REPLICATING
    }
}
