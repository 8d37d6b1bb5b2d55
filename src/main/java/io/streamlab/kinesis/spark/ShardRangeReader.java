package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.record.ShardRecords;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the records of a task's ranges for Spark, as rows of {@link KinesisSchema}: range after range, each in its shard's
 * order. Opens a range when the ranges before it are read.
 */
final class ShardRangeReader implements PartitionReader<InternalRow> {

    private final UTF8String streamName;
    private final Iterator<PlannedRange> remaining;
    private final Function<PlannedRange, ShardRecords> opener;
    private final ReadTotals totals;

    private ShardRecords current;
    private UTF8String shardId;
    private ReadCounts ofEarlierRanges = ReadCounts.NONE;
    private long mostMillisBehind;
    private boolean closed;

    /** @param opener opens a range; its calls are counted for the range alone */
    ShardRangeReader(
            String streamName, RangeGroup ranges, Function<PlannedRange, ShardRecords> opener, ReadTotals totals) {
        this.streamName = UTF8String.fromString(streamName);
        this.remaining = ranges.ranges().iterator();
        this.opener = opener;
        this.totals = totals;
    }

    @Override
    public boolean next() {
        while (current == null || !current.advance()) {
            leaveRange();
            if (!remaining.hasNext()) {
                return false;
            }
            current = opener.apply(remaining.next());
            shardId = UTF8String.fromString(current.range().shardId());
        }
        return true;
    }

    private void leaveRange() {
        ofEarlierRanges = counts();
        mostMillisBehind = millisBehind();
        current = null;
    }

    @Override
    public InternalRow get() {
        return KinesisSchema.row(streamName, shardId, current.current());
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return SourceTaskMetrics.values(counts(), millisBehind());
    }

    private ReadCounts counts() {
        return current == null ? ofEarlierRanges : ofEarlierRanges.plus(current.counts());
    }

    private long millisBehind() {
        return current == null ? mostMillisBehind : Math.max(mostMillisBehind, current.millisBehindLatest());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            totals.add(counts());
        }
    }
}
