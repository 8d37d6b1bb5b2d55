package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.KinesisAction;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.LargeKinesis;
import io.streamlab.kinesis.client.RateLimitedKinesisCalls;
import io.streamlab.kinesis.client.ShardRateLimiter;
import io.streamlab.kinesis.client.ShiftedClock;
import io.streamlab.kinesis.client.Sleeper;
import io.streamlab.kinesis.offset.KinesisOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plans a stream of thousands of shards as the driver does, with default options, and measures each plan. */
final class ManyShards implements AutoCloseable {

    private static final Duration LATENCY = Duration.ofMillis(15);
    private static final String STREAM = "large";

    private final ShiftedClock clock = new ShiftedClock();
    private final KinesisSourceOptions options =
            KinesisSourceOptions.parse(Map.of("streamName", STREAM, "region", "us-east-1"));
    private final LargeKinesis kinesis;
    private ParallelShards parallel;
    private StreamPlanner planner;
    private KinesisOffset offset = KinesisOffset.initial(STREAM);

    ManyShards(Duration retention) {
        kinesis = new LargeKinesis(clock, LATENCY, retention, clock.instant().minus(Duration.ofDays(100)));
        restart();
    }

    LargeKinesis kinesis() {
        return kinesis;
    }

    Instant now() {
        return clock.instant();
    }

    void advance(Duration duration) {
        clock.advance(duration);
    }

    KinesisOffset offset() {
        return offset;
    }

    /** Starts from the offset in the log, with nothing else left. */
    void restart() {
        close();
        offset = KinesisOffset.parse(offset.json());
        parallel = new ParallelShards(STREAM, options.planningThreads(1));
        Map<String, ShardRateLimiter> limiters = new ConcurrentHashMap<>();
        KinesisCalls calls = new RateLimitedKinesisCalls(
                kinesis,
                STREAM,
                shardId -> limiters.computeIfAbsent(shardId, id -> new ShardRateLimiter(clock, Sleeper.SLEEP)),
                options.retryTimeout(),
                new CallStatistics(),
                clock,
                Sleeper.SLEEP);
        planner = new StreamPlanner(options, calls, calls, parallel, new DataLossPolicy(options), clock, Sleeper.SLEEP);
    }

    /**
     * What a plan took.
     *
     * @param records in all answers of Kinesis
     */
    record Planned(Duration time, Map<KinesisAction, Long> calls, long records) {

        long callsOfShards() {
            return calls.get(KinesisAction.GET_RECORDS) + calls.get(KinesisAction.GET_SHARD_ITERATOR);
        }
    }

    /** Plans the next batch. */
    Planned plan(String what) {
        kinesis.takeCalls();
        kinesis.takeRecordsSent();
        long began = System.nanoTime();
        offset = planner.plan(offset, BatchLimit.of(options));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        Planned planned = new Planned(time, kinesis.takeCalls(), kinesis.takeRecordsSent());
        System.out.printf("%s: %d ms, %s, %d records%n", what, time.toMillis(), planned.calls(), planned.records());
        return planned;
    }

    /** Plans three batches, ten seconds apart. */
    List<Planned> plans(String what) {
        List<Planned> plans = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            advance(Duration.ofSeconds(10));
            plans.add(plan(what));
        }
        return plans;
    }

    static Duration shortest(List<Planned> plans) {
        return plans.stream().map(Planned::time).min(Comparator.naturalOrder()).orElseThrow();
    }

    @Override
    public void close() {
        if (parallel != null) {
            parallel.close();
        }
    }
}
