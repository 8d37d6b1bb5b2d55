package io.streamlab.join.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShardPaceTest {

    private final ManualClock clock = new ManualClock();
    private final ShardPace pace = new ShardPace(clock, clock);

    @Test
    void fiveCallsAreFreeAndTheNextWaitTheirFifthOfASecond() {
        assertThat(timeOf(5, pace::beforeGetRecords)).isZero();
        assertThat(timeOf(10, pace::beforeGetRecords)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void iteratorsHaveAPaceOfTheirOwn() {
        assertThat(timeOf(5, pace::beforeGetRecords)).isZero();
        assertThat(timeOf(5, pace::beforeGetShardIterator)).isZero();
        assertThat(timeOf(5, pace::beforeGetShardIterator)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void restGivesCallsBack() {
        timeOf(15, pace::beforeGetRecords);
        clock.advance(Duration.ofSeconds(30));

        assertThat(timeOf(5, pace::beforeGetRecords)).isZero();
        assertThat(timeOf(1, pace::beforeGetRecords)).isPositive();
    }

    @Test
    void bytesAreFreeUntilKinesisRefuses() {
        pace.afterGetRecords(10_000_000);
        pace.afterGetRecords(10_000_000);
        assertThat(timeOf(1, pace::beforeGetRecords)).isZero();

        pace.refused();

        assertThat(timeOf(1, pace::beforeGetRecords)).isEqualTo(Duration.ofSeconds(5));
        pace.afterGetRecords(4_000_000);
        assertThat(timeOf(1, pace::beforeGetRecords)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void refusalIsForgottenAfterTenMinutes() {
        pace.refused();
        clock.advance(Duration.ofMinutes(11));
        pace.afterGetRecords(10_000_000);
        pace.afterGetRecords(10_000_000);

        assertThat(timeOf(1, pace::beforeGetRecords)).isZero();
    }

    private Duration timeOf(int times, Runnable call) {
        Instant begin = clock.instant();
        for (int i = 0; i < times; i++) {
            call.run();
        }
        return Duration.between(begin, clock.instant());
    }
}
