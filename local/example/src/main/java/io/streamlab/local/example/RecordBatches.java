package io.streamlab.local.example;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Cuts a sequence of records into batches that one PutRecords request may carry.
 *
 * <p>A batch holds no partition key twice: the service keeps no order within a request, and an entry that has to be retried
 * would come after its successor.
 */
final class RecordBatches implements Iterator<List<GeneratedRecord>> {
    /** The service's limit on the entries of a PutRecords request. */
    static final int MAX_ENTRIES = 500;

    /** Of payloads and partition keys in one request; the service has taken this much for longer than it has taken more. */
    static final int MAX_BYTES = 5 * 1024 * 1024;

    private final Iterator<GeneratedRecord> records;
    private final int maxEntries;

    /** The record that did not fit into the batch before. */
    private GeneratedRecord pending;

    /** @param maxEntries 1 to {@link #MAX_ENTRIES} */
    RecordBatches(Iterator<GeneratedRecord> records, int maxEntries) {
        this.records = records;
        this.maxEntries = maxEntries;
    }

    @Override
    public boolean hasNext() {
        return pending != null || records.hasNext();
    }

    @Override
    public List<GeneratedRecord> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No record is left");
        }
        List<GeneratedRecord> batch = new ArrayList<>();
        Set<String> partitionKeys = new HashSet<>();
        int bytes = 0;
        while (batch.size() < maxEntries && hasNext()) {
            GeneratedRecord candidate = pending != null ? pending : records.next();
            pending = candidate;
            bytes += size(candidate);
            boolean fits = bytes <= MAX_BYTES && partitionKeys.add(candidate.partitionKey());
            if (!fits && !batch.isEmpty()) {
                break;
            }
            batch.add(candidate);
            pending = null;
        }
        return batch;
    }

    private static int size(GeneratedRecord record) {
        return record.payload().length + record.partitionKey().getBytes(StandardCharsets.UTF_8).length;
    }
}
