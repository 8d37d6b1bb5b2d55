package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.client.TimeProbe;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which record the search takes for the newest, and what it makes of answers that say nothing. */
class NewestRecordSearchTest {

    private static final String SHARD = "shardId-000000000000";

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);

    @Test
    void newestRecordIsFoundBehindThousandsOfRecords() {
        String newest = put(5_000, Duration.ofMillis(10));
        clock.advance(Duration.ofHours(1));

        NewestRecord found = NewestRecordSearch.after(kinesis, SHARD, ShardPosition.TRIM_HORIZON);

        assertThat(found.isReached()).isTrue();
        assertThat(found.end().orElseThrow().position()).isEqualTo(ShardPosition.after(newest));
    }

    @Test
    void emptyShardHoldsNothing() {
        NewestRecord found = NewestRecordSearch.after(kinesis, SHARD, ShardPosition.TRIM_HORIZON);

        assertThat(found.isReached()).isTrue();
        assertThat(found.end()).isEmpty();
    }

    @Test
    void closedShardEndsAtItsEnd() {
        put(10, Duration.ofSeconds(1));
        kinesis.split(SHARD);

        assertThat(NewestRecordSearch.after(kinesis, SHARD, ShardPosition.TRIM_HORIZON)
                        .end())
                .contains(BatchEnd.SHARD_END);
    }

    @Test
    void longStretchWithoutRecordsIsCrossed() {
        String newest = put(10, Duration.ofSeconds(1));
        kinesis.setEmptyAnswersBeforeRecords(600);

        NewestRecord found = NewestRecordSearch.after(kinesis, SHARD, ShardPosition.TRIM_HORIZON);

        assertThat(found.end().orElseThrow().position()).isEqualTo(ShardPosition.after(newest));
    }

    @Test
    void answersThatGoNowhereAreNotTakenForAnEmptyShard() {
        put(10, Duration.ofSeconds(1));
        kinesis.setEmptyAnswersBeforeRecords(1_000_000);

        NewestRecord found = NewestRecordSearch.after(kinesis, SHARD, ShardPosition.TRIM_HORIZON);

        assertThat(found.isReached()).isFalse();
        assertThat(found.end()).isEmpty();
    }

    @Test
    void searchThatStopsOnTheWaySaysHowFarItCame() {
        put(10, Duration.ofSeconds(1));
        kinesis.setEmptyAnswersBeforeRecords(1_000_000);
        // An iterator at the first record: all of its answers are empty.
        TimeProbe probe = TimeProbe.at(kinesis, SHARD, clock.instant().minusSeconds(10), 1, 1);
        assertThat(probe.outcome()).isEqualTo(TimeProbe.Outcome.UNCLEAR);
        kinesis.setEmptyAnswersBeforeRecords(0);
        RecordPage look = look();
        BatchEnd seen =
                BatchEnd.afterPage(new RecordPage(look.records(), probe.iterator(), look.millisBehindLatest(), false));
        kinesis.setEmptyAnswersBeforeRecords(1_000_000);

        NewestRecord found = new NewestRecordSearch(kinesis, SHARD, seen, look.serviceTime()).atTip();

        assertThat(found.isReached()).isFalse();
        assertThat(found.end()).contains(seen);
    }

    @Test
    void probesIntoKinesisFutureAreNoError() {
        String newest = put(100, Duration.ofSeconds(1));
        RecordPage look = look();
        // MillisBehindLatest overstated by an hour: all times near it are in the future of Kinesis.
        Instant wrong = clock.instant().plus(Duration.ofHours(1));

        BatchEnd near = new NewestRecordSearch(kinesis, SHARD, BatchEnd.afterPage(look), wrong).nearTip();
        NewestRecord found = new NewestRecordSearch(kinesis, SHARD, BatchEnd.afterPage(look), wrong).atTip();

        assertThat(Duration.between(near.arrival(), clock.instant())).isLessThan(Duration.ofSeconds(15));
        assertThat(found.end().orElseThrow().position()).isEqualTo(ShardPosition.after(newest));
    }

    private RecordPage look() {
        return ShardCursor.opened(kinesis, SHARD, ShardPosition.TRIM_HORIZON).next(2);
    }

    /** Puts records and returns the last one's sequence number. */
    private String put(int count, Duration apart) {
        String last = null;
        for (int i = 0; i < count; i++) {
            last = kinesis.put("key", "record").record().sequenceNumber();
            clock.advance(apart);
        }
        return last;
    }
}
