package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOTED = Instant.parse("2026-10-25T00:59:00Z");
    private static final Duration AGE = Duration.ofMinutes(10);

    @Test
    void goesOnBySecondsAndBeginsWithTheTimeOfTheMachine() throws InterruptedException {
        SteadyClock clock = new SteadyClock();
        Instant begin = clock.instant();
        assertThat(Duration.between(begin, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));

        Thread.sleep(20);

        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofMillis(20), Duration.ofMinutes(1));
    }

    @Test
    void whatIsNotedIsYoungUntilItsAgeHasPassed() {
        assertThat(isYoung(NOTED)).isTrue();
        assertThat(isYoung(NOTED.plus(AGE).minusMillis(1))).isTrue();
        assertThat(isYoung(NOTED.plus(AGE))).isFalse();
        assertThat(isYoung(NOTED.plus(Duration.ofHours(1)))).as("after a sleep").isFalse();
    }

    @Test
    void nothingIsYoungForAClockThatWentBack() {
        assertThat(isYoung(NOTED.minusMillis(1))).isFalse();
        assertThat(isYoung(NOTED.minus(Duration.ofHours(1)))).isFalse();
    }

    private static boolean isYoung(Instant now) {
        return SteadyClock.isYounger(NOTED, AGE, now);
    }
}
