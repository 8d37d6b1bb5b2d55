package io.streamlab.kinesis.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls, records and bytes. Used by many threads. */
public final class CallStatistics {

    private final Map<KinesisAction, LongAdder> calls = new EnumMap<>(KinesisAction.class);
    private final LongAdder throttles = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    public CallStatistics() {
        for (KinesisAction action : KinesisAction.values()) {
            calls.put(action, new LongAdder());
        }
    }

    public void call(KinesisAction action) {
        calls.get(action).increment();
    }

    /** Returns how many attempts of an action were made. */
    public long calls(KinesisAction action) {
        return calls.get(action).sum();
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
        return new ReadCounts(
                records.sum(),
                bytes.sum(),
                calls.values().stream().mapToLong(LongAdder::sum).sum(),
                throttles.sum(),
                failures.sum(),
                dataLosses);
    }
}
