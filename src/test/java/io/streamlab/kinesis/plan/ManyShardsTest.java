package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.KinesisAction;
import io.streamlab.kinesis.client.LargeKinesis;
import io.streamlab.kinesis.client.LargeKinesis.Arrivals;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.plan.ManyShards.Planned;
import io.streamlab.kinesis.spark.TestLength;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Plans streams of many shards on a Kinesis that answers each call after 15 ms. At full length ({@link TestLength}) there
 * are 4,000 shards; otherwise 1,000, with bounds half as long, since other tests may use the machine.
 */
class ManyShardsTest {

    private static final int FULL = 4_000;
    private static final int SHARDS = TestLength.of(1_000, FULL);
    private static final Duration WHEN_IDLE = Duration.ofMillis(TestLength.of(2_500, 5_000));
    private static final Duration WHEN_BUSY = WHEN_IDLE.multipliedBy(2);
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final Duration ONE_RECORD = Duration.ofMillis(100);

    /** 100,000 to survey the shards, and a few of each shard before and after. */
    private static final long MOST_RECORDS_OF_A_FIRST_PLAN = 300_000;

    private static final long PAGES_OF_A_LIST = SHARDS / LargeKinesis.SHARDS_PER_PAGE;

    @Test
    void idleShardsCostOneCallEach() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            many.kinesis().addShards(SHARDS, idle(many));
            assertCalls(many.plan("idle, first plan"), 1, PAGES_OF_A_LIST, SHARDS, 2 * SHARDS);

            List<Planned> plans = many.plans("idle");

