package io.streamlab.join.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does with the source what Spark does: keeps a log of offsets, reads the batches between them, restarts from it. */
final class SimulatedQuery implements AutoCloseable {

    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(60);

    private final FakeKinesis kinesis;
    private final ManualClock clock;
    private final KinesisSourceOptions options;
    private final List<String> offsetLog = new ArrayList<>();
    private final CallStatistics planning = new CallStatistics();
    private final DataLossPolicy dataLoss;
    private final ParallelShards parallel = new ParallelShards("simulated", 1);
    private StreamPlanner planner;

    SimulatedQuery(FakeKinesis kinesis, ManualClock clock, Map<String, String> options) {
        this.kinesis = kinesis;
        this.clock = clock;
        Map<String, String> all = new HashMap<>(Map.of("streamName", "simulated", "region", "us-east-1"));
        all.putAll(options);
        this.options = KinesisSourceOptions.parse(all);
        this.dataLoss = new DataLossPolicy(this.options);
        restart();
    }

    /** Starts anew from the log, with nothing else left. */
    void restart() {
        planner = new StreamPlanner(options, calls(planning), parallel, dataLoss, clock);
    }

    void drainOnly() {
        planner.drainOnly();
    }

    /** Plans and logs the next batch; nothing if there is none. */
    Optional<Batch> plan() {
        return plan(options.maxRecordsPerShard());
    }

    Optional<Batch> plan(int cap) {
        KinesisOffset start = lastOffset();
        KinesisOffset end = planner.plan(start, cap);
        if (end.equals(start)) {
            return Optional.empty();
        }
        offsetLog.add(end.json());
        return Optional.of(new Batch(start, end));
    }

    KinesisOffset lastOffset() {
        return offsetLog.isEmpty()
                ? KinesisOffset.initial(options.stream().name())
                : KinesisOffset.parse(offsetLog.get(offsetLog.size() - 1));
    }

    /** The records planned and read until a plan finds nothing more. */
    List<UserRecord> drain() {
        List<UserRecord> records = new ArrayList<>();
        for (Optional<Batch> batch = plan(); batch.isPresent(); batch = plan()) {
            batch.get().read().values().forEach(records::addAll);
        }
        return records;
    }

    /** Calls, records and bytes of planning so far. */
    ReadCounts planningCounts() {
        return planning.counts(dataLoss.losses());
    }

    PlanSummary summary() {
        return planner.summary();
    }

    private KinesisCalls calls(CallStatistics statistics) {
        Map<String, ShardPace> paces = new HashMap<>();
        return new PacedKinesisCalls(
                kinesis,
                options.stream().name(),
                shardId -> paces.computeIfAbsent(shardId, id -> new ShardPace(clock, clock)),
                RETRY_TIMEOUT,
                statistics,
                clock,
                clock);
    }

    @Override
    public void close() {
        parallel.close();
    }

    static String text(UserRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }

    /** A planned batch; reading it twice has to give the same. */
    final class Batch {

        private final KinesisOffset start;
        private final KinesisOffset end;

        private Batch(KinesisOffset start, KinesisOffset end) {
            this.start = start;
            this.end = end;
        }

        KinesisOffset end() {
            return end;
        }

        List<ShardRange> ranges() {
            return KinesisMicroBatchStream.ranges(start, end);
        }

        /** The records of each shard. */
        Map<String, List<UserRecord>> read() {
            Map<String, List<UserRecord>> records = new LinkedHashMap<>();
            for (ShardRange range : ranges()) {
                records.put(range.shardId(), read(range));
            }
            return records;
        }

        List<String> texts() {
            return read().values().stream()
                    .flatMap(List::stream)
                    .map(SimulatedQuery::text)
                    .toList();
        }

        private List<UserRecord> read(ShardRange range) {
            CallStatistics statistics = new CallStatistics();
            ShardRecords reader = new ShardRecords(
                    calls(statistics), statistics, range, new DataLossPolicy(options), RETRY_TIMEOUT, clock);
            List<UserRecord> records = new ArrayList<>();
            while (reader.advance()) {
                records.add(reader.current());
            }
            return records;
        }
    }
}
