package io.streamlab.kinesis.client;

import java.time.Instant;

/** Where a new shard iterator points: at the oldest record, at a record, or at a time. */
final class IteratorStart {

    static final IteratorStart TRIM_HORIZON = new IteratorStart(null, null);

    private final String sequenceNumber;
    private final Instant timestamp;

    private IteratorStart(String sequenceNumber, Instant timestamp) {
        this.sequenceNumber = sequenceNumber;
        this.timestamp = timestamp;
    }

    /** Returns a start at a record: the record is the first one read. */
    static IteratorStart at(String sequenceNumber) {
        return new IteratorStart(sequenceNumber, null);
    }

    /** Returns a start at the first record that arrived at or after the time. */
    static IteratorStart at(Instant timestamp) {
        return new IteratorStart(null, timestamp);
    }

    /** Returns null unless the start is a record. */
    String sequenceNumber() {
        return sequenceNumber;
    }

    /** Returns null unless the start is a time. */
    Instant timestamp() {
        return timestamp;
    }

    @Override
    public String toString() {
        if (sequenceNumber != null) {
            return "AT_SEQUENCE_NUMBER " + sequenceNumber;
        }
        return timestamp != null ? "AT_TIMESTAMP " + timestamp : "TRIM_HORIZON";
    }
}
