package io.streamlab.kinesis.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.DataLossException;
import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.RateLimitedKinesisCalls;
import io.streamlab.kinesis.client.ScriptedAnswers;
import io.streamlab.kinesis.client.ShardRateLimiter;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class ShardRecordsTest {

    private static final String SHARD = "shardId-000000000000";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);

    @Test
    void rangeEndsAtItsLastRecordWhateverFollows() {
        List<String> numbers = put(10);

        assertThat(read(range(numbers.get(2), numbers.get(5)), true)).containsExactly("2", "3", "4", "5");
        assertThat(read(range(numbers.get(9), numbers.get(9)), true)).containsExactly("9");
    }

    @Test
    void rangeOfAClosedShardGoesToItsEnd() {
        List<String> numbers = put(5);
        kinesis.split(SHARD);

        assertThat(read(range(numbers.get(2), null), true)).containsExactly("2", "3", "4");
    }

    @Test
    void emptyAnswersAreFollowed() {
        List<String> numbers = put(5);
        kinesis.setEmptyAnswersBeforeRecords(50);

        assertThat(read(range(numbers.get(0), numbers.get(4)), true)).hasSize(5);
    }

    @Test
    void iteratorThatExpiresWhileReadingIsRenewed() {
        List<String> numbers = put(20_000);
        ShardRecords records = open(range(numbers.get(0), numbers.get(19_999)), true);

        List<String> texts = new ArrayList<>();
        while (records.advance()) {
            texts.add(SimulatedQuery.text(records.current()));
            if (texts.size() == 10_000) {
                clock.advance(Duration.ofMinutes(6));
            }
        }

        assertThat(texts).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(records.counts().dataLosses()).isZero();
    }

    @Test
    void recordsOfTenMebibytesAreRead() {
        int bytes = 10 * 1024 * 1024;
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) 7);
        String number =
                kinesis.put("key", SdkBytes.fromByteArray(payload)).record().sequenceNumber();
        ShardRecords records = open(range(number, number), true);

        assertThat(records.advance()).isTrue();
        assertThat(records.current().data()).isEqualTo(payload);
        assertThat(records.advance()).isFalse();
        assertThat(records.counts().of(Counter.BYTES_USED)).isEqualTo(bytes + "key".length());
    }

    @Test
    void noMoreIsFetchedThanTheRangeNeeds() {
        List<String> numbers = put(20_000);

        assertThat(fetched(numbers, 100, 100, 100)).isBetween(100L, 110L);
        assertThat(fetched(numbers, 5_000, 1_000, 1_000)).isBetween(1_000L, 1_030L);
        assertThat(fetched(numbers, 0, 20_000, 20_000)).isEqualTo(20_000);
        assertThat(fetched(numbers, 0, 1, 1)).isBetween(1L, 2L);
    }

    @Test
    void rangeIsReadWholeThoughThePlanExpectedFewerRecords() {
        List<String> numbers = put(20_000);

        assertThat(fetched(numbers, 0, 15_000, 1)).isBetween(15_000L, 20_000L);
        assertThat(fetched(numbers, 0, 1_000, 990)).isBetween(1_000L, 1_120L);
        assertThat(fetched(numbers, 10, 30, 0)).isEqualTo(100);
    }

    @Test
    void rangeEndsAtItsLastRecordThoughThePlanExpectedMore() {
        List<String> numbers = put(20_000);

        assertThat(fetched(numbers, 0, 10, 100)).isBetween(100L, 110L);
        assertThat(fetched(numbers, 0, 10, 1_000_000)).isEqualTo(10_000);
        assertThat(fetched(numbers, 19_000, 1_000, 1_000_000)).isEqualTo(1_000);
    }

    @Test
    void fullAnswersAreAskedForWhereThePlanHasNoIdea() {
        List<String> numbers = put(20_000);
        ShardRecords records = open(range(numbers.get(0), numbers.get(99)), true);

        assertThat(texts(records)).hasSize(100);
        assertThat(records.counts().of(Counter.RECORDS_FETCHED)).isEqualTo(10_000);
        assertThat(records.counts().of(Counter.RECORDS_USED)).isEqualTo(100);
        assertThat(records.counts().of(Counter.BYTES_FETCHED))
                .isGreaterThan(90 * records.counts().of(Counter.BYTES_USED));
    }

    /** Reads a range, and returns how many records Kinesis sent for it. */
    private long fetched(List<String> numbers, int first, int count, long expected) {
        ShardPosition end = ShardPosition.after(numbers.get(first + count - 1));
        ShardOffset offset =
                ShardOffset.reading(numbers.get(first), end, Instant.EPOCH).withRecords(OptionalLong.of(expected));
        CallStatistics statisticsOfRange = new CallStatistics();
        ShardRecords records =
                open(ShardRange.of(SHARD, null, offset).orElseThrow(), true, ScriptedAnswers.none(), statisticsOfRange);

        assertThat(texts(records))
                .hasSize(count)
                .startsWith(Integer.toString(first))
                .endsWith(Integer.toString(first + count - 1));
        return statisticsOfRange.of(Counter.RECORDS_FETCHED);
    }

    @Test
    void emptyAnswersAreCounted() {
        List<String> numbers = put(5);
        ShardRecords records = open(range(numbers.get(0), numbers.get(4)), true, ScriptedAnswers.emptyStretch(7));

        assertThat(texts(records)).hasSize(5);
        assertThat(records.counts().of(Counter.EMPTY_ANSWERS)).isEqualTo(7);
    }

    @Test
    void trimmedBeginningIsALoss() {
        List<String> numbers = put(5);
        trimFirst(2);

        assertThatThrownBy(() -> read(range(numbers.get(0), numbers.get(4)), true))
                .isInstanceOf(DataLossException.class)
                .hasMessage("Data loss in shard " + SHARD + " of stream orders: the batch's records from "
                        + numbers.get(0) + " up to " + numbers.get(4) + ": the oldest record left is "
                        + numbers.get(2) + ". Set failOnDataLoss to false to skip the lost records.");
    }

    @Test
    void whatIsLeftIsReadWhereLossIsAllowed() {
        List<String> numbers = put(5);
        trimFirst(2);
        ShardRecords records = open(range(numbers.get(0), numbers.get(4)), false);

        assertThat(texts(records)).containsExactly("2", "3", "4");
        assertThat(records.counts().dataLosses()).isOne();
        assertThat(records.counts().of(Counter.RECORDS_USED)).isEqualTo(3);
    }

    @Test
    void rangeTrimmedWholeHoldsNothingThatFollows() {
        List<String> numbers = put(5);
        trimFirst(4);
        ShardRecords records = open(range(numbers.get(0), numbers.get(2)), false);

        assertThat(texts(records)).isEmpty();
        assertThat(records.counts().dataLosses()).isOne();
    }

    @Test
    void shardThatIsGoneIsALoss() {
        List<String> numbers = put(2);
        kinesis.split(SHARD);
        clock.advance(Duration.ofHours(25));
        kinesis.trim();

        assertThatThrownBy(() -> read(range(numbers.get(0), numbers.get(1)), true))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("the shard is gone: Shard " + SHARD + " does not exist");
    }

    @Test
    void streamMadeAgainIsALoss() {
        List<String> numbers = put(2);
        kinesis.deleteAndCreate(1);

        assertThatThrownBy(() -> read(range(numbers.get(0), numbers.get(1)), true))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("Kinesis does not know " + numbers.get(0) + ": it belongs to another stream");
    }

    @Test
    void recordsOfAnotherStreamAreNotTakenThoughTheirNumbersLieInTheRange() {
        List<String> numbers = put(5);
        kinesis.deleteAndCreate(1);
        List<String> ofAnotherStream = put(5);
        String later =
                new BigInteger(ofAnotherStream.get(4)).add(BigInteger.ONE).toString();

        assertOneLoss(range(numbers.get(0), later));
        assertOneLoss(range(numbers.get(0), ofAnotherStream.get(4)));
        assertOneLoss(range(numbers.get(0), null));
    }

    @Test
    void streamMadeAgainWhileARangeIsReadIsALoss() {
        List<String> numbers = put(20_000);
        ShardRecords records = open(range(numbers.get(0), numbers.get(19_999)), false);
        List<String> texts = new ArrayList<>();
        while (records.advance()) {
            texts.add(SimulatedQuery.text(records.current()));
            if (texts.size() == 10_000) {
                kinesis.deleteAndCreate(1);
                put(10);
            }
        }

        assertThat(texts).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(records.counts().dataLosses()).isOne();
    }

    @Test
    void shardThatIsGoneIsCountedOnce() {
        List<String> numbers = put(2);
        kinesis.split(SHARD);
        clock.advance(Duration.ofHours(25));
        kinesis.trim();

        assertOneLoss(range(numbers.get(0), numbers.get(1)));
        assertOneLoss(range(numbers.get(0), null));
    }

    @Test
    void closedShardOfWhichNothingIsLeftIsALoss() {
        List<String> numbers = put(5);
        clock.advance(Duration.ofHours(23));
        kinesis.split(SHARD);
        clock.advance(Duration.ofHours(2));
        kinesis.trim();

        assertOneLoss(range(numbers.get(0), null));
        assertOneLoss(range(numbers.get(0), numbers.get(4)));
        assertThatThrownBy(() -> read(range(numbers.get(0), null), true))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("the shard ends without any of them");
    }

    @Test
    void closedShardTrimmedWhileItIsReadIsALoss() {
        List<String> numbers = put(20_000);
        kinesis.split(SHARD);
        ShardRecords records = open(range(numbers.get(0), null), false);
        List<String> texts = new ArrayList<>();
        while (records.advance()) {
            texts.add(SimulatedQuery.text(records.current()));
            if (texts.size() == 10_000) {
                clock.advance(Duration.ofHours(24));
                kinesis.trim();
            }
        }

        assertThat(texts).hasSize(10_000);
        assertThat(records.counts().dataLosses()).isOne();
    }

    @Test
    void rangeToTheEndOfAShardEndsThoughTheStreamWasMadeAgain() {
        List<String> numbers = put(5);
        kinesis.split(SHARD);
        kinesis.deleteAndCreate(1);
        assertOneLoss(range(numbers.get(0), null));

        put(5);
        assertOneLoss(range(numbers.get(0), null));

        ShardRecords underTraffic = open(range(numbers.get(0), null), false, (iterator, limit, model) -> {
            put(1);
            return model.apply(limit);
        });
        assertThat(texts(underTraffic)).isEmpty();
        assertThat(underTraffic.counts().dataLosses()).isOne();
        assertThatThrownBy(() -> read(range(numbers.get(0), null), true))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("it belongs to another stream, or the stream was deleted and created again");
    }

    @Test
    void rangeToTheEndOfAShardEndsThoughTheNewStreamsShardIsClosedToo() {
        List<String> numbers = put(5);
        kinesis.split(SHARD);
        kinesis.deleteAndCreate(1);
        put(5);
        kinesis.split(SHARD);

        assertOneLoss(range(numbers.get(0), null));
    }

    @Test
    void rangeOfANewerStreamTakesNothingOfAnOlderOne() {
        put(5);
        FakeKinesis older = kinesis;
        FakeKinesis newer = new FakeKinesis(clock, 1);
        for (int i = 0; i < 100; i++) {
            newer.put("key", "of the newer stream");
        }
        String first = newer.put("key", "first").record().sequenceNumber();
        String last = newer.put("key", "last").record().sequenceNumber();

        assertOneLoss(range(first, last));
        assertOneLoss(range(first, null));
        older.setMissingRecordsAreErrors(true);
        assertOneLoss(range(first, last));
        older.split(SHARD);
        assertOneLoss(range(first, last));
        assertOneLoss(range(first, null));
    }

    @Test
    void recordThatKinesisWronglyDoesNotFindIsNoReasonToReadTwice() {
        List<String> numbers = put(20_000);
        AtomicBoolean hiccup = new AtomicBoolean();
        kinesis.setFailures(call -> call.equals("GetShardIterator") && hiccup.getAndSet(false)
                ? Optional.of(ResourceNotFoundException.builder()
                        .message("Unable to find record")
                        .build())
                : Optional.empty());
        ShardRecords records = open(range(numbers.get(2), numbers.get(19_999)), true);
        hiccup.set(true);

        List<String> texts = new ArrayList<>();
        while (records.advance()) {
            texts.add(SimulatedQuery.text(records.current()));
            if (texts.size() % 7_000 == 0) {
                hiccup.set(true);
                clock.advance(Duration.ofMinutes(6));
            }
        }

        assertThat(texts).hasSize(19_998).doesNotHaveDuplicates().startsWith("2");
    }

    private void assertOneLoss(ShardRange range) {
        ShardRecords records = open(range, false);
        assertThat(texts(records)).isEmpty();
        assertThat(records.counts().dataLosses()).isOne();
        assertThatThrownBy(() -> read(range, true)).isInstanceOf(DataLossException.class);
    }

    private ShardRange range(String first, String last) {
        ShardPosition end = last == null ? ShardPosition.SHARD_END : ShardPosition.after(last);
        return ShardRange.of(SHARD, null, ShardOffset.reading(first, end, Instant.EPOCH))
                .orElseThrow();
    }

    private List<String> read(ShardRange range, boolean failOnDataLoss) {
        return texts(open(range, failOnDataLoss));
    }

    private static List<String> texts(ShardRecords records) {
        List<String> texts = new ArrayList<>();
        while (records.advance()) {
            texts.add(SimulatedQuery.text(records.current()));
        }
        return texts;
    }

    private ShardRecords open(ShardRange range, boolean failOnDataLoss) {
        return open(range, failOnDataLoss, ScriptedAnswers.none());
    }

    private ShardRecords open(ShardRange range, boolean failOnDataLoss, ScriptedAnswers.Script script) {
        return open(range, failOnDataLoss, script, new CallStatistics());
    }

    private ShardRecords open(
            ShardRange range, boolean failOnDataLoss, ScriptedAnswers.Script script, CallStatistics statistics) {
        ShardRateLimiter pace = new ShardRateLimiter(clock, clock);
        KinesisCalls calls = new RateLimitedKinesisCalls(
                ScriptedAnswers.of(kinesis, script),
                "orders",
                shardId -> pace,
                Duration.ofSeconds(60),
                statistics,
                clock,
                clock);
        return new ShardRecords(
                calls, statistics, range, new DataLossPolicy("orders", failOnDataLoss), PATIENCE, clock);
    }

    /** Puts records "0", "1", ... ten milliseconds apart. */
    private List<String> put(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(kinesis.put("key", Integer.toString(i)).record().sequenceNumber());
            clock.advance(Duration.ofMillis(10));
        }
        return numbers;
    }

    private void trimFirst(int count) {
        clock.advance(Duration.ofHours(24).minusMillis(10L * (5 - count)));
        kinesis.trim();
    }
}
