package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.core.SdkBytes;

/** However records arrive: batches hold every record once, none is empty, and each keeps its bound as far as stated. */
class BatchBoundPropertiesTest {

    private static final String SHARD = "shardId-000000000000";

    /** A density may be off by so much before a sample tells; see {@link Density}. */
    private static final int TOLERANCE = 3;

    private static final int RECORDS_OF_A_SECOND = 1_000;
    private static final int LARGEST_RECORD = 40_000;

    /** A stretch of time in which records arrive evenly, all at once, or not at all. */
    record Phase(int records, Duration apart, Duration silence, int bytes) {}

    @Property(tries = 60)
    void batchesOfADenseShardKeepTheirBound(
            @ForAll("dense") List<Phase> phases,
            @ForAll @IntRange(min = 201, max = 4_000) int records,
            @ForAll boolean closed,
            @ForAll boolean emptyAnswers) {
        Shard shard = new Shard();
        phases.forEach(shard::play);
        shard.ends(closed, emptyAnswers);

        for (BoundedReading.Batch batch : shard.readAll(Bound.ofRecords(records))) {
            assertThat(batch.records().size()).isLessThanOrEqualTo(TOLERANCE * records + RECORDS_OF_A_SECOND + 1);
        }
    }

    @Property(tries = 60)
    void batchesOfAnyShardHoldEveryRecordOnceAndNoneIsEmpty(
            @ForAll("anything") List<Phase> phases,
            @ForAll @IntRange(min = 1, max = 3_000) int records,
            @ForAll @IntRange(min = 1, max = 3_000_000) int bytes,
            @ForAll boolean closed,
            @ForAll boolean emptyAnswers,
            @ForAll boolean timesAreOff) {
        Shard shard = new Shard();
        if (timesAreOff) {
            shard.kinesis.setArrivalError(Duration.ofSeconds(3));
        }
        phases.forEach(shard::play);
        shard.ends(closed, emptyAnswers);

        for (BoundedReading.Batch batch : shard.readAll(new Bound(records, bytes))) {
            if (batch.plan().isCounted() && batch.records().size() > 1) {
                assertThat(batch.records().size()).isLessThanOrEqualTo(records);
                assertThat(batch.bytes()).isLessThanOrEqualTo(bytes);
            }
        }
    }

    @Property(tries = 30)
    void boundOfAFewRecordsIsExact(
            @ForAll("anything") List<Phase> phases,
            @ForAll @IntRange(min = 1, max = BatchBound.COUNTED_RECORDS) int records) {
        Shard shard = new Shard();
        phases.stream().limit(3).forEach(shard::play);
        shard.ends(false, false);

        for (BoundedReading.Batch batch : shard.readAll(Bound.ofRecords(records))) {
            assertThat(batch.records().size()).isLessThanOrEqualTo(records);
        }
    }

    @Property(tries = 40)
    void batchesOfASteadyShardAreNearlyFull(
            @ForAll @IntRange(min = 1, max = 400) int millisApart,
            @ForAll @IntRange(min = 400, max = 2_000) int records,
            @ForAll long seed) {
        Shard shard = new Shard();
        Random random = new Random(seed);
        for (int i = 0; i < 12_000; i++) {
            shard.play(new Phase(1, Duration.ZERO, Duration.ofMillis(1 + random.nextInt(2 * millisApart)), 100));
        }
        shard.ends(false, false);

        List<BoundedReading.Batch> batches = shard.readAll(Bound.ofRecords(records));

        assertThat(batches.size()).isLessThanOrEqualTo(2 + 12_000 * 3 / 2 / records);
        for (BoundedReading.Batch batch : batches) {
            assertThat(batch.records().size()).isLessThanOrEqualTo(2 * records);
        }
    }

    /**
     * At most 1,000 records a second, and no fewer than 500 but for pauses of up to a second. After a longer silence a burst
     * may stay unseen between two samples.
     */
    @Provide
    Arbitrary<List<Phase>> dense() {
        Arbitrary<Phase> even = Combinators.combine(
                        Arbitraries.integers().between(100, 4_000),
                        Arbitraries.integers().between(1, 2),
                        shortSilences())
                .as((records, millis, silence) -> new Phase(records, Duration.ofMillis(millis), silence, 100));
        Arbitrary<Phase> lump = Combinators.combine(Arbitraries.integers().between(10, 500), shortSilences())
                .as((records, silence) ->
                        new Phase(records, Duration.ZERO, silence.plus(Duration.ofMillis(records)), 100));
        return Arbitraries.oneOf(even, even, lump).list().ofMinSize(1).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<Phase>> anything() {
        Arbitrary<Phase> phases = Combinators.combine(
                        Arbitraries.integers().between(1, 2_000),
                        Arbitraries.of(0, 1, 3, 40, 1_000, 60_000),
                        silences(),
                        Arbitraries.of(10, 1_000, LARGEST_RECORD))
                .as((records, millis, silence, bytes) -> new Phase(
                        bytes == LARGEST_RECORD ? Math.min(records, 100) : records,
                        Duration.ofMillis(millis),
                        silence,
                        bytes));
        return phases.list().ofMinSize(1).ofMaxSize(8);
    }

    private static Arbitrary<Duration> shortSilences() {
        return Arbitraries.of(0L, 0L, 10L, 300L, 1_000L).map(Duration::ofMillis);
    }

    private static Arbitrary<Duration> silences() {
        return Arbitraries.of(0L, 0L, 0L, 300L, 5_000L, 600_000L, 30_000_000L).map(Duration::ofMillis);
    }

    private static final class Shard {

        private final ManualClock clock = new ManualClock();
        private final FakeKinesis kinesis = new FakeKinesis(clock, 1);
        private final List<String> sent = new ArrayList<>();

        void play(Phase phase) {
            SdkBytes data = SdkBytes.fromByteArray(new byte[phase.bytes]);
            for (int i = 0; i < phase.records; i++) {
                sent.add(kinesis.put("key", data).record().sequenceNumber());
                clock.advance(phase.apart);
            }
            clock.advance(phase.silence);
        }

        void ends(boolean closed, boolean emptyAnswers) {
            if (closed) {
                kinesis.split(SHARD);
                clock.advance(Duration.ofHours(1));
            }
            kinesis.setEmptyAnswersBeforeRecords(emptyAnswers ? 11 : 0);
        }

        List<BoundedReading.Batch> readAll(Bound bound) {
            List<BoundedReading.Batch> batches = new BoundedReading(kinesis, SHARD, clock).all(bound);
            List<String> read = new ArrayList<>();
            batches.forEach(batch -> read.addAll(batch.sequenceNumbers()));
            assertThat(read.equals(sent)).as("every record once, in order").isTrue();
            assertThat(batches.stream().anyMatch(batch -> batch.records().isEmpty()))
                    .isFalse();
            return batches;
        }
    }
}
