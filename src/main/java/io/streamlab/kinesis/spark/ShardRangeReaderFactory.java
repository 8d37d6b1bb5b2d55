package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.KinesisConnection;
import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.record.ShardRecords;
import java.time.Clock;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Opens the readers of a batch's ranges, on the executors. */
final class ShardRangeReaderFactory implements PartitionReaderFactory {

    private static final long serialVersionUID = 1L;

    private final KinesisSourceOptions options;
    private final ReadTotals totals;

    ShardRangeReaderFactory(KinesisSourceOptions options, ReadTotals totals) {
        this.options = options;
        this.totals = totals;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        CallStatistics statistics = new CallStatistics();
        ShardRecords records = new ShardRecords(
                KinesisConnection.open(options, statistics),
                statistics,
                (ShardRange) partition,
                new DataLossPolicy(options),
                options.retryTimeout(),
                Clock.systemUTC());
        return new ShardRangeReader(options.stream().name(), records, totals);
    }
}
