package io.streamlab.kinesis.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class StreamWriterTest {
    private static final String FULL = "ProvisionedThroughputExceededException";

    /** What Kinesis does with the requests, one after the other; after the last it takes everything. */
    private final Deque<Function<List<PutRecordsRequestEntry>, PutRecordsResponse>> answers = new ArrayDeque<>();

    private final List<String> requests = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final StreamWriter writer = new StreamWriter("orders", this::answer, pauses::add, () -> {});

    @Test
    void putsARequestOnceIfKinesisTakesIt() {
        assertThat(writer.put(entries("a", "b"))).isTrue();

        assertThat(requests).containsExactly("a b");
        assertThat(pauses).isEmpty();
    }

    @Test
    void putsOnlyThoseAgainThatKinesisRefused() {
        answers.add(entries -> refusing(entries, "b", "d"));
        answers.add(entries -> refusing(entries, "d"));

        assertThat(writer.put(entries("a", "b", "c", "d"))).isTrue();

        assertThat(requests).containsExactly("a b c d", "b d", "d");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void putsTheWholeRequestAgainWhenTheServiceFails() {
        answers.add(entries -> {
            throw KinesisException.builder().message("internal").statusCode(500).build();
        });

        assertThat(writer.put(entries("a", "b"))).isTrue();

        assertThat(requests).containsExactly("a b", "a b");
    }

    @Test
    void pausesGrowUpToALimit() {
        for (int i = 0; i < 20; i++) {
            answers.add(entries -> refusing(entries, "a"));
        }

        writer.put(entries("a"));

        assertThat(pauses).hasSize(20).allMatch(pause -> pause.compareTo(Duration.ofSeconds(10)) <= 0);
        assertThat(pauses.get(0)).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(pauses.get(19)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void givesUpWhenTheStreamTakesNothingForMinutes() {
        IntStream.range(0, 30).forEach(i -> answers.add(entries -> refusing(entries, "a", "b")));

        assertThatThrownBy(() -> writer.put(entries("a", "b")))
                .isInstanceOf(FullStreamException.class)
                .hasMessageContaining("orders has taken none of 2 records");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void aRecordThatIsTakenResetsThePatience() {
        for (int i = 0; i < 29; i++) {
            answers.add(entries -> refusing(entries, "a", "b"));
        }
        answers.add(entries -> refusing(entries, "b"));
        for (int i = 0; i < 28; i++) {
            answers.add(entries -> refusing(entries, "b"));
        }

        assertThat(writer.put(entries("a", "b"))).isTrue();
    }

    @Test
    void aMissingStreamIsAFailureAtOnce() {
        answers.add(entries -> {
            throw ResourceNotFoundException.builder().statusCode(400).build();
        });

        assertThatThrownBy(() -> writer.put(entries("a"))).isInstanceOf(ResourceNotFoundException.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    void saysThatASingleRecordIsTooLarge() {
        answers.add(entries -> {
            throw KinesisException.builder().statusCode(400).build();
        });

        assertThat(writer.put(List.of(new StreamWriter.Entry("key", new byte[1024 * 1024]))))
                .isFalse();
    }

    private PutRecordsResponse answer(List<PutRecordsRequestEntry> entries) {
        requests.add(entries.stream().map(PutRecordsRequestEntry::partitionKey).collect(Collectors.joining(" ")));
        return answers.isEmpty() ? refusing(entries) : answers.remove().apply(entries);
    }

    private static PutRecordsResponse refusing(List<PutRecordsRequestEntry> entries, String... keys) {
        List<PutRecordsResultEntry> results = new ArrayList<>();
        for (PutRecordsRequestEntry entry : entries) {
            results.add(
                    Arrays.asList(keys).contains(entry.partitionKey())
                            ? PutRecordsResultEntry.builder().errorCode(FULL).build()
                            : PutRecordsResultEntry.builder()
                                    .sequenceNumber("1")
                                    .shardId("shardId-000000000000")
                                    .build());
        }
        return PutRecordsResponse.builder().records(results).build();
    }

    private static List<StreamWriter.Entry> entries(String... keys) {
        return Arrays.stream(keys)
                .map(key -> new StreamWriter.Entry(key, key.getBytes(UTF_8)))
                .toList();
    }
}
