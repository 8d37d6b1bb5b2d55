package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;

class StreamWriterTest {
    private static final Duration RETRY_TIME = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final List<String> accepted = new ArrayList<>();

    @Test
    void recordsArePutInBulkOnTheStream() throws InterruptedException {
        RecordingKinesis kinesis = RecordingKinesis.takingAll();
        List<GeneratedRecord> records = SampleRecords.withKeys(IntStream.range(0, 1_200));

        write(writer(kinesis, 0), records);

        assertThat(kinesis.partitionKeys()).extracting(List::size).containsExactly(500, 500, 200);
        assertThat(kinesis.requests).extracting(PutRecordsRequest::streamName).containsOnly("orders");
        assertThat(kinesis.requests)
                .flatExtracting(PutRecordsRequest::records)
                .extracting(entry -> entry.data().asByteArray())
                .containsExactlyElementsOf(
                        records.stream().map(GeneratedRecord::payload).toList());
        assertThat(accepted).isEqualTo(keys(records));
    }

    @Test
    void anUnlimitedWriterDoesNotWait() throws InterruptedException {
        write(writer(RecordingKinesis.takingAll(), 0), SampleRecords.withKeys(IntStream.range(0, 1_200)));

        assertThat(clock.waits).isEmpty();
    }

    @Test
    void onlyRefusedRecordsAreSentAgain() throws InterruptedException {
        RecordingKinesis kinesis = new RecordingKinesis((request, key) ->
                request == 0 && (key.equals("2") || key.equals("4")) || request == 1 && key.equals("4"));

        write(writer(kinesis, 0), SampleRecords.withKeys(1, 2, 3, 4, 5));

        assertThat(kinesis.partitionKeys())
                .containsExactly(List.of("1", "2", "3", "4", "5"), List.of("2", "4"), List.of("4"));
        assertThat(accepted).containsExactly("1", "3", "5", "2", "4");
    }

    @Test
    void nothingFollowsARecordUntilItIsTaken() throws InterruptedException {
        RecordingKinesis kinesis = new RecordingKinesis((request, key) -> request < 3 && key.equals("7"));

        write(writer(kinesis, 0), SampleRecords.withKeys(7, 8, 7));

        assertThat(kinesis.partitionKeys())
                .containsExactly(List.of("7", "8"), List.of("7"), List.of("7"), List.of("7"), List.of("7"));
        assertThat(accepted).containsExactly("8", "7", "7");
    }

    @Test
    void theDelayBetweenRetriesGrowsAndIsBounded() throws InterruptedException {
        RecordingKinesis kinesis = new RecordingKinesis((request, key) -> request < 20);

        write(writer(kinesis, 0), SampleRecords.withKeys(1));

        assertThat(clock.waits)
                .hasSize(20)
                .allSatisfy(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2)));
        assertThat(clock.waits.get(0)).isLessThanOrEqualTo(Duration.ofMillis(50));
        assertThat(clock.waits.get(1)).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void recordsThatAreRefusedForTooLongAreAnErrorThatNamesThem() {
        RecordingKinesis kinesis = new RecordingKinesis((request, key) -> key.equals("2") || key.equals("3"));

        assertThatThrownBy(() -> write(writer(kinesis, 0), SampleRecords.withKeys(1, 2, 3)))
                .isInstanceOf(UndeliveredRecordsException.class)
                .hasMessage("2 record(s) could not be put on stream orders, although retried for up to 60 s; "
                        + "the first has the key 2: ProvisionedThroughputExceededException, "
                        + "Rate exceeded for shard shardId-000000000000");
        assertThat(accepted).containsExactly("1");
        assertThat(clock.elapsed()).isBetween(RETRY_TIME, RETRY_TIME.plusSeconds(2));
    }

    @Test
    void aLimitedRateIsKept() throws InterruptedException {
        RecordingKinesis kinesis = RecordingKinesis.takingAll();

        write(writer(kinesis, 200), SampleRecords.withKeys(IntStream.range(0, 1_000)));

        assertThat(kinesis.partitionKeys()).hasSize(50).allSatisfy(keys -> assertThat(keys)
                .hasSize(20));
        assertThat(clock.elapsed()).isCloseTo(Duration.ofMillis(4_900), Duration.ofMillis(1));
    }

    @Test
    void aRateBelowOnePerSecondIsKept() throws InterruptedException {
        RecordingKinesis kinesis = RecordingKinesis.takingAll();

        write(writer(kinesis, 0.5), SampleRecords.withKeys(IntStream.range(0, 4)));

        assertThat(kinesis.partitionKeys()).hasSize(4);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aStoppedWriterPutsNothingMore() throws InterruptedException {
        RecordingKinesis kinesis = RecordingKinesis.takingAll();
        StreamWriter writer = writer(kinesis, 10);

        writer.write(SampleRecords.withKeys(IntStream.range(0, 100)).iterator(), batch -> {
            accepted.addAll(keys(batch));
            if (accepted.size() == 3) {
                writer.stop();
            }
        });

        assertThat(accepted).containsExactly("0", "1", "2");
        assertThat(kinesis.requests).hasSize(3);
    }

    @Test
    void aStoppedWriterDoesNotKeepRetrying() {
        StreamWriter[] writer = new StreamWriter[1];
        RecordingKinesis kinesis = new RecordingKinesis((request, key) -> {
            writer[0].stop();
            return true;
        });
        writer[0] = writer(kinesis, 0);

        assertThatThrownBy(() -> write(writer[0], SampleRecords.withKeys(1)))
                .isInstanceOf(UndeliveredRecordsException.class);
        assertThat(kinesis.requests).hasSize(1);
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThatThrownBy(() -> writer(RecordingKinesis.takingAll(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("recordsPerSecond is -1.0: it must not be negative");
    }

    private StreamWriter writer(RecordingKinesis kinesis, double recordsPerSecond) {
        return new StreamWriter(kinesis, "orders", recordsPerSecond, RETRY_TIME, clock);
    }

    private void write(StreamWriter writer, List<GeneratedRecord> records) throws InterruptedException {
        writer.write(records.iterator(), batch -> accepted.addAll(keys(batch)));
    }

    private static List<String> keys(List<GeneratedRecord> records) {
        return records.stream().map(GeneratedRecord::key).toList();
    }

    /** Time passes only by waiting. */
    private static final class ManualClock implements StreamWriter.Clock {
        private final List<Duration> waits = new ArrayList<>();
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void await(CountDownLatch signal, Duration duration) {
            waits.add(duration);
            now += duration.toNanos();
        }

        Duration elapsed() {
            return Duration.ofNanos(now);
        }
    }
}
