package io.streamlab.kinesis.client;

import java.time.Instant;

/** Where a new shard iterator points: one of the three ways in which this source asks for one. */
final class IteratorStart {

    static final IteratorStart TRIM_HORIZON = new IteratorStart(null, null);

    private final String sequenceNumber;
    private final Instant timestamp;

    private IteratorStart(String sequenceNumber, Instant timestamp) {
        this.sequenceNumber = sequenceNumber;
        this.timestamp = timestamp;
    }

    /** At the record with the sequence number, which is the first one read. */
    static IteratorStart at(String sequenceNumber) {
        return new IteratorStart(sequenceNumber, null);
    }

    /** At the first record that arrived at or after the time. */
    static IteratorStart at(Instant timestamp) {
        return new IteratorStart(null, timestamp);
    }

    /** Null unless the start is a record. */
    String sequenceNumber() {
        return sequenceNumber;
    }

    /** Null unless the start is a time. */
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
