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

    /** The same answer without its first record. */
    RecordPage withoutFirst() {
        return new RecordPage(records.subList(1, records.size()), nextIterator, millisBehindLatest, full);
    }

    public List<Record> records() {
        return records;
    }

    /** Absent at the end of a closed shard. */
    public Optional<String> nextIterator() {
        return Optional.ofNullable(nextIterator);
    }

    /** How far the answer's end lies behind the shard's newest record (or behind now), in milliseconds. */
    public long millisBehindLatest() {
        return millisBehindLatest;
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** Of payloads and partition keys. */
    public long bytes() {
        return records.stream().mapToLong(RecordPage::bytes).sum();
    }

    /** Payload and partition key bytes of a record. */
    public static long bytes(Record record) {
        return record.data().asByteArrayUnsafe().length + record.partitionKey().length();
    }

    public Record first() {
        return records.get(0);
    }

    public Record last() {
        return records.get(records.size() - 1);
    }

    /** Whether the shard is closed and this was its end. */
    public boolean endsShard() {
        return nextIterator == null;
    }

    /**
     * Whether the answer ended at the shard's newest record. A full answer never tells: records of the same millisecond
     * may follow though nothing is "behind".
     */
    public boolean reachesTip() {
        return endsShard() || (millisBehindLatest == 0 && !full);
    }

    /**
     * The service's clock as the answer tells it, at most the time of the call: the last record's arrival and how far
     * that lies behind. No clock of this machine enters it. Only for an answer with records.
     */
    public Instant serviceTime() {
        return last().approximateArrivalTimestamp().plusMillis(millisBehindLatest);
    }
}
