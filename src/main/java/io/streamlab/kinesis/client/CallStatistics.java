package io.streamlab.kinesis.client;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts calls and what their answers hold. Used by many threads. */
public final class CallStatistics {

    /** By the counter's ordinal. */
    private final AtomicLongArray values = new AtomicLongArray(Counter.values().length);

    public void add(Counter counter, long more) {
        values.addAndGet(counter.ordinal(), more);
    }

    public long of(Counter counter) {
        return values.get(counter.ordinal());
    }

    /** Counts an attempt of a call. */
    public void call(KinesisAction action) {
        add(Counter.of(action), 1);
    }

    /** Returns how many attempts of an action were made. */
    public long calls(KinesisAction action) {
        return of(Counter.of(action));
    }

    public void throttle() {
        add(Counter.THROTTLES, 1);
    }

    void failure() {
        add(Counter.FAILURES, 1);
    }

    /** Counts an answer of GetRecords as Kinesis sent it. */
    public void received(RecordPage answer) {
        add(Counter.RECORDS_FETCHED, answer.records().size());
        add(Counter.BYTES_FETCHED, answer.bytes());
        add(Counter.EMPTY_ANSWERS, answer.isEmpty() ? 1 : 0);
    }

    /** @param dataLosses ranges with lost records, which no call reports */
    public ReadCounts counts(long dataLosses) {
        long[] now = new long[values.length()];
        Arrays.setAll(now, values::get);
        return new ReadCounts(now).with(Counter.DATA_LOSSES, dataLosses);
    }
}
