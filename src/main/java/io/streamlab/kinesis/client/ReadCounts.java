package io.streamlab.kinesis.client;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;

/** The value of each {@link Counter}; immutable. */
public final class ReadCounts implements Serializable {

    public static final ReadCounts NONE = new ReadCounts(new long[Counter.values().length]);

    private static final long serialVersionUID = 2L;

    /** By the counter's ordinal. */
    private final long[] values;

    /** @param values by the counter's ordinal; not to be changed afterwards */
    ReadCounts(long[] values) {
        this.values = values;
    }

    /** Returns the same counts with another value of one. */
    public ReadCounts with(Counter counter, long value) {
        long[] changed = values.clone();
        changed[counter.ordinal()] = value;
        return new ReadCounts(changed);
    }

    public ReadCounts plus(ReadCounts other) {
        return combined(other, Long::sum);
    }

    public ReadCounts minus(ReadCounts other) {
        return combined(other, (one, two) -> one - two);
    }

    private ReadCounts combined(ReadCounts other, LongBinaryOperator operator) {
        long[] combined = new long[values.length];
        Arrays.setAll(combined, i -> operator.applyAsLong(values[i], other.values[i]));
        return new ReadCounts(combined);
    }

    public long of(Counter counter) {
        return values[counter.ordinal()];
    }

    /** Returns the attempts of all calls. */
    public long calls() {
        return of(Counter.GET_RECORDS_CALLS)
                + of(Counter.GET_SHARD_ITERATOR_CALLS)
                + of(Counter.LIST_SHARDS_CALLS)
                + of(Counter.DESCRIBE_CALLS);
    }

    /** Returns the attempts that Kinesis refused because of a limit. */
    public long throttles() {
        return of(Counter.THROTTLES);
    }

    /** Returns the attempts that failed otherwise and were made again. */
    public long failures() {
        return of(Counter.FAILURES);
    }

    /** Returns the ranges with lost records. */
    public long dataLosses() {
        return of(Counter.DATA_LOSSES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadCounts && Arrays.equals(values, ((ReadCounts) other).values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** Names the counters that are not 0. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            if (of(counter) != 0) {
                text.append(text.length() == 0 ? "" : ", ")
                        .append(counter)
                        .append(' ')
                        .append(of(counter));
            }
        }
        return text.toString();
    }
}
