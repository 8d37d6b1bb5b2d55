package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.client.ReadCounts;
import org.apache.spark.util.AccumulatorV2;

/**
 * Adds up on the driver what the tasks of a query read, for Spark's progress: the metrics of tasks reach Spark's user
 * interface only. A range that is read again, by a second action or a retried task, counts again, since Kinesis was
 * called again.
 */
final class ReadTotals extends AccumulatorV2<ReadCounts, ReadCounts> {

    private static final long serialVersionUID = 1L;

    private ReadCounts counts = ReadCounts.NONE;

    @Override
    public synchronized boolean isZero() {
        return counts.equals(ReadCounts.NONE);
    }

    @Override
    public synchronized AccumulatorV2<ReadCounts, ReadCounts> copy() {
        ReadTotals copy = new ReadTotals();
        copy.counts = counts;
        return copy;
    }

    @Override
    public synchronized void reset() {
        counts = ReadCounts.NONE;
    }

    @Override
    public synchronized void add(ReadCounts added) {
        counts = counts.plus(added);
    }

    @Override
    public void merge(AccumulatorV2<ReadCounts, ReadCounts> other) {
        add(other.value());
    }

    @Override
    public synchronized ReadCounts value() {
        return counts;
    }
}
