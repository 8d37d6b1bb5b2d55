package io.streamlab.kinesis.record;

import java.time.Instant;

/** A record as its producer put it: a Kinesis record, or one of those in an aggregated Kinesis record. */
public final class UserRecord {

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

    public byte[] data() {
        return data;
    }

    public String partitionKey() {
        return partitionKey;
    }

    public String sequenceNumber() {
        return sequenceNumber;
    }

    public long subSequenceNumber() {
        return subSequenceNumber;
    }

    public Instant arrival() {
        return arrival;
    }
}
