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
 * @param problem why the process has ended, and what to do; null while all is well
 */
public record ReplicationStatus(
        long processId,
        Phase phase,
        long loadedRows,
        long appliedChanges,
        long rejectedRows,
        BinlogPosition position,
        String problem) {

    static ReplicationStatus atStart() {
        return new ReplicationStatus(ProcessHandle.current().pid(), Phase.FULL_LOAD, 0, 0, 0, null, null);
    }

    ReplicationStatus failed(String reason) {
        return new ReplicationStatus(
                processId, Phase.FAILED, loadedRows, appliedChanges, rejectedRows, position, reason);
    }

    /** What a replication does, in this order. A change of a table leads back to the full load. */
    public enum Phase {
        FULL_LOAD,
        REPLICATING,
        /** The process has ended with a failure. */
        FAILED
    }
}
