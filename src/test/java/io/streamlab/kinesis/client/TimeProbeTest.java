package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What probes find out about a shard, also where the clocks of Kinesis and of this machine differ. */
class TimeProbeTest {

    private static final String SHARD = "shardId-000000000000";

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);

    @Test
    void pageBeginsWithTheFirstRecordOfTheTime() {
        kinesis.put("key", "a");
        clock.advance(Duration.ofSeconds(1));
        Instant time = clock.instant();
        String second = kinesis.put("key", "b").record().sequenceNumber();
        kinesis.put("key", "c");

        TimeProbe probe = TimeProbe.at(kinesis, SHARD, time, 2, 1);

        assertThat(probe.outcome()).isEqualTo(TimeProbe.Outcome.RECORDS);
        assertThat(probe.page().first().sequenceNumber()).isEqualTo(second);
        assertThat(probe.page().records()).hasSize(2);
        assertThat(kinesis.records(SHARD, probe.iterator(), 1).first().sequenceNumber())
                .isEqualTo(second);
    }

    @Test
    void iteratorOfAPageAfterEmptyAnswersPointsAtItsFirstRecord() {
        kinesis.setEmptyAnswersBeforeRecords(3);
        String first = kinesis.put("key", "a").record().sequenceNumber();

        TimeProbe probe = TimeProbe.at(kinesis, SHARD, clock.instant(), 1, 4);

        assertThat(kinesis.records(SHARD, probe.iterator(), 1).first().sequenceNumber())
                .isEqualTo(first);
    }

    @Test
    void emptyAnswersBeforeTheTipAreUnclear() {
        kinesis.setEmptyAnswersBeforeRecords(3);
        kinesis.put("key", "a");

        assertThat(TimeProbe.at(kinesis, SHARD, clock.instant(), 1, 3).outcome())
                .isEqualTo(TimeProbe.Outcome.UNCLEAR);
    }

    @Test
    void nothingIsToldFromTheEndOfAClosedShard() {
        kinesis.put("key", "a");
        clock.advance(Duration.ofSeconds(1));
        assertThat(TimeProbe.at(kinesis, SHARD, clock.instant(), 1, 3).outcome())
                .isEqualTo(TimeProbe.Outcome.NOTHING);

        kinesis.split(SHARD);
        assertThat(TimeProbe.at(kinesis, SHARD, clock.instant(), 1, 3).outcome())
                .isEqualTo(TimeProbe.Outcome.SHARD_END);
    }

    @Test
    void timeThatKinesisHasNotReachedIsAnOutcome() {
        Instant future = clock.instant().plusMillis(1);

        assertThat(TimeProbe.at(kinesis, SHARD, future, 1, 3).outcome()).isEqualTo(TimeProbe.Outcome.FUTURE);
    }

    @Test
    void acceptedTimeIsTheWantedOneIfTheClocksAgree() {
        Instant wanted = clock.instant().minusSeconds(60);

        assertThat(TimeProbe.accepted(kinesis, SHARD, wanted)).isEqualTo(wanted);
        assertThat(kinesis.takeCalls()).containsExactly("GetShardIterator");
    }

    @Test
    void acceptedTimeIsBeforeKinesisNowThoughThisClockIsAhead() {
        for (Duration ahead : new Duration[] {Duration.ofMillis(1), Duration.ofMinutes(7), Duration.ofHours(20)}) {
            Instant accepted =
                    TimeProbe.accepted(kinesis, SHARD, clock.instant().plus(ahead));

            assertThat(accepted).isBeforeOrEqualTo(clock.instant());
            assertThat(Duration.between(accepted, clock.instant()))
                    .isLessThan(ahead.multipliedBy(2).plusMinutes(2));
        }
    }

    @Test
    void clockThatIsDaysAheadIsAnErrorThatSaysSo() {
        Instant wanted = clock.instant().plus(Duration.ofDays(9));

        assertThatThrownBy(() -> TimeProbe.accepted(kinesis, SHARD, wanted))
                .hasMessageContaining("the clock of this machine is wrong");
    }
}
