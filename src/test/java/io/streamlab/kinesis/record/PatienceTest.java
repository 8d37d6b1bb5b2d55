package io.streamlab.kinesis.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.DataLossException;
import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.RateLimitedKinesisCalls;
import io.streamlab.kinesis.client.ScriptedAnswers;
import io.streamlab.kinesis.client.ScriptedAnswers.Script;
import io.streamlab.kinesis.client.ShardRateLimiter;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;

/** A range's reader waits as long as Kinesis gets on, however slow its consumer is, and never skips a record that is there. */
class PatienceTest {

    private static final String SHARD = "shardId-000000000000";
    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration LONGER_THAN_PATIENCE = Duration.ofMinutes(3);

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);

    // ---- the consumer's time

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void consumerThatTakesLongForAnAnswerMissesNothing(boolean failOnDataLoss) {
        List<String> numbers = put(300);
        ShardRecords records = open(range(numbers), failOnDataLoss, Duration.ofSeconds(60), emptyInTurnFrom(1));

        assertThat(consume(records, taken -> taken % 100 == 99 ? LONGER_THAN_PATIENCE : Duration.ZERO))
                .isEqualTo(texts(300));
        assertThat(records.counts().dataLosses()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void consumerSlowerThanAnIteratorsLifeMissesNothing(boolean failOnDataLoss) {
        List<String> numbers = put(20_000);
        kinesis.setEmptyAnswersBeforeRecords(3);
        ShardRecords records = open(range(numbers), failOnDataLoss, Duration.ofSeconds(60), ScriptedAnswers.none());

        assertThat(consume(records, taken -> taken == 9_999 ? Duration.ofMinutes(6) : Duration.ZERO))
                .isEqualTo(texts(20_000));
        assertThat(records.counts().dataLosses()).isZero();
    }

    @Test
    void consumerThatTakesLongForEachRecordMissesNothing() {
        List<String> numbers = put(40);
        ShardRecords records = open(range(numbers), false, Duration.ofSeconds(1), ScriptedAnswers.atMost(1));

        assertThat(consume(records, taken -> LONGER_THAN_PATIENCE)).isEqualTo(texts(40));
        assertThat(records.counts().dataLosses()).isZero();
    }

    @Test
    void consumerThatBeginsLateMissesNothing() {
        List<String> numbers = put(5);
        ShardRecords records = open(range(numbers), true, Duration.ofSeconds(60), emptyInTurnFrom(0));
        clock.advance(Duration.ofHours(1));

        assertThat(consume(records, taken -> Duration.ZERO)).isEqualTo(texts(5));
    }

    @Property(tries = 100)
    void noConsumerIsTooSlow(@ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<String> numbers = put(count);
        ShardRecords records = open(
                range(numbers),
                true,
                Duration.ofSeconds(1 + random.nextInt(30)),
                (iterator, limit, model) ->
                        random.nextInt(3) == 0 ? ScriptedAnswers.empty(iterator, random.nextInt(2)) : model.apply(1));

        assertThat(consume(records, taken -> Duration.ofSeconds(random.nextInt(900))))
                .isEqualTo(texts(count));
    }

    // ---- long stretches without records

    @ParameterizedTest
    @ValueSource(ints = {50, 700, 5_000, 60_000})
    void emptyAnswersThatGetOnAreFollowed(int emptyAnswers) {
        List<String> numbers = put(5);
        ShardRecords records =
                open(range(numbers), true, Duration.ofSeconds(60), ScriptedAnswers.emptyStretch(emptyAnswers));

        assertThat(consume(records, taken -> Duration.ZERO)).isEqualTo(texts(5));
    }

    @Test
    void emptyAnswersThatGetOnAreFollowedThoughTheRetryTimeoutIsTiny() {
        List<String> numbers = put(5);
        ShardRecords records = open(range(numbers), true, Duration.ofSeconds(1), ScriptedAnswers.emptyStretch(3_000));

        assertThat(consume(records, taken -> Duration.ZERO)).isEqualTo(texts(5));
    }

    @Test
    void aFewEmptyAnswersAreNoSilenceThoughTheRetryTimeoutIsTiny() {
        List<String> numbers = put(5);
        int[] left = {19};
        ShardRecords records = open(range(numbers), true, Duration.ofSeconds(1), (iterator, limit, model) -> {
            clock.advance(Duration.ofSeconds(30));
            return left[0]-- > 0 ? ScriptedAnswers.empty(iterator, 0) : model.apply(limit);
        });

        assertThat(consume(records, taken -> Duration.ZERO)).isEqualTo(texts(5));
    }

    @Test
    void emptyAnswersThatNowAndThenGetOnAreFollowed() {
        List<String> numbers = put(5);
        int[] answers = {0};
        ShardRecords records = open(range(numbers), true, Duration.ofSeconds(20), (iterator, limit, model) -> {
            int count = answers[0]++;
            // Kinesis falls behind while it searches, and gets on by leaps: each is less than the silence that is
            // allowed.
            return count < 2_000
                    ? ScriptedAnswers.empty(iterator, 10_000_000L - 1_000L * (count / 80) + 10L * (count % 80))
                    : model.apply(limit);
        });

        assertThat(consume(records, taken -> Duration.ZERO)).isEqualTo(texts(5));
    }

    // ---- calls that fail

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeInRefusedCallsIsNoSilence(boolean failOnDataLoss) {
        List<String> numbers = put(200);
        int[] attempts = {0};
        Instant begin = clock.instant();
        ShardRecords records =
                open(range(numbers), failOnDataLoss, Duration.ofSeconds(10), (iterator, limit, model) -> {
                    if (clock.instant().isBefore(begin.plus(Duration.ofMinutes(20))) && attempts[0]++ % 8 != 0) {
                        throw ProvisionedThroughputExceededException.builder()
                                .message("Rate exceeded")
                                .build();
                    }
                    return clock.instant().isBefore(begin.plus(Duration.ofMinutes(10)))
                            ? ScriptedAnswers.empty(iterator, 0)
                            : model.apply(limit);
                });

        assertThat(consume(records, taken -> Duration.ZERO)).isEqualTo(texts(200));
        assertThat(records.counts().dataLosses()).isZero();
        assertThat(records.counts().throttles()).isGreaterThan(100);
    }

    @Test
    void iteratorsThatExpireAgainAndAgainAreRenewed() {
        List<String> numbers = put(500);
        Random random = new Random(17);
        ShardRecords records = open(range(numbers), true, Duration.ofSeconds(10), (iterator, limit, model) -> {
            if (random.nextInt(3) == 0) {
                throw ExpiredIteratorException.builder()
                        .message("Iterator expired")
                        .build();
            }
            return model.apply(7);
        });

        assertThat(consume(records, taken -> Duration.ofSeconds(random.nextInt(700))))
                .isEqualTo(texts(500));
    }

    // ---- records that are gone, and a Kinesis that answers nothing

    @Test
    void silenceAtTheTipIsALoss() {
        List<String> numbers = put(5);
        ShardRecords records = open(
                range(numbers),
                true,
                Duration.ofSeconds(60),
                (iterator, limit, model) -> ScriptedAnswers.empty(iterator, 0));

        assertThatThrownBy(records::advance)
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("Kinesis answered without records for 60 s at the shard's newest record");
    }

    @Test
    void silenceEndsThoughEveryCallIsRefusedAtFirst() {
        List<String> numbers = put(5);
        int[] attempts = {0};
        ShardRecords records = open(range(numbers), false, Duration.ofSeconds(60), (iterator, limit, model) -> {
            if (attempts[0]++ % 2 == 0) {
                throw ProvisionedThroughputExceededException.builder()
                        .message("Rate exceeded")
                        .build();
            }
            return ScriptedAnswers.empty(iterator, 0);
        });

        assertThat(records.advance()).isFalse();
        assertThat(records.counts().dataLosses()).isOne();
        assertThat(attempts[0]).isLessThan(5_000);
    }

    @Test
    void silenceAtTheTipIsCountedOnceWhereLossIsAllowed() {
        List<String> numbers = put(5);
        ShardRecords records = open(
                range(numbers),
                false,
                Duration.ofSeconds(60),
                (iterator, limit, model) -> ScriptedAnswers.empty(iterator, 0));

        assertThat(records.advance()).isFalse();
        assertThat(records.counts().dataLosses()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void silenceBeforeTheTipFailsTheTaskAndSkipsNothing(boolean failOnDataLoss) {
        List<String> numbers = put(5);
        ShardRecords records = open(
                range(numbers),
                failOnDataLoss,
                Duration.ofSeconds(60),
                (iterator, limit, model) -> ScriptedAnswers.empty(iterator, 77_000));

        assertThatThrownBy(records::advance)
                .isInstanceOf(SilentShardException.class)
                .hasMessageContaining(SHARD)
                .hasMessageContaining("77000 ms")
                .hasMessageContaining(numbers.get(0));
        assertThat(records.counts().dataLosses()).isZero();
    }

    private List<String> consume(ShardRecords records, IntFunction<Duration> consumerTakes) {
        List<String> texts = new ArrayList<>();
        while (records.advance()) {
            clock.advance(consumerTakes.apply(texts.size()));
            texts.add(SimulatedQuery.text(records.current()));
        }
        return texts;
    }

    /** Returns a script with at most 100 records in an answer, which leaves out every other answer from a certain one on. */
    private static Script emptyInTurnFrom(int answers) {
        int[] count = {0};
        return (iterator, limit, model) -> {
            boolean empty = count[0] >= answers && (count[0] - answers) % 2 == 0;
            count[0]++;
            return empty ? ScriptedAnswers.empty(iterator, 0) : model.apply(100);
        };
    }

    private ShardRecords open(ShardRange range, boolean failOnDataLoss, Duration patience, Script script) {
        ShardRateLimiter pace = new ShardRateLimiter(clock, clock);
        CallStatistics statistics = new CallStatistics();
        KinesisCalls calls = new RateLimitedKinesisCalls(
                ScriptedAnswers.of(kinesis, script),
                "orders",
                shardId -> pace,
                RETRY_TIMEOUT,
                statistics,
                clock,
                clock);
        return new ShardRecords(
                calls, statistics, range, new DataLossPolicy("orders", failOnDataLoss), patience, clock);
    }

    private static ShardRange range(List<String> numbers) {
        ShardPosition end = ShardPosition.after(numbers.get(numbers.size() - 1));
        return ShardRange.of(SHARD, null, ShardOffset.reading(numbers.get(0), end, Instant.EPOCH))
                .orElseThrow();
    }

    /** Puts records "0", "1", ... a millisecond apart. */
    private List<String> put(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(kinesis.put("key", Integer.toString(i)).record().sequenceNumber());
            clock.advance(Duration.ofMillis(1));
        }
        return numbers;
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
