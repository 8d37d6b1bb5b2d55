package io.streamlab.kinesis.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** One answer of GetRecords: records in the shard's order, and where to go on. */
public final class RecordPage {

    private final List<Record> records;
    private final String nextIterator;
    private final long millisBehindLatest;
    private final boolean full;

    /**
     * @param nextIterator null if the shard is closed and this was its end
     * @param full whether the answer held as many records as were asked for
     */
    public RecordPage(List<Record> records, String nextIterator, long millisBehindLatest, boolean full) {
        this.records = records;
        this.nextIterator = nextIterator;
        this.millisBehindLatest = millisBehindLatest;
        this.full = full;
    }

    /** Returns the same answer with some of its records. */
    RecordPage with(List<Record> someRecords) {
        return new RecordPage(someRecords, nextIterator, millisBehindLatest, full);
    }

    public List<Record> records() {
        return records;
    }

    /** Returns the next iterator; absent at the end of a closed shard. */
    public Optional<String> nextIterator() {
        return Optional.ofNullable(nextIterator);
    }

    /** Returns how far the answer's end lies behind the shard's newest record (or behind now), in milliseconds. */
    public long millisBehindLatest() {
        return millisBehindLatest;
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** Returns the bytes of payloads and partition keys. */
    public long bytes() {
        return records.stream().mapToLong(RecordPage::bytes).sum();
    }

    /** Returns the bytes of a record: payload and partition key. */
    public static long bytes(Record record) {
        return record.data().asByteArrayUnsafe().length + record.partitionKey().length();
    }

    public Record first() {
        return records.get(0);
    }

    public Record last() {
        return records.get(records.size() - 1);
    }

    /** Returns whether the shard is closed and the answer is its end. */
    public boolean endsShard() {
        return nextIterator == null;
    }

    /**
     * Returns whether the answer ended at the shard's newest record. After a full answer that is unknown: records of the
     * same millisecond may follow although the answer is 0 milliseconds behind.
     */
    public boolean reachesTip() {
        return endsShard() || (millisBehindLatest == 0 && !full);
    }

    /**
     * Returns the service's time at the call or a little earlier: the last record's arrival plus how far that record lies
     * behind. No clock of this machine is used. Only for an answer with records.
     */
    public Instant serviceTime() {
        return last().approximateArrivalTimestamp().plusMillis(millisBehindLatest);
    }
}
