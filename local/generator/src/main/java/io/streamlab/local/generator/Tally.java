package io.streamlab.local.generator;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Counts the records that are on the stream. Not thread-safe. */
public final class Tally {
    private final BitSet keys = new BitSet(ExampleValues.HIGHEST_UUID + 1);
    private final Map<String, Long> countries = new TreeMap<>();
    private long sent;
    private long malformed;

    public void add(Collection<GeneratedRecord> records) {
        records.forEach(this::add);
    }

    private void add(GeneratedRecord record) {
        sent++;
        if (record.isValid()) {
            keys.set(record.order().uuid());
            countries.merge(record.order().country(), 1L, Long::sum);
        } else {
            malformed++;
        }
    }

    /** Records on the stream up to now, valid or not. */
    public long sent() {
        return sent;
    }

    /** The different record keys among the valid records up to now. */
    public BitSet keys() {
        return (BitSet) keys.clone();
    }

    /** The counts up to now. */
    public Counts counts() {
        return new Counts(sent, sent - malformed, malformed, keys.cardinality(), new TreeMap<>(countries));
    }
}
