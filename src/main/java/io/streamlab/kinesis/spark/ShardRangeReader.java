package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.record.ShardRecords;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/** Gives the records of one range to Spark, as rows of {@link KinesisSchema}. */
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
        ReadCounts counts = records.counts();
        return new CustomTaskMetric[] {
            new TaskMetric(RecordsReadMetric.NAME, counts.records()),
            new TaskMetric(BytesReadMetric.NAME, counts.bytes()),
            new TaskMetric(ReadCallsMetric.NAME, counts.calls()),
            new TaskMetric(ThrottlesMetric.NAME, counts.throttles()),
            new TaskMetric(MillisBehindLatestMetric.NAME, records.millisBehindLatest())
        };
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            totals.add(records.counts());
        }
    }
}
