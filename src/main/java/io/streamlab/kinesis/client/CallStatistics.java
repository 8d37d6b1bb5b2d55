package io.streamlab.kinesis.client;

import java.util.concurrent.atomic.LongAdder;

/** Counts calls, records and bytes. Used by many threads. */
public final class CallStatistics {

    private final LongAdder calls = new LongAdder();
    private final LongAdder throttles = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    public void call() {
        calls.increment();
    }

    public void throttle() {
        throttles.increment();
    }

    void failure() {
        failures.increment();
    }

    public void received(long recordCount, long byteCount) {
        records.add(recordCount);
        bytes.add(byteCount);
    }

    /** @param dataLosses ranges with lost records, which no call reports */
    public ReadCounts counts(long dataLosses) {
        return new ReadCounts(records.sum(), bytes.sum(), calls.sum(), throttles.sum(), failures.sum(), dataLosses);
    }
}
