package io.streamlab.kinesis.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.ScriptedAnswers;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

class MonotoneArrivalsTest {

    private static final String SHARD = "shardId-000000000000";

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);

    @Test
    void laterRecordOfAPageNeverCountsAsEarlier() {
        kinesis.setArrivalError(Duration.ofMillis(7));
        List<Record> records = put(6);

        List<UserRecord> read = read(range(records, null, null), 10_000);

        assertThat(read).extracting(UserRecord::arrival).isNotEqualTo(sorted(read));
        assertThat(monotone(read)).isSorted();
        assertThat(read.get(1).monotoneArrival()).isEqualTo(read.get(0).arrival());
        assertThat(read.get(2).monotoneArrival()).isEqualTo(read.get(2).arrival());
    }

    @Test
    void laterPageNeverCountsAsEarlier() {
        kinesis.setArrivalError(Duration.ofSeconds(1));
        List<Record> records = put(9);

        assertThat(monotone(read(range(records, null, null), 1))).isSorted();
        assertThat(monotone(read(range(records, null, null), 1)))
                .isEqualTo(monotone(read(range(records, null, null), 10_000)));
    }

    @Test
    void laterBatchNeverCountsAsEarlier() {
        kinesis.setArrivalError(Duration.ofSeconds(1));
        List<Record> records = put(4);
        Instant end = records.get(2).approximateArrivalTimestamp();

        List<UserRecord> first = read(range(records.subList(0, 3), null, end), 10_000);
        List<UserRecord> second = read(range(records.subList(3, 4), end, end), 10_000);

        assertThat(second.get(0).arrival()).isBefore(end);
        assertThat(second.get(0).monotoneArrival()).isEqualTo(end);
        first.addAll(second);
        assertThat(monotone(first)).isSorted();
    }

    @Test
    void noRecordOfABatchCountsAsLaterThanTheBatchAfter() {
        kinesis.setArrivalError(Duration.ofSeconds(1));
        List<Record> records = put(4);
        // The batch ends with a record that seems to have arrived a second before the one before it.
        Instant end = records.get(1).approximateArrivalTimestamp();

        List<UserRecord> first = read(range(records.subList(0, 2), null, end), 10_000);
        List<UserRecord> second = read(range(records.subList(2, 4), end, null), 10_000);

        assertThat(monotone(first)).containsExactly(end, end);
        first.addAll(second);
        assertThat(monotone(first)).isSorted();
    }

    @Property(tries = 300)
    void batchesOfAnyArrivalsAreMonotoneAndTheSameOnReplay(
            @ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kinesis.setArrivalError(Duration.ofMillis(random.nextInt(2_000)));
            records.addAll(put(1));
        }
        List<UserRecord> all = new ArrayList<>();
        Instant floor = null;
        for (int from = 0; from < count; ) {
            int to = from + 1 + random.nextInt(count - from);
            List<Record> batch = records.subList(from, to);
            // As the planner does: the raw arrival of the last record, or the arrival where the batch before ended.
            Instant last = batch.get(batch.size() - 1).approximateArrivalTimestamp();
            Instant end = floor != null && floor.isAfter(last) ? floor : last;
            List<UserRecord> read = read(range(batch, floor, end), 1 + random.nextInt(5));
            assertThat(monotone(read(range(batch, floor, end), 1 + random.nextInt(50))))
                    .isEqualTo(monotone(read));
            all.addAll(read);
            floor = end;
            from = to;
        }

        assertThat(all).hasSize(count);
        assertThat(monotone(all)).isSorted();
    }

    private static List<Instant> monotone(List<UserRecord> records) {
        return records.stream().map(UserRecord::monotoneArrival).toList();
    }

    private static List<Instant> sorted(List<UserRecord> records) {
        return records.stream().map(UserRecord::arrival).sorted().toList();
    }

    private ShardRange range(List<Record> records, Instant floor, Instant ceiling) {
        ShardPosition before = ShardPosition.TRIM_HORIZON;
        ShardPosition end = ShardPosition.after(records.get(records.size() - 1).sequenceNumber());
        return ShardRange.of(
                        SHARD,
                        ShardOffset.of(before, Instant.EPOCH).withArrival(floor),
                        ShardOffset.reading(records.get(0).sequenceNumber(), end, Instant.EPOCH)
                                .withArrival(ceiling))
                .orElseThrow();
    }

    private List<UserRecord> read(ShardRange range, int page) {
        KinesisCalls calls = ScriptedAnswers.of(kinesis, ScriptedAnswers.atMost(page));
        ShardRecords reader = new ShardRecords(
                calls, new CallStatistics(), range, new DataLossPolicy("orders", true), Duration.ofSeconds(60), clock);
        List<UserRecord> records = new ArrayList<>();
        while (reader.advance()) {
            records.add(reader.current());
        }
        return records;
    }

    /** Puts records a millisecond apart; every other one seems to have arrived earlier by the error that is set. */
    private List<Record> put(int count) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(kinesis.put("key", "payload").record());
            clock.advance(Duration.ofMillis(1));
        }
        return records;
    }
}
