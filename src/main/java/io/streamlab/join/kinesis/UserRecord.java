package io.streamlab.join.kinesis;

import java.time.Instant;

/** A record as its producer put it: a Kinesis record, or one of those packed into an aggregated Kinesis record. */
final class UserRecord {

    private final byte[] data;
    private final String partitionKey;
    private final String sequenceNumber;
    private final long subSequenceNumber;
    private final Instant arrival;

    UserRecord(byte[] data, String partitionKey, String sequenceNumber, long subSequenceNumber, Instant arrival) {
        this.data = data;
        this.partitionKey = partitionKey;
        this.sequenceNumber = sequenceNumber;
        this.subSequenceNumber = subSequenceNumber;
        this.arrival = arrival;
    }

    byte[] data() {
        return data;
    }

    String partitionKey() {
        return partitionKey;
    }

    String sequenceNumber() {
        return sequenceNumber;
    }

    long subSequenceNumber() {
        return subSequenceNumber;
    }

    Instant arrival() {
        return arrival;
    }
}
