package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.DataLossException;
import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.RateLimitedKinesisCalls;
import io.streamlab.kinesis.client.ShardRateLimiter;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.record.ShardRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.junit.jupiter.api.Test;

class ShardRangeReaderTest {

    private static final int SHARDS = 5;
    private static final int SEQUENCE_NUMBER =
            List.of(KinesisSchema.SCHEMA.fieldNames()).indexOf(KinesisSchema.SEQUENCE_NUMBER);
    private static final int SHARD_ID =
            List.of(KinesisSchema.SCHEMA.fieldNames()).indexOf(KinesisSchema.SHARD_ID);
    private static final int ARRIVAL =
            List.of(KinesisSchema.SCHEMA.fieldNames()).indexOf(KinesisSchema.APPROXIMATE_ARRIVAL_TIMESTAMP);
    private static final int MONOTONE_ARRIVAL =
            List.of(KinesisSchema.SCHEMA.fieldNames()).indexOf(KinesisSchema.MONOTONE_ARRIVAL_TIMESTAMP);

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, SHARDS);
    private final Map<String, List<String>> numbers = new TreeMap<>();
    private final ReadTotals totals = new ReadTotals();

    @Test
    void everyRangeIsReadInItsShardsOrder() {
        put(500);
        ShardRangeReader reader = open(true);

        Map<String, List<String>> read = read(reader);

        assertThat(read).isEqualTo(numbers);
        assertThat(read.values()).allSatisfy(shard -> assertThat(shard).isSortedAccordingTo(SequenceNumbers.ORDER));
        assertThat(value(reader, "recordsRead")).isEqualTo(500);
        reader.close();
        reader.close();
        assertThat(totals.value().of(Counter.RECORDS_USED)).isEqualTo(500);
        assertThat(totals.value().calls()).isEqualTo(2 * SHARDS);
    }

    @Test
    void lossInOneRangeDoesNotStopTheOthers() {
        put(250);
        int shardsWithTrimmed = numbers.size();
        put(250);
        RangeGroup ranges = ranges();
        clock.advance(Duration.ofHours(24).minusMillis(250));
        kinesis.trim();

        ShardRangeReader reader = open(ranges, false);

        assertThat(read(reader).values().stream().mapToInt(List::size).sum()).isEqualTo(250);
        assertThat(shardsWithTrimmed).isGreaterThan(1);
        assertThat(value(reader, "dataLosses")).isEqualTo(shardsWithTrimmed);
        reader.close();
        assertThat(totals.value().dataLosses()).isEqualTo(shardsWithTrimmed);
    }

    @Test
    void othersOfATaskAreReadThoughOneShardIsGone() {
        put(500);
        RangeGroup ranges = ranges();
        String gone = new ArrayList<>(numbers.keySet()).get(1);
        RangeGroup withForeign = new RangeGroup(ranges.ranges().stream()
                .map(planned -> planned.range().shardId().equals(gone) ? ofNoShard(planned) : planned)
                .toList());

        Map<String, List<String>> read = read(open(withForeign, false));

        numbers.remove(gone);
        assertThat(read).isEqualTo(numbers);
        assertThatThrownBy(() -> read(open(withForeign, true))).isInstanceOf(DataLossException.class);
    }

    @Test
    void rowsHaveTheMonotoneArrival() {
        kinesis.setArrivalError(Duration.ofSeconds(3));
        put(200);
        ShardRangeReader reader = open(true);
        Map<String, Long> latest = new TreeMap<>();
        int raised = 0;
        while (reader.next()) {
            InternalRow row = reader.get();
            long monotone = row.getLong(MONOTONE_ARRIVAL);
            assertThat(monotone)
                    .isGreaterThanOrEqualTo(row.getLong(ARRIVAL))
                    .isGreaterThanOrEqualTo(latest.getOrDefault(row.getString(SHARD_ID), 0L));
            raised += monotone > row.getLong(ARRIVAL) ? 1 : 0;
            latest.put(row.getString(SHARD_ID), monotone);
        }

        assertThat(raised).isGreaterThan(50);
    }

    @Test
    void taskIsAsPatientWithAShardAsTheDriver() {
        assertThat(ShardRangeReaderFactory.retryTimeout(options(Map.of()))).isEqualTo(Duration.ofMinutes(10));
        assertThat(ShardRangeReaderFactory.retryTimeout(options(Map.of("retryTimeoutSeconds", "900"))))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(ShardRangeReaderFactory.retryTimeout(
                        options(Map.of("retryTimeoutSeconds", "1", "shardFailureTimeoutSeconds", "2"))))
                .isEqualTo(Duration.ofSeconds(2));
    }

    private static KinesisSourceOptions options(Map<String, String> more) {
        Map<String, String> options = new TreeMap<>(Map.of("streamName", "orders", "region", "us-east-1"));
        options.putAll(more);
        return KinesisSourceOptions.parse(options);
    }

    @Test
    void rangesTravelToExecutors() throws Exception {
        put(10);
        RangeGroup ranges = ranges();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(ranges);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).hasToString(ranges.toString());
        }
    }

    private static PlannedRange ofNoShard(PlannedRange planned) {
        String number = planned.range().first();
        ShardOffset offset = ShardOffset.reading(number, ShardPosition.after(number), Instant.EPOCH);
        return new PlannedRange(
                ShardRange.of("shardId-000000009999", null, offset).orElseThrow(), Optional.empty());
    }

    private Map<String, List<String>> read(ShardRangeReader reader) {
        Map<String, List<String>> read = new TreeMap<>();
        while (reader.next()) {
            InternalRow row = reader.get();
            read.computeIfAbsent(row.getString(SHARD_ID), id -> new ArrayList<>())
                    .add(row.getString(SEQUENCE_NUMBER));
        }
        return read;
    }

    private static long value(ShardRangeReader reader, String metric) {
        for (CustomTaskMetric value : reader.currentMetricsValues()) {
            if (value.name().equals(metric)) {
                return value.value();
            }
        }
        throw new IllegalArgumentException(metric);
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            FakeKinesis.PutRecord put = kinesis.put("key " + i, "payload");
            numbers.computeIfAbsent(put.shardId(), id -> new ArrayList<>())
                    .add(put.record().sequenceNumber());
            clock.advance(Duration.ofMillis(1));
        }
    }

    private RangeGroup ranges() {
        return new RangeGroup(numbers.entrySet().stream()
                .map(shard -> ShardRange.of(
                                shard.getKey(),
                                null,
                                ShardOffset.reading(
                                        shard.getValue().get(0),
                                        ShardPosition.after(shard.getValue()
                                                .get(shard.getValue().size() - 1)),
                                        Instant.EPOCH))
                        .orElseThrow())
                .map(range -> new PlannedRange(range, Optional.empty()))
                .collect(Collectors.toList()));
    }

    private ShardRangeReader open(boolean failOnDataLoss) {
        return open(ranges(), failOnDataLoss);
    }

    private ShardRangeReader open(RangeGroup ranges, boolean failOnDataLoss) {
        return new ShardRangeReader(
                "orders",
                ranges,
                planned -> {
                    CallStatistics statistics = new CallStatistics();
                    ShardRateLimiter pace = new ShardRateLimiter(clock, clock);
                    KinesisCalls calls = new RateLimitedKinesisCalls(
                            kinesis, "orders", shardId -> pace, Duration.ofSeconds(60), statistics, clock, clock);
                    return new ShardRecords(
                            calls,
                            statistics,
                            planned.range(),
                            new DataLossPolicy("orders", failOnDataLoss),
                            Duration.ofSeconds(60),
                            clock);
                },
                totals);
    }
}
