package io.streamlab.local.example;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Counts the records that are on the stream. Not thread-safe. */
public final class Tally {
    private final NewestOrders newest = new NewestOrders();
    private final Map<String, Long> countries = new TreeMap<>();
    private long sent;
    private long malformed;

    public void add(Collection<GeneratedRecord> records) {
        records.forEach(this::add);
    }

    private void add(GeneratedRecord record) {
        sent++;
        if (record.isValid()) {
            newest.add(record.order().uuid(), record.order().orderDate());
            countries.merge(record.order().country(), 1L, Long::sum);
        } else {
            malformed++;
        }
    }

    /** Returns records on the stream up to now, valid or not. */
    public long sent() {
        return sent;
    }

    /** The newest of the valid records up to now of each record key. */
    public NewestOrders newestOrders() {
        return newest.copy();
    }

    /** Returns the counts up to now. */
    public Counts counts() {
        return new Counts(sent, sent - malformed, malformed, newest.keys(), new TreeMap<>(countries));
    }
}
