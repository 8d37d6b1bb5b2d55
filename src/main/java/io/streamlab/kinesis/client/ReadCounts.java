package io.streamlab.kinesis.client;

import java.io.Serializable;
import java.util.Objects;

/** Counts of calls, records and bytes. */
public final class ReadCounts implements Serializable {

    public static final ReadCounts NONE = new ReadCounts(0, 0, 0, 0, 0, 0);

    private static final long serialVersionUID = 1L;

    private final long records;
    private final long bytes;
    private final long calls;
    private final long throttles;
    private final long failures;
    private final long dataLosses;

    /**
     * @param records Kinesis records of the ranges
     * @param bytes their payload and partition keys
     * @param calls attempts of all calls
     * @param throttles attempts refused because of a limit
     * @param failures attempts that failed otherwise and were made again
     * @param dataLosses ranges with lost records
     */
    public ReadCounts(long records, long bytes, long calls, long throttles, long failures, long dataLosses) {
        this.records = records;
        this.bytes = bytes;
        this.calls = calls;
        this.throttles = throttles;
        this.failures = failures;
        this.dataLosses = dataLosses;
    }

    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(
                records + other.records,
                bytes + other.bytes,
                calls + other.calls,
                throttles + other.throttles,
                failures + other.failures,
                dataLosses + other.dataLosses);
    }

    public ReadCounts minus(ReadCounts other) {
        return new ReadCounts(
                records - other.records,
                bytes - other.bytes,
                calls - other.calls,
                throttles - other.throttles,
                failures - other.failures,
                dataLosses - other.dataLosses);
    }

    public long records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }

    public long calls() {
        return calls;
    }

    public long throttles() {
        return throttles;
    }

    public long failures() {
        return failures;
    }

    public long dataLosses() {
        return dataLosses;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ReadCounts)) {
            return false;
        }
        ReadCounts that = (ReadCounts) other;
        return records == that.records
                && bytes == that.bytes
                && calls == that.calls
                && throttles == that.throttles
                && failures == that.failures
                && dataLosses == that.dataLosses;
    }

    @Override
    public int hashCode() {
        return Objects.hash(records, bytes, calls, throttles, failures, dataLosses);
    }
}
