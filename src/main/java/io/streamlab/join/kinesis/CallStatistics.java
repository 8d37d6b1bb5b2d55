package io.streamlab.join.kinesis;

import java.util.concurrent.atomic.LongAdder;

/** Counts calls and what they brought. Used by many threads. */
final class CallStatistics {

    private final LongAdder calls = new LongAdder();
    private final LongAdder throttles = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void call() {
        calls.increment();
    }

    void throttle() {
        throttles.increment();
    }

    void failure() {
        failures.increment();
    }

    void received(long recordCount, long byteCount) {
        records.add(recordCount);
        bytes.add(byteCount);
    }

    /** @param dataLosses ranges of which records were lost, which no call tells */
    ReadCounts counts(long dataLosses) {
        return new ReadCounts(records.sum(), bytes.sum(), calls.sum(), throttles.sum(), failures.sum(), dataLosses);
    }
}
