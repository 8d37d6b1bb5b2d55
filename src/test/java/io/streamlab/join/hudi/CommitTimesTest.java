package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.kinesis.client.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final ManualClock clock = new ManualClock();
    private Duration waited = Duration.ZERO;

    @Test
    void waitsNotAtAllWhileTheClockGoesOn() {
        CommitTimes times = times(ZoneOffset.UTC);
        times.note("20260131075959999");
        times.awaitLater();
        times.noteNow();
        clock.advance(Duration.ofMillis(1));
        times.awaitLater();

        assertThat(waited).isZero();
    }

    @Test
    void waitsForATableWithoutCommitsNotAtAll() {
        CommitTimes times = times(ZoneOffset.UTC);
        times.note("");

        times.awaitLater();

        assertThat(waited).isZero();
    }

    @Test
    void waitsAnHourWhenTheClockJumpsBackByAnHour() {
        CommitTimes times = times(ZoneOffset.UTC);
        times.noteNow();
        clock.advance(Duration.ofHours(-1));

        times.awaitLater();

        assertThat(waited).isBetween(Duration.ofHours(1), Duration.ofHours(1).plusSeconds(1));
    }

    /** Another process noted nothing here: the table's newest instant says it. */
    @ParameterizedTest
    @CsvSource({
        "20260131080000000, 1",
        "20260131075959, 0",
        "20260131080000, 1",
        "20260131085959999, 3600",
        "20260131095959, 7200"
    })
    void waitsForTheNewestInstantOfTheTable(String newest, long seconds) {
        CommitTimes times = times(ZoneOffset.UTC);
        times.note(newest);

        times.awaitLater();

        assertThat(waited).hasSeconds(seconds);
    }

    @Test
    void refusesToWaitForLongerThanTwoHours() {
        CommitTimes times = times(ZoneOffset.UTC);
        times.note("20260131100001000");

        assertThatThrownBy(times::awaitLater)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "the newest commit of the table in orders is of 20260131100001000, and in the time zone Z "
                                + "that is still to come: ")
                .hasMessageContaining("-Duser.timezone");
        assertThat(waited).isZero();
    }

    @Test
    void stopsWaitingWhenTheClockIsSetRight() {
        CommitTimes times = new CommitTimes("orders", ZoneOffset.UTC, clock, pause -> {
            waited = waited.plus(pause);
            clock.advance(Duration.ofHours(2));
        });
        times.note("20260131085959999");

        times.awaitLater();

        assertThat(waited).hasSeconds(1);
    }

    /** At 03:00 in summer time it is 02:00 in winter time. */
    @Test
    void waitsThroughTheHourThatComesTwiceWhereCommitsHaveLocalTime() {
        goTo("2026-10-25T00:30:00Z");
        CommitTimes times = times(BERLIN);
        times.noteNow();
        goTo("2026-10-25T01:10:00Z");

        times.awaitLater();

        assertThat(waited).hasSeconds(20 * 60 + 1);
    }

    @Test
    void commitsByUtcKnowNoHourThatComesTwice() {
        for (Instant at = Instant.parse("2026-10-25T00:00:00Z");
                at.isBefore(Instant.parse("2026-10-25T03:00:00Z"));
                at = at.plus(Duration.ofMinutes(1))) {
            goTo(at.toString());
            CommitTimes times = times(ZoneOffset.UTC);
            times.note("20261024235959999");
            times.awaitLater();
        }
        assertThat(waited).isZero();
    }

    /** In spring the clock only goes forward. */
    @Test
    void summerTimeBeginsWithoutAWait() {
        goTo("2026-03-29T00:59:59Z");
        CommitTimes times = times(BERLIN);
        times.noteNow();
        goTo("2026-03-29T01:00:00Z");

        times.awaitLater();

        assertThat(waited).isZero();
    }

    private void goTo(String instant) {
        clock.advance(Duration.between(clock.instant(), Instant.parse(instant)));
    }

    private CommitTimes times(ZoneId zone) {
        return new CommitTimes("orders", zone, clock, pause -> {
            waited = waited.plus(pause);
            clock.advance(pause);
        });
    }
}
