package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/** What batches hold when each plan goes by the density that the plan before found, and what planning reads for it. */
class BatchBoundByTimeTest {

    private static final String SHARD = "shardId-000000000000";
    private static final int MEBIBYTE = 1 << 20;

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);
    private final BoundedReading reading = new BoundedReading(kinesis, SHARD, clock);
    private final List<String> sent = new ArrayList<>();

    @Test
    void steadyBacklogCostsOneProbeForEachBatch() {
        put(50_000, Duration.ofMillis(20));
        batch(Bound.ofRecords(2_000));
        batch(Bound.ofRecords(2_000));

        for (int i = 0; i < 10; i++) {
            kinesis.takeCalls();
            BoundedReading.Batch batch = batch(Bound.ofRecords(2_000));

            assertThat(kinesis.takeCalls())
                    .containsExactly(
                            // the plan, and the task
                            "GetShardIterator", "GetRecords", "GetShardIterator", "GetRecords");
            assertThat(batch.records()).hasSizeBetween(1_900, 2_100);
        }
    }

    @Test
    void expectedRecordsAreAboutTheBatchs() {
        put(20_000, Duration.ofMillis(10));

        for (BoundedReading.Batch batch : all(Bound.ofRecords(3_000)).subList(0, 5)) {
            assertThat(batch.plan().expectedRecords().orElseThrow())
                    .isBetween((long) (batch.records().size() * 0.95), (long)
                            (batch.records().size() * 1.05));
        }
    }

    @Test
    void recordsOfAMebibyteAreBoundedInBytes() {
        // Half an hour of a full shard; a day's backlog has no other density.
        SdkBytes data = SdkBytes.fromByteArray(new byte[MEBIBYTE - 3]);
        put(1_800, Duration.ofSeconds(1), data);

        List<BoundedReading.Batch> batches = all(new Bound(100_000, 100_000_000));

        assertThat(sizes(batches)).hasSizeBetween(18, 21);
        assertThat(bytes(batches)).allMatch(bytes -> bytes < 100_000_000 + 2 * MEBIBYTE);
        assertThat((double) reading.planning().of(Counter.BYTES_FETCHED) / (1_800L * MEBIBYTE))
                .isLessThan(0.06);
    }

    @Test
    void sparseLargeRecordsAreBoundedInBytes() {
        SdkBytes data = SdkBytes.fromByteArray(new byte[MEBIBYTE - 3]);
        put(500, Duration.ofSeconds(30), data);

        List<BoundedReading.Batch> batches = all(new Bound(100_000, 50_000_000));

        assertThat(sizes(batches)).hasSizeBetween(10, 14);
        assertThat(bytes(batches)).allMatch(bytes -> bytes < 60_000_000);
    }

    @Test
    void recordLargerThanTheBoundIsABatchOfOne() {
        put(2, Duration.ZERO, SdkBytes.fromByteArray(new byte[10 * MEBIBYTE]));
        put(1, Duration.ZERO);

        assertThat(sizes(all(new Bound(1_000, MEBIBYTE)))).containsExactly(1, 1, 1);
    }

    @Test
    void tinyAndHugeRecordsTogetherAreBoundedInBytes() {
        SdkBytes huge = SdkBytes.fromByteArray(new byte[MEBIBYTE - 3]);
        for (int second = 0; second < 600; second++) {
            put(20, Duration.ofMillis(45));
            put(1, Duration.ofMillis(100), second % 3 == 0 ? huge : SdkBytes.fromByteArray(new byte[100]));
        }

        List<BoundedReading.Batch> batches = all(new Bound(100_000, 20_000_000));

        assertThat(bytes(batches)).allMatch(bytes -> bytes < 32_000_000);
        assertThat(sizes(batches)).hasSizeLessThan(20);
    }

    @Test
    void quietNightEndsNoBound() {
        put(6_000, Duration.ofMillis(100));
        clock.advance(Duration.ofHours(9));
        put(60_000, Duration.ofMillis(2));

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 6_500);
        assertThat(sizes(batches)).hasSizeLessThan(22);
    }

    @Test
    void trickleAtNightEndsNoBound() {
        put(3_000, Duration.ofMillis(100));
        put(500, Duration.ofMinutes(1));
        put(60_000, Duration.ofMillis(2));

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 7_000);
        assertThat(sizes(batches)).hasSizeLessThan(25);
    }

    @Test
    void gapInAClosedShardEndsNoBound() {
        put(30_000, Duration.ofMillis(2));
        clock.advance(Duration.ofDays(3));
        put(30_000, Duration.ofMillis(2));
        kinesis.split(SHARD);
        clock.advance(Duration.ofDays(3));

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 6_000);
    }

    @Test
    void sparseBeginningOfAClosedShardPromisesNothingForItsRest() {
        put(25, Duration.ofMinutes(1));
        put(20_000, Duration.ofMillis(1));
        kinesis.split(SHARD);

        assertThat(sizes(all(Bound.ofRecords(1_000)))).allMatch(size -> size <= 2_000);
    }

    @Test
    void emptySamplesEndNoBound() {
        kinesis.setEmptyAnswersBeforeRecords(11);
        put(30_000, Duration.ofMillis(2));
        clock.advance(Duration.ofHours(9));
        put(30_000, Duration.ofMillis(2));
        kinesis.split(SHARD);

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 6_000);
        assertThat(sizes(batches)).hasSizeLessThan(20);
    }

    @Test
    void ratesRiseAndFall() {
        for (int round = 0; round < 3; round++) {
            for (int millis : new int[] {1_000, 300, 100, 30, 10, 3, 10, 30, 100, 300}) {
                put(Math.min(20_000, 600_000 / millis), Duration.ofMillis(millis));
            }
        }

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 7_500);
        assertThat(sizes(batches)).hasSizeLessThan(2 * sent.size() / 5_000);
    }

    @Test
    void lumpsOfOneMomentAreDividedByCounting() {
        for (int second = 0; second < 20; second++) {
            put(500, Duration.ZERO);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(sizes(all(Bound.ofRecords(700))))
                .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(700));
    }

    @Test
    void lumpsOfOneMomentAreDividedByTimeWhereTheBoundIsLarger() {
        for (int second = 0; second < 60; second++) {
            put(500, Duration.ZERO);
            clock.advance(Duration.ofSeconds(1));
        }

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(2_000));

        assertThat(sizes(batches)).allMatch(size -> size <= 2_500);
        assertThat(sizes(batches)).hasSizeLessThan(25);
    }

    @Test
    void rareLumpsFillBatches() {
        for (int minute = 0; minute < 200; minute++) {
            put(200, Duration.ZERO);
            clock.advance(Duration.ofMinutes(1));
        }

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 6_000);
        assertThat(sizes(batches)).hasSizeLessThan(14);
    }

    @Test
    void moreThanAShardTakesIsBoundedNearTheBound() {
        for (int millisecond = 0; millisecond < 10_000; millisecond++) {
            put(8, Duration.ZERO);
            clock.advance(Duration.ofMillis(1));
        }

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size < 10_000);
    }

    @Test
    void aMomentLargerThanTheBoundIsDividedByCounting() {
        put(30_000, Duration.ZERO);
        clock.advance(Duration.ofMinutes(5));
        put(30_000, Duration.ZERO);
        clock.advance(Duration.ofSeconds(1));

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(5_000));

        assertThat(sizes(batches)).allMatch(size -> size <= 5_000);
    }

    @Test
    void arrivalTimesThatRunBackwardsLoseNothing() {
        kinesis.setArrivalError(Duration.ofSeconds(5));
        put(20_000, Duration.ofMillis(5));

        List<BoundedReading.Batch> batches = all(Bound.ofRecords(3_000));

        assertThat(sizes(batches)).allMatch(size -> size < 4_000);
        assertThat(reading.planning().of(Counter.RECORDS_FETCHED)).isLessThan(3_000);
    }

    @Test
    void slowShardIsOneBatch() {
        put(2_000, Duration.ofMinutes(5));

        assertThat(sizes(all(new Bound(100_000, 100_000_000)))).hasSizeLessThan(5);
    }

    private BoundedReading.Batch batch(Bound bound) {
        return reading.next(bound).orElseThrow();
    }

    /** Reads all, and checks that every record is there once and in order. */
    private List<BoundedReading.Batch> all(Bound bound) {
        List<BoundedReading.Batch> batches = reading.all(bound);
        List<String> read = new ArrayList<>();
        batches.forEach(batch -> read.addAll(batch.sequenceNumbers()));
        assertThat(read.equals(sent)).as("all records, once and in order").isTrue();
        assertThat(sizes(batches)).doesNotContain(0);
        return batches;
    }

    private static List<Integer> sizes(List<BoundedReading.Batch> batches) {
        return batches.stream().map(batch -> batch.records().size()).toList();
    }

    private static List<Long> bytes(List<BoundedReading.Batch> batches) {
        return batches.stream().map(BoundedReading.Batch::bytes).toList();
    }

    private void put(int count, Duration apart) {
        put(count, apart, SdkBytes.fromUtf8String("record"));
    }

    private void put(int count, Duration apart, SdkBytes data) {
        for (int i = 0; i < count; i++) {
            sent.add(kinesis.put("key", data).record().sequenceNumber());
            clock.advance(apart);
        }
    }
}