            plans.forEach(plan -> assertCalls(plan, 0, 0, 0, SHARDS));
            assertThat(ManyShards.shortest(plans)).isLessThan(WHEN_IDLE);
        }
    }

    @Test
    void oneColdShardChangesNothing() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            Instant first = many.now().minus(Duration.ofHours(20));
            many.kinesis().addShards(SHARDS, Arrivals.endless(first, Duration.ofHours(1)));
            many.kinesis()
                    .setArrivals(
                            many.kinesis().openShards().get(SHARDS / 2),
                            new Arrivals(first, Duration.ofHours(1), first));
            many.plan("before a shard becomes cold");
            many.advance(Duration.ofSeconds(10));
            many.plan("before a shard becomes cold");
            many.advance(Duration.ofHours(5));
            many.plan("with a cold shard, before the restart");
            many.restart();

            assertCalls(many.plan("with a cold shard, restarted"), 1, PAGES_OF_A_LIST, SHARDS, SHARDS);
            List<Planned> plans = many.plans("with a cold shard");

            plans.forEach(plan -> assertCalls(plan, 0, 0, 0, SHARDS));
            assertThat(ManyShards.shortest(plans)).isLessThan(WHEN_IDLE);
        }
    }

    @Test
    void busyShardsCostThreeCallsEach() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            many.kinesis().addShards(SHARDS, Arrivals.endless(many.now().minusSeconds(100), ONE_RECORD));
            Planned first = many.plan("busy, first plan");
            assertThat(first.time()).isLessThan(withAQuarter(WHEN_BUSY));
            assertThat(first.records()).isLessThanOrEqualTo(MOST_RECORDS_OF_A_FIRST_PLAN);

            List<Planned> plans = many.plans("busy");

            plans.forEach(plan -> {
                assertNoDescribeNorList(plan);
                assertThat(plan.callsOfShards()).isLessThan(SHARDS * 4L);
            });
            assertThat(ManyShards.shortest(plans)).isLessThan(WHEN_BUSY);
        }
    }

    @Test
    void backlogOfDaysTakesNoLongerThanBusyShards() {
        try (ManyShards many = new ManyShards(Duration.ofDays(7))) {
            many.kinesis().addShards(SHARDS, Arrivals.endless(many.now().minus(Duration.ofDays(3)), ONE_RECORD));
            Planned first = many.plan("backlog of three days, first plan");
            assertThat(first.time()).isLessThan(withAQuarter(WHEN_BUSY));
            assertThat(first.records()).isLessThanOrEqualTo(MOST_RECORDS_OF_A_FIRST_PLAN);
            assertThat(first.calls())
                    .containsEntry(KinesisAction.DESCRIBE_STREAM_SUMMARY, 1L)
                    .containsEntry(KinesisAction.LIST_SHARDS, PAGES_OF_A_LIST);

            List<Planned> plans = many.plans("backlog of three days");

            plans.forEach(ManyShardsTest::assertNoDescribeNorList);
            assertThat(ManyShards.shortest(plans)).isLessThan(withAQuarter(WHEN_BUSY));
        }
    }

    @Test
    void reshardingOfHalfOfTheShardsIsPlannedInTime() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            many.kinesis().addShards(SHARDS, Arrivals.endless(many.now().minusSeconds(100), ONE_RECORD));
            many.plan("busy, before a reshard");
            many.advance(Duration.ofSeconds(10));
            many.plan("busy, before a reshard");
            reshard(many);

            List<Planned> plans = many.plans("half of the shards resharded");

            assertThat(ManyShards.shortest(plans.subList(0, 1))).isLessThan(withAQuarter(WHEN_BUSY));
            assertThat(ManyShards.shortest(plans.subList(1, 3))).isLessThan(withAQuarter(WHEN_BUSY));
            assertThat(plans.stream()
                            .mapToLong(plan -> plan.calls().get(KinesisAction.LIST_SHARDS))
                            .sum())
                    .isLessThanOrEqualTo(2 * PAGES_OF_A_LIST);
            assertThat(plans.stream()
                            .mapToLong(plan -> plan.calls().get(KinesisAction.DESCRIBE_STREAM_SUMMARY))
                            .sum())
                    .isLessThanOrEqualTo(plans.size());
            assertThat(many.offset().shards().keySet())
                    .containsExactlyInAnyOrderElementsOf(many.kinesis().openShards());
        }
    }

    /** Splits a sixth of the shards and merges two sixths in pairs, so that as many are open as before. */
    private static void reshard(ManyShards many) {
        List<String> open = many.kinesis().openShards();
        int splits = open.size() / 6;
        Arrivals arrivals = Arrivals.endless(many.now(), ONE_RECORD);
        open.subList(0, splits).forEach(shardId -> many.kinesis().split(shardId, arrivals));
        for (int i = splits; i < 3 * splits; i += 2) {
            many.kinesis().merge(open.get(i), open.get(i + 1), arrivals);
        }
    }

    @Test
    void parentsThatAreGoneAreLookedForOnce() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            many.kinesis().addShards(SHARDS, idle(many));
            many.kinesis().setGoneParents();
            Planned first = many.plan("parents gone, first plan");
            assertCalls(first, 1, PAGES_OF_A_LIST, 2 * SHARDS, 2 * SHARDS);
            assertThat(first.time()).isLessThan(WHEN_BUSY);

            many.restart();

            // A list is believed only once each parent that it names and does not have is known to be gone.
            assertCalls(many.plan("parents gone, restarted"), 1, PAGES_OF_A_LIST, 2 * SHARDS, SHARDS);
            assertCalls(many.plan("parents gone, the next plan"), 0, 0, 0, SHARDS);
        }
    }

    @Test
    void offsetIsWrittenAndParsedQuickly() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            many.kinesis().addShards(SHARDS, Arrivals.endless(many.now().minusSeconds(100), ONE_RECORD));
            many.plan("for the size of the offset");
            String json = many.offset().json();
            Duration shortest = shortestOfThree(
                    () -> assertThat(KinesisOffset.parse(json).json()).isEqualTo(json));

            System.out.printf("offset: %d bytes, parsed and written in %d ms%n", json.length(), shortest.toMillis());
            assertThat(json.length()).isLessThan(SHARDS * 350);
            assertThat(shortest).isLessThan(Duration.ofMillis(500));
        }
    }

    @Test
    void topologyOfFourThousandShardsTakesNoTime() {
        try (ManyShards many = new ManyShards(RETENTION)) {
            many.kinesis().addShards(FULL, idle(many));
            Set<String> started = new HashSet<>(many.kinesis().openShards());
            reshard(many);
            Map<String, ShardOffset> offsets = new HashMap<>();
            Instant now = Clock.systemUTC().instant();
            started.forEach(shardId -> offsets.put(shardId, ShardOffset.of(ShardPosition.SHARD_END, now)));

            Duration shortest = shortestOfThree(() -> {
                ShardTopology topology = new ShardTopology(many.kinesis().listShards());
                Set<String> startable = topology.startable(started, started);
                assertThat(startable).hasSize(FULL / 6 * 3);
                startable.forEach(shardId -> {
                    assertThat(topology.descendsFrom(shardId, started)).isTrue();
                    assertThat(topology.isOlderThanStarted(shardId, started)).isFalse();
                });
                // The parents of shards that were read: what a list shows of them may have no link to what was read.
                started.forEach(shardId -> {
                    boolean resharded = topology.hasAllChildren(shardId);
                    assertThat(topology.isOlderThanStarted(shardId, startable)).isEqualTo(resharded);
                    assertThat(topology.descendsFrom(shardId, startable)).isFalse();
                });
                startable.forEach(shardId -> offsets.put(shardId, ShardOffset.of(ShardPosition.TRIM_HORIZON, now)));
                assertThat(topology.frontier(offsets, shard -> true)).hasSize(FULL);
            });

            System.out.printf("topology of %d shards: %d ms%n", FULL, shortest.toMillis());
            assertThat(shortest).isLessThan(Duration.ofMillis(900));
        }
    }

    private static Arrivals idle(ManyShards many) {
        return new Arrivals(
                many.now().minusSeconds(100), Duration.ofSeconds(10), many.now().minusSeconds(10));
    }

    private static Duration withAQuarter(Duration bound) {
        return bound.multipliedBy(5).dividedBy(4);
    }

    private static Duration shortestOfThree(Runnable work) {
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            work.run();
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            shortest = time.compareTo(shortest) < 0 ? time : shortest;
        }
        return shortest;
    }

    private static void assertNoDescribeNorList(Planned plan) {
        assertThat(plan.calls())
                .containsEntry(KinesisAction.DESCRIBE_STREAM_SUMMARY, 0L)
                .containsEntry(KinesisAction.LIST_SHARDS, 0L);
    }

    private static void assertCalls(Planned plan, long describes, long lists, long iterators, long records) {
        assertThat(plan.calls())
                .isEqualTo(Map.of(
                        KinesisAction.DESCRIBE_STREAM_SUMMARY, describes,
                        KinesisAction.LIST_SHARDS, lists,
                        KinesisAction.GET_SHARD_ITERATOR, iterators,
                        KinesisAction.GET_RECORDS, records));
    }
}
