package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/** How many records batches hold under {@code maxRecordsPerShard}, and what planning reads for it. */
class BatchBoundTest {

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);
    private SimulatedQuery query;

    @AfterEach
    void closeQuery() {
        query.close();
    }

    @Test
    void smallCapIsExact() {
        start(700);
        put(2_000, Duration.ofMillis(2));
        clock.advance(Duration.ofSeconds(5));

        assertThat(sizesOfAll()).containsExactly(700, 700, 600);
    }

    @Test
    void capOfOneIsExact() {
        start(1);
        put(3, Duration.ofMillis(2));

        assertThat(sizesOfAll()).containsExactly(1, 1, 1);
    }

    @Test
    void smallCapIsExactForRecordsOfOneMoment() {
        kinesis.setBehindNewestRecord(true);
        start(300);
        put(1_000, Duration.ZERO);

        assertThat(sizesOfAll()).containsExactly(300, 300, 300, 100);
    }

    @Test
    void smallCapIsExactUpToTheEndOfAClosedShard() {
        start(300);
        put(700, Duration.ofMillis(2));
        kinesis.split("shardId-000000000000");

        assertThat(sizesOfAll()).startsWith(300, 300, 100);
    }

    @Test
    void recordsAreNotCountedWhereTheCapIsFarOff() {
        start(5_000);
        put(1_000, Duration.ofMillis(2));
        query.plan();
        put(1_000, Duration.ofMillis(2));
        long before = query.planningCounts().of(Counter.RECORDS_FETCHED);

        SimulatedQuery.Batch batch = query.plan().orElseThrow();

        assertThat(query.planningCounts().of(Counter.RECORDS_FETCHED) - before).isLessThan(30);
        assertThat(batch.texts()).hasSizeBetween(800, 1_200);
    }

    @Test
    void smallCapOnLargeRecordsIsEstimatedFromAFew() {
        start(1_000);
        SdkBytes data = SdkBytes.fromByteArray(new byte[100_000]);
        for (int i = 0; i < 3_000; i++) {
            kinesis.put("key", data);
            clock.advance(Duration.ofMillis(100));
        }

        SimulatedQuery.Batch batch = query.plan().orElseThrow();

        assertThat(query.planningCounts().of(Counter.RECORDS_FETCHED)).isLessThan(250);
        assertThat(batch.texts()).hasSizeBetween(800, 1_200);
    }

    @Test
    void largeCapIsMetForASteadyShard() {
        start(20_000);
        put(50_000, Duration.ofMillis(25));

        int size = query.plan().orElseThrow().texts().size();

        assertThat(size).isBetween(17_000, 22_500);
        assertThat(query.planningCounts().of(Counter.RECORDS_FETCHED)).isLessThan(2_000);
    }

    @Test
    void largeCapIsMetThoughTheRateRises() {
        start(20_000);
        put(5_000, Duration.ofMillis(500));
        put(10_000, Duration.ofMillis(50));
        put(40_000, Duration.ofMillis(2));

        assertThat(query.plan().orElseThrow().texts()).hasSizeBetween(8_000, 24_000);
    }

    @Test
    void lumpsLeaveAtLeastWhatAShardTakesInThatTime() {
        start(20_000);
        for (int second = 0; second < 200; second++) {
            put(500, Duration.ZERO);
            clock.advance(Duration.ofSeconds(1));
        }

        // 20,000 records of a full shard are 20 seconds.
        assertThat(query.plan().orElseThrow().texts()).hasSizeBetween(20 * 500, 24_000);
    }

    @Test
    void defaultCapIsNotEvenLookedAtWithTriggersOfAMinute() {
        start(KinesisSourceOptions.DEFAULT_MAX_RECORDS_PER_SHARD);
        put(1_000, Duration.ofMillis(10));
        query.plan();
        put(6_000, Duration.ofMillis(10));
        kinesis.takeCalls();

        query.plan();

        assertThat(kinesis.takeCalls()).containsExactly("GetRecords", "GetShardIterator", "GetRecords");
    }

    @Test
    void noCapTakesAll() {
        start(10);
        put(1_000, Duration.ofMinutes(1));

        assertThat(query.plan(BatchLimit.NONE).orElseThrow().texts()).hasSizeGreaterThan(990);
    }

    private void start(int cap) {
        query = new SimulatedQuery(kinesis, clock, Map.of("maxRecordsPerShard", Integer.toString(cap)));
    }

    private List<Integer> sizesOfAll() {
        List<Integer> sizes = new ArrayList<>();
        for (Optional<SimulatedQuery.Batch> batch = query.plan(); batch.isPresent(); batch = query.plan()) {
            int size = batch.get().texts().size();
            if (size > 0) {
                sizes.add(size);
            }
        }
        return sizes;
    }

    private void put(int count, Duration apart) {
        for (int i = 0; i < count; i++) {
            kinesis.put("key", "record");
            clock.advance(apart);
        }
    }
}
