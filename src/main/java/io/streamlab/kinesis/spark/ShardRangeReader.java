package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.record.ShardRecords;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the records of one range for Spark, as rows of {@link KinesisSchema}. */
final class ShardRangeReader implements PartitionReader<InternalRow> {

    private final UTF8String streamName;
    private final UTF8String shardId;
    private final ShardRecords records;
    private final ReadTotals totals;
    private boolean closed;

    ShardRangeReader(String streamName, ShardRecords records, ReadTotals totals) {
        this.streamName = UTF8String.fromString(streamName);
        this.shardId = UTF8String.fromString(records.range().shardId());
        this.records = records;
        this.totals = totals;
    }

    @Override
    public boolean next() {
        return records.advance();
    }

    @Override
    public InternalRow get() {
        return KinesisSchema.row(streamName, shardId, records.current());
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return SourceTaskMetrics.values(records.counts(), records.millisBehindLatest());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            totals.add(records.counts());
        }
    }
}
