package io.streamlab.kinesis;

import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.RateLimitedKinesisCalls;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.client.ShardRateLimiter;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.plan.BatchLimit;
import io.streamlab.kinesis.plan.Bound;
import io.streamlab.kinesis.plan.ParallelShards;
import io.streamlab.kinesis.plan.PlanSummary;
import io.streamlab.kinesis.plan.StreamPlanner;
import io.streamlab.kinesis.record.ShardRecords;
import io.streamlab.kinesis.record.UserRecord;
import io.streamlab.kinesis.spark.KinesisMicroBatchStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does with the source what Spark does: keeps a log of offsets, reads the batches between them, restarts from it. */
public final class SimulatedQuery implements AutoCloseable {

    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(60);

    private FakeKinesis kinesis;
    private final ManualClock clock;
    private final ManualClock awake;
    private final KinesisSourceOptions options;
    private final List<String> reportedLosses = new ArrayList<>();
    private final List<String> offsetLog = new ArrayList<>();
    private final CallStatistics planning = new CallStatistics();
    private final DataLossPolicy dataLoss;
    private final ParallelShards parallel = new ParallelShards("simulated", 1);
    private StreamPlanner planner;
    private long lossesWhileReading;

    public SimulatedQuery(FakeKinesis kinesis, ManualClock clock, Map<String, String> options) {
        this(kinesis, clock, clock, options);
    }

    /** @param awake that stands still while the machine sleeps */
    public SimulatedQuery(FakeKinesis kinesis, ManualClock clock, ManualClock awake, Map<String, String> options) {
        this.kinesis = kinesis;
        this.clock = clock;
        this.awake = awake;
        Map<String, String> all =
                new HashMap<>(Map.of("streamName", "simulated", "region", "us-east-1", "planningThreads", "1"));
        all.putAll(options);
        this.options = KinesisSourceOptions.parse(all);
        this.dataLoss = dataLoss();
        restart();
    }

    /** A query that starts from a log of offsets. */
    public SimulatedQuery(FakeKinesis kinesis, ManualClock clock, Map<String, String> options, List<String> offsetLog) {
        this(kinesis, clock, options);
        this.offsetLog.addAll(offsetLog);
    }

    private DataLossPolicy dataLoss() {
        return new DataLossPolicy(options.stream().name(), options.failOnDataLoss(), reportedLosses::add);
    }

    /** The losses that did not fail the query, in their order. */
    public List<String> reportedLosses() {
        return List.copyOf(reportedLosses);
    }

    /** What Spark asks before it replays a batch. */
    public boolean holds(Batch batch) {
        return planner.holdsBatchOf(batch.end());
    }

    /** Starts anew from the log, with nothing else left. */
    public void restart() {
        KinesisCalls calls = calls(planning);
        lossesWhileReading = 0;
        planner = new StreamPlanner(options, calls, calls, parallel, dataLoss, clock, awake, clock);
    }

    /** Starts anew from the log, on a stream of the same name elsewhere. */
    public void redirect(FakeKinesis other) {
        kinesis = other;
        restart();
    }

    public void drainOnly() {
        planner.drainOnly();
    }

    /** Plans and logs the next batch; nothing if there is none. */
    public Optional<Batch> plan() {
        return plan(BatchLimit.of(options));
    }

    public Optional<Batch> plan(int maxRecordsPerShard) {
        return plan(new BatchLimit(Bound.ofRecords(maxRecordsPerShard), Bound.NONE));
    }

    public Optional<Batch> plan(BatchLimit limit) {
        KinesisOffset start = lastOffset();
        planner.noteLossesWhileReading(lossesWhileReading);
        KinesisOffset end = planner.plan(start, limit);
        if (end.equals(start)) {
            return Optional.empty();
        }
        offsetLog.add(end.json());
        return Optional.of(new Batch(start, end));
    }

    public KinesisOffset lastOffset() {
        return offsetLog.isEmpty()
                ? KinesisOffset.initial(options.stream().name())
                : KinesisOffset.parse(offsetLog.get(offsetLog.size() - 1));
    }

    /** The records planned and read until a plan finds nothing more. */
    public List<UserRecord> drain() {
        List<UserRecord> records = new ArrayList<>();
        for (Optional<Batch> batch = plan(); batch.isPresent(); batch = plan()) {
            batch.get().read().values().forEach(records::addAll);
        }
        return records;
    }

    /** Calls, records and bytes of planning so far. */
    public ReadCounts planningCounts() {
        return planning.counts(dataLoss.losses());
    }

    public PlanSummary summary() {
        return planner.summary();
    }

    private KinesisCalls calls(CallStatistics statistics) {
        Map<String, ShardRateLimiter> paces = new HashMap<>();
        return new RateLimitedKinesisCalls(
                kinesis,
                options.stream().name(),
                shardId -> paces.computeIfAbsent(shardId, id -> new ShardRateLimiter(clock, clock)),
                RETRY_TIMEOUT,
                statistics,
                clock,
                clock);
    }

    @Override
    public void close() {
        parallel.close();
    }

    public static String text(UserRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }

    /** A planned batch; reading it twice has to give the same. */
    public final class Batch {

        private final KinesisOffset start;
        private final KinesisOffset end;

        private Batch(KinesisOffset start, KinesisOffset end) {
            this.start = start;
            this.end = end;
        }

        KinesisOffset end() {
            return end;
        }

        public List<ShardRange> ranges() {
            return KinesisMicroBatchStream.ranges(start, end);
        }

        /** The records of each shard. */
        public Map<String, List<UserRecord>> read() {
            return read(Duration.ZERO);
        }

        /**
         * The records of each shard.
         *
         * @param perRecord how long the consumer takes for each record
         */
        Map<String, List<UserRecord>> read(Duration perRecord) {
            Map<String, List<UserRecord>> records = new LinkedHashMap<>();
            for (ShardRange range : ranges()) {
                records.put(range.shardId(), read(range, perRecord));
            }
            return records;
        }

        public List<String> texts() {
            return read().values().stream()
                    .flatMap(List::stream)
                    .map(SimulatedQuery::text)
                    .toList();
        }

        private List<UserRecord> read(ShardRange range, Duration perRecord) {
            CallStatistics statistics = new CallStatistics();
            DataLossPolicy dataLoss = dataLoss();
            ShardRecords reader =
                    new ShardRecords(calls(statistics), statistics, range, dataLoss, RETRY_TIMEOUT, clock);
            List<UserRecord> records = new ArrayList<>();
            while (reader.advance()) {
                records.add(reader.current());
                clock.advance(perRecord);
            }
            lossesWhileReading += dataLoss.losses();
            return records;
        }
    }
}
