package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

class ShardRateLimiterTest {

    private final ManualClock clock = new ManualClock();
    private final ShardRateLimiter pace = new ShardRateLimiter(clock, clock);

    @Test
    void callsAreFreeUntilKinesisRefuses() {
        assertThat(timeOf(100, this::getRecords)).isZero();
        assertThat(timeOf(100, pace::beforeGetShardIterator)).isZero();
    }

    @Test
    void afterARefusalFiveCallsAreFreeAndTheNextWaitTheirFifthOfASecond() {
        pace.refused();

        assertThat(timeOf(5, this::getRecords)).isZero();
        assertThat(timeOf(10, this::getRecords)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whoWaitsForRecordsIsHeldBackAndNobodyElse() {
        pace.afterGetRecords(new RecordPage(List.of(), "after-nothing", 0, false));

        assertThat(timeOf(15, () -> pace.beforeGetRecords("after-nothing"))).isEqualTo(Duration.ofSeconds(2));
        assertThat(timeOf(15, () -> pace.beforeGetRecords("elsewhere"))).isZero();
    }

    @Test
    void callsBeforeARefusalCountAndAreOwedForASecondAtMost() {
        timeOf(100, this::getRecords);
        pace.refused();

        assertThat(timeOf(1, this::getRecords)).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeOf(1, this::getRecords)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void iteratorsHaveAPaceOfTheirOwn() {
        pace.refused();

        assertThat(timeOf(5, this::getRecords)).isZero();
        assertThat(timeOf(5, pace::beforeGetShardIterator)).isZero();
        assertThat(timeOf(5, pace::beforeGetShardIterator)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void searchesOfPlansLeaveTwoOfFiveCallsASecondToOthers() {
        assertThat(timeOf(10, pace::beforePlanningGetShardIterator)).isZero();
        assertThat(timeOf(30, pace::beforePlanningGetShardIterator))
                .isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_100));
    }

    @Test
    void plansOfABusyShardNeverWait() {
        for (int trigger = 0; trigger < 1_000; trigger++) {
            assertThat(timeOf(1, pace::beforePlanningGetShardIterator)).isZero();
            clock.advance(Duration.ofMillis(350));
        }
    }

    @Test
    void planningDoesNotHoldUpTheTasks() {
        timeOf(40, pace::beforePlanningGetShardIterator);

        assertThat(timeOf(10, this::getRecords)).isZero();
        assertThat(timeOf(10, pace::beforeGetShardIterator)).isZero();
    }

    @Test
    void restGivesCallsBack() {
        pace.refused();
        timeOf(15, this::getRecords);
        clock.advance(Duration.ofSeconds(30));

        assertThat(timeOf(5, this::getRecords)).isZero();
        assertThat(timeOf(1, this::getRecords)).isPositive();
    }

    @Test
    void bytesAreFreeUntilKinesisRefuses() {
        pace.afterGetRecords(answer(10_000_000));
        pace.afterGetRecords(answer(10_000_000));
        assertThat(timeOf(1, this::getRecords)).isZero();

        pace.refused();

        assertThat(timeOf(1, this::getRecords)).isEqualTo(Duration.ofSeconds(5));
        pace.afterGetRecords(answer(4_000_000));
        assertThat(timeOf(1, this::getRecords)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void refusalIsForgottenAfterTenMinutes() {
        pace.refused();
        clock.advance(Duration.ofMinutes(11));
        pace.afterGetRecords(answer(10_000_000));
        pace.afterGetRecords(answer(10_000_000));

        assertThat(timeOf(1, this::getRecords)).isZero();
    }

    private void getRecords() {
        pace.beforeGetRecords("iterator");
    }

    private static RecordPage answer(int bytes) {
        Record record = Record.builder()
                .sequenceNumber("1")
                .partitionKey("")
                .data(SdkBytes.fromByteArray(new byte[bytes]))
                .build();
        return new RecordPage(List.of(record), "next", 0, true);
    }

    private Duration timeOf(int times, Runnable call) {
        Instant begin = clock.instant();
        for (int i = 0; i < times; i++) {
            call.run();
        }
        return Duration.between(begin, clock.instant());
    }
}
