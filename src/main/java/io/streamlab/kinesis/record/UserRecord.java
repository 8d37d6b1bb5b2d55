package io.streamlab.kinesis.record;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A record as its producer put it: a Kinesis record, or one of those in an aggregated Kinesis record. */
public final class UserRecord {

    private final byte[] data;
    private final String partitionKey;
    private final String sequenceNumber;
    private final long subSequenceNumber;
    private final Instant arrival;
    private final Instant monotoneArrival;
    private final boolean ofAggregate;
    private final String explicitHashKey;
    private final String possibleHashKey;

    private UserRecord(
            byte[] data,
            String partitionKey,
            Record record,
            Instant monotoneArrival,
            long subSequenceNumber,
            boolean ofAggregate,
            String explicitHashKey,
            String possibleHashKey) {
        this.data = data;
        this.partitionKey = partitionKey;
        this.sequenceNumber = record.sequenceNumber();
        this.subSequenceNumber = subSequenceNumber;
        this.arrival = record.approximateArrivalTimestamp();
        this.monotoneArrival = monotoneArrival;
        this.ofAggregate = ofAggregate;
        this.explicitHashKey = explicitHashKey;
        this.possibleHashKey = possibleHashKey;
    }

    /** Returns a record that is not aggregated. */
    static UserRecord plain(Record record, Instant monotoneArrival) {
        return new UserRecord(
                record.data().asByteArrayUnsafe(),
                record.partitionKey(),
                record,
                monotoneArrival,
                0,
                false,
                null,
                null);
    }

    /**
     * Returns a record of an aggregated one.
     *
     * @param record the aggregated record
     * @param explicitHashKey what the producer gave instead of the partition key's hash; null for nothing
     * @param possibleHashKey what the producer may have given, if the record does not say; else null
     */
    static UserRecord ofAggregate(
            byte[] data,
            String partitionKey,
            Record record,
            Instant monotoneArrival,
            long subSequenceNumber,
            String explicitHashKey,
            String possibleHashKey) {
        return new UserRecord(
                data, partitionKey, record, monotoneArrival, subSequenceNumber, true, explicitHashKey, possibleHashKey);
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

    /** Returns about when Kinesis took the record. Within a shard the times may run backwards. */
    public Instant arrival() {
        return arrival;
    }

    /** Returns {@link #arrival} or a later time, which never runs backwards within a shard. */
    public Instant monotoneArrival() {
        return monotoneArrival;
    }

    boolean isOfAggregate() {
        return ofAggregate;
    }

    Optional<String> explicitHashKey() {
        return Optional.ofNullable(explicitHashKey);
    }

    Optional<String> possibleHashKey() {
        return Optional.ofNullable(possibleHashKey);
    }
}
