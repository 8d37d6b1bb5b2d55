package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Durations;
import io.streamlab.kinesis.client.KinesisConnection;
import io.streamlab.kinesis.client.SteadyClock;
import io.streamlab.kinesis.record.ShardRecords;
import java.time.Duration;
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
        return new ShardRangeReader(options.stream().name(), (RangeGroup) partition, this::open, totals);
    }

    /**
     * Returns how long a call of a task may keep failing: as long as the driver waits for a shard. A task that fails begins
     * its ranges again, and Spark's local mode ends the query with the first failed task.
     */
    static Duration retryTimeout(KinesisSourceOptions options) {
        return Durations.longer(options.retryTimeout(), options.shardFailureTimeout());
    }

    private ShardRecords open(PlannedRange planned) {
        CallStatistics statistics = new CallStatistics();
        return new ShardRecords(
                KinesisConnection.openForTask(options, statistics, retryTimeout(options)),
                statistics,
                planned.range(),
                planned.shardKeys(),
                options.misroutedAggregates(),
                new DataLossPolicy(options),
                options.retryTimeout(),
                new SteadyClock());
    }
}
