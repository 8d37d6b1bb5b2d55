package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.record.UserRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Versions of one row with the same ordering value, put one after the other into one shard, while Kinesis' arrival times run
 * backwards. The last version is the latest event: within a batch, across batches, and after a replay.
 */
class TiesTest {
    private static final EventOrder ORDER = new EventOrder(
            new StructType().add("uuid", "string").add("orderdate", "string"),
            "orderdate",
            Optional.empty(),
            Optional.empty());

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 2);
    private final Map<String, List<UserRecord>> byShard = new LinkedHashMap<>();
    private int put;

    @Test
    void theLastVersionIsTheLatestEventInWhicheverBatchItIs() {
        kinesis.setArrivalError(Duration.ofSeconds(5));
        Random random = new Random(17);
        try (SimulatedQuery query = new SimulatedQuery(kinesis, clock, Map.of())) {
            for (int round = 0; round < 60; round++) {
                putSome(1 + random.nextInt(12), random);
                Optional<SimulatedQuery.Batch> batch = query.plan(1 + random.nextInt(9));
                if (random.nextInt(4) == 0) {
                    query.restart();
                }
                batch.ifPresent(this::readAndReplay);
            }
            for (Optional<SimulatedQuery.Batch> rest = query.plan(5); rest.isPresent(); rest = query.plan(5)) {
                read(rest.get());
            }
        }

        assertThat(byShard.values().stream().mapToInt(List::size).sum()).isEqualTo(put);
        assertThat(byShard.values())
                .hasSize(2)
                .allSatisfy(records -> assertThat(orders(records, UserRecord::monotoneArrival))
                        .isSorted()
                        .doesNotHaveDuplicates())
                .as("what Kinesis itself says of the arrivals")
                .noneSatisfy(records ->
                        assertThat(orders(records, UserRecord::arrival)).isSorted());
    }

    private void putSome(int count, Random random) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(800)));
            kinesis.put("key-" + random.nextInt(10), "version " + put++);
        }
    }

    private void read(SimulatedQuery.Batch batch) {
        batch.read().forEach((shard, records) -> byShard.computeIfAbsent(shard, id -> new ArrayList<>())
                .addAll(records));
    }

    private void readAndReplay(SimulatedQuery.Batch batch) {
        Map<String, List<UserRecord>> read = batch.read();
        // What comes into the stream after the plan does not change the batch.
        kinesis.put("key-" + put % 10, "version " + put++);
        Map<String, List<UserRecord>> replayed = batch.read();

        read.forEach((shard, records) -> {
            assertThat(orders(replayed.get(shard), UserRecord::monotoneArrival))
                    .isEqualTo(orders(records, UserRecord::monotoneArrival));
            byShard.computeIfAbsent(shard, id -> new ArrayList<>()).addAll(records);
        });
    }

    private static List<String> orders(List<UserRecord> records, Function<UserRecord, Instant> arrival) {
        List<String> orders = new ArrayList<>();
        for (UserRecord record : records) {
            try {
                orders.add(ORDER.of(
                        RowFactory.create("a", "1/4/10"),
                        arrival.apply(record).toEpochMilli(),
                        record.sequenceNumber(),
                        record.subSequenceNumber()));
            } catch (RejectedRecordException e) {
                throw new IllegalStateException(e);
            }
        }
        return orders;
    }
}
