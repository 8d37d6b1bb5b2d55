package io.streamlab.kinesis.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.MisroutedAggregates;
import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Shard;

class MisroutingTest {

    private static final BigInteger END = BigInteger.ONE.shiftLeft(128);
    private static final BigInteger MIDDLE = BigInteger.ONE.shiftLeft(127);

    /** The MD5 of "alpha" is 2C17... and that of "beta" is 987B...: one in each half of all hash keys. */
    private static final HashKeyRange LOWER_HALF = new HashKeyRange(BigInteger.ZERO, MIDDLE.subtract(BigInteger.ONE));

    private static final HashKeyRange UPPER_HALF = new HashKeyRange(MIDDLE, END.subtract(BigInteger.ONE));

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);
    private ReadCounts counts = ReadCounts.NONE;

    @Test
    void recordsWhoseKeysBelongToTheShardAreDelivered() {
        SdkBytes aggregate =
                new AggregatedRecordWriter().add("alpha", "a").add("alpha", "b").bytes();

        assertThat(texts(aggregate, LOWER_HALF, MisroutedAggregates.DROP)).containsExactly("a", "b");
        assertThat(misrouted()).isZero();
    }

    @Test
    void recordsOfOtherShardsAreDroppedAndCounted() {
        SdkBytes aggregate = new AggregatedRecordWriter()
                .add("alpha", "a")
                .add("beta", "b")
                .add("alpha", "c")
                .add("beta", "d")
                .bytes();

        assertThat(texts(aggregate, LOWER_HALF, MisroutedAggregates.DROP)).containsExactly("a", "c");
        assertThat(misrouted()).isEqualTo(2);
        assertThat(texts(aggregate, UPPER_HALF, MisroutedAggregates.DROP)).containsExactly("b", "d");
        assertThat(misrouted()).isEqualTo(4);
    }

    @Test
    void recordsOfOtherShardsAreKeptAndCountedByDefault() {
        SdkBytes aggregate =
                new AggregatedRecordWriter().add("alpha", "a").add("beta", "b").bytes();

        assertThat(texts(aggregate, LOWER_HALF, MisroutedAggregates.KEEP)).containsExactly("a", "b");
        assertThat(misrouted()).isOne();
    }

    @Test
    void placesInTheAggregateStayThoughARecordBeforeIsDropped() {
        SdkBytes aggregate =
                new AggregatedRecordWriter().add("beta", "b").add("alpha", "a").bytes();

        assertThat(read(aggregate, Optional.of(LOWER_HALF), MisroutedAggregates.DROP))
                .singleElement()
                .satisfies(record -> assertThat(record.subSequenceNumber()).isOne());
    }

    @Test
    void rangeOfMisroutedRecordsAloneIsEmptyAndNoLoss() {
        SdkBytes aggregate =
                new AggregatedRecordWriter().add("beta", "b").add("beta", "c").bytes();

        assertThat(texts(aggregate, LOWER_HALF, MisroutedAggregates.DROP)).isEmpty();
        assertThat(counts.of(Counter.RECORDS_USED)).isOne();
    }

    @Test
    void explicitHashKeyDecidesAndNotThePartitionKey() {
        SdkBytes aggregate = new AggregatedRecordWriter()
                .add("alpha", MIDDLE.toString(), "by the key of the upper half")
                .add("beta", "0", "by the key of the lower half")
                .add("beta", MIDDLE.subtract(BigInteger.ONE).toString(), "at the end of the lower half")
                .bytes();

        assertThat(texts(aggregate, LOWER_HALF, MisroutedAggregates.DROP))
                .containsExactly("by the key of the lower half", "at the end of the lower half");
        assertThat(texts(aggregate, UPPER_HALF, MisroutedAggregates.DROP))
                .containsExactly("by the key of the upper half");
    }

    @Test
    void recordThatMayBelongToTheShardIsKept() {
        SdkBytes leftOut = AggregatedRecordWriter.proto3()
                .add("beta", "0", "its index is left out")
                .add("beta", MIDDLE.toString(), "its index is 1")
                .bytes();
        SdkBytes noHashKey = new AggregatedRecordWriter()
                .add("beta", "none", "not a number")
                .add("beta", "", "empty")
                .add("beta", "-1", "negative")
                .bytes();

        assertThat(texts(leftOut, LOWER_HALF, MisroutedAggregates.DROP)).containsExactly("its index is left out");
        assertThat(texts(noHashKey, LOWER_HALF, MisroutedAggregates.DROP)).hasSize(3);
    }

    @Test
    void plainRecordIsNeverMisrouted() {
        assertThat(texts(SdkBytes.fromUtf8String("plain"), UPPER_HALF, MisroutedAggregates.DROP))
                .containsExactly("plain");
        assertThat(texts(SdkBytes.fromUtf8String("plain"), LOWER_HALF, MisroutedAggregates.DROP))
                .containsExactly("plain");
        assertThat(misrouted()).isZero();
    }

    @Test
    void recordsAreKeptWhereTheShardsHashKeysAreUnknown() {
        SdkBytes aggregate =
                new AggregatedRecordWriter().add("alpha", "a").add("beta", "b").bytes();

        assertThat(read(aggregate, Optional.empty(), MisroutedAggregates.DROP)).hasSize(2);
        assertThat(misrouted()).isZero();
    }

    @Test
    void hashKeysAreThoseThatAreListed() {
        assertThat(kinesis.listShards())
                .singleElement()
                .extracting(shard -> HashKeyRange.of(shard).map(HashKeyRange::toString))
                .isEqualTo(Optional.of("0 to " + END.subtract(BigInteger.ONE)));
        assertThat(HashKeyRange.of(Shard.builder().build())).isEmpty();
        assertThat(HashKeyRange.of(Shard.builder().hashKeyRange(range -> {}).build()))
                .isEmpty();
    }

    @Property(tries = 200)
    void everyRecordBelongsToExactlyOneHalf(@ForAll List<String> partitionKeys) {
        AggregatedRecordWriter writer = new AggregatedRecordWriter();
        partitionKeys.forEach(key -> writer.add(key, key));
        SdkBytes aggregate = writer.bytes();
        long misroutedBefore = misrouted();

        List<UserRecord> delivered =
                new ArrayList<>(read(aggregate, Optional.of(LOWER_HALF), MisroutedAggregates.DROP));
        delivered.addAll(read(aggregate, Optional.of(UPPER_HALF), MisroutedAggregates.DROP));

        assertThat(delivered)
                .extracting(UserRecord::subSequenceNumber)
                .doesNotHaveDuplicates()
                .hasSameSizeAs(partitionKeys);
        assertThat(misrouted() - misroutedBefore).isEqualTo(partitionKeys.size());
    }

    private List<String> texts(SdkBytes data, HashKeyRange shardKeys, MisroutedAggregates misrouted) {
        return read(data, Optional.of(shardKeys), misrouted).stream()
                .map(SimulatedQuery::text)
                .toList();
    }

    private List<UserRecord> read(
            SdkBytes data, Optional<HashKeyRange> shardKeys, MisroutedAggregates misroutedAggregates) {
        FakeKinesis.PutRecord put = kinesis.put("outer", data);
        String number = put.record().sequenceNumber();
        ShardRange range = ShardRange.of(
                        put.shardId(), null, ShardOffset.reading(number, ShardPosition.after(number), Instant.EPOCH))
                .orElseThrow();
        ShardRecords reader = new ShardRecords(
                kinesis,
                new CallStatistics(),
                range,
                shardKeys,
                misroutedAggregates,
                new DataLossPolicy("orders", true),
                Duration.ofSeconds(60),
                clock);
        List<UserRecord> records = new ArrayList<>();
        while (reader.advance()) {
            records.add(reader.current());
        }
        counts = counts.plus(reader.counts());
        return records;
    }

    private long misrouted() {
        return counts.of(Counter.MISROUTED_RECORDS);
    }
}
