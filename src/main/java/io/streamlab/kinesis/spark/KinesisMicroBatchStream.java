package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Durations;
import io.streamlab.kinesis.client.KinesisConnection;
import io.streamlab.kinesis.client.ListedShards;
import io.streamlab.kinesis.client.Sleeper;
import io.streamlab.kinesis.client.SteadyClock;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.plan.BatchLimit;
import io.streamlab.kinesis.plan.ParallelShards;
import io.streamlab.kinesis.plan.StreamPlanner;
import io.streamlab.kinesis.record.HashKeyRange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;

/**
 * Connects the source with Spark on the driver. {@link StreamPlanner} plans the batches. A batch's end offset alone says
 * what the batch holds, so there is nothing to commit and nothing to remember.
 */
public final class KinesisMicroBatchStream
        implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    /** A look at a shard that fails for longer is left to the next trigger, so that one shard holds up no other. */
    private static final Duration RETRY_OF_A_LOOK = Duration.ofSeconds(5);

    private final KinesisSourceOptions options;
    private final StreamPlanner planner;
    private final ParallelShards parallel;
    private final SourceMetrics metrics;
    private final ReadTotals totals;
    private final ListedShards listedShards;
    private final IntSupplier cores;

    private KinesisMicroBatchStream(
            KinesisSourceOptions options,
            StreamPlanner planner,
            ParallelShards parallel,
            SourceMetrics metrics,
            ReadTotals totals,
            ListedShards listedShards,
            IntSupplier cores) {
        this.options = options;
        this.planner = planner;
        this.parallel = parallel;
        this.metrics = metrics;
        this.totals = totals;
        this.listedShards = listedShards;
        this.cores = cores;
    }

    /**
     * @param totals what the tasks of this query read, registered with Spark
     * @param cores how many tasks the cluster runs at a time
     */
    static KinesisMicroBatchStream create(KinesisSourceOptions options, ReadTotals totals, IntSupplier cores) {
        CallStatistics planning = new CallStatistics();
        DataLossPolicy dataLoss = new DataLossPolicy(options);
        ParallelShards parallel = new ParallelShards(options.stream().name(), options.planningThreads(1));
        ListedShards listedShards = new ListedShards(KinesisConnection.open(options, planning));
        StreamPlanner planner = new StreamPlanner(
                options,
                KinesisConnection.open(options, planning, Durations.shorter(RETRY_OF_A_LOOK, options.retryTimeout())),
                listedShards,
                parallel,
                dataLoss,
                Clock.systemUTC(),
                new SteadyClock(),
                Sleeper.SLEEP);
        SourceMetrics metrics = new SourceMetrics(planning, dataLoss, totals);
        return new KinesisMicroBatchStream(options, planner, parallel, metrics, totals, listedShards, cores);
    }

    @Override
    public Offset initialOffset() {
        return KinesisOffset.initial(options.stream().name());
    }

    @Override
    public Offset deserializeOffset(String json) {
        return KinesisOffset.parse(json);
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return BatchLimit.of(options);
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        planner.drainOnly();
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException(
                "Spark asks a source with admission control for latestOffset(start, limit)");
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        metrics.beginTrigger();
        long began = System.nanoTime();
        KinesisOffset from = requireOurs(start);
        planner.noteLossesWhileReading(totals.value().dataLosses());
        KinesisOffset end = planner.plan(from, BatchLimit.of(limit));
        metrics.planned(planner.summary(), Duration.ofNanos(System.nanoTime() - began));
        return end;
    }

    @Override
    public Offset reportLatestOffset() {
        return planner.summary().tips();
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        if (!planner.holdsBatchOf(requireOurs(end))) {
            return new InputPartition[0];
        }
        List<PlannedRange> planned = planned(ranges(requireOurs(start), requireOurs(end)));
        return RangeGrouping.of(planned, cores.getAsInt()).toArray(new InputPartition[0]);
    }

    private List<PlannedRange> planned(List<ShardRange> ranges) {
        List<String> shardIds = ranges.stream().map(ShardRange::shardId).collect(Collectors.toList());
        return ranges.stream()
                .map(range -> new PlannedRange(
                        range, listedShards.shard(range.shardId(), shardIds).flatMap(HashKeyRange::of)))
                .collect(Collectors.toList());
    }

    /** @throws IllegalArgumentException if another source has made the offset */
    private static KinesisOffset requireOurs(Offset offset) {
        if (offset instanceof KinesisOffset) {
            return (KinesisOffset) offset;
        }
        throw new IllegalArgumentException(KinesisSourceOptions.SHORT_NAME + " got an offset of another source, "
                + (offset == null ? null : offset.getClass().getName()) + ": " + offset);
    }

    /** Returns what the batch between two offsets holds: the ranges in the end offset of the shards that moved. */
    public static List<ShardRange> ranges(KinesisOffset start, KinesisOffset end) {
        List<ShardRange> ranges = new ArrayList<>();
        end.shards().forEach((shardId, offset) -> {
            if (!offset.equals(start.shards().get(shardId))) {
                ShardRange.of(shardId, start.shards().get(shardId), offset).ifPresent(ranges::add);
            }
        });
        return ranges;
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new ShardRangeReaderFactory(options, totals);
    }

    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumedOffset) {
        return metrics.sinceTriggerBegan();
    }

    /** Returns the figures of {@link #metrics} for all triggers together. */
    Map<String, String> metricsSinceStart() {
        return metrics.sinceStart();
    }

    @Override
    public void commit(Offset end) {
        // The source keeps nothing that a commit could free.
    }

    @Override
    public void stop() {
        parallel.close();
    }

    /** Shown in Spark's progress. */
    @Override
    public String toString() {
        return KinesisSourceOptions.SHORT_NAME + " " + options.stream();
    }
}
