package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class StreamWriterIT {
    private LocalStream stream;

    @BeforeEach
    void createStream() {
        stream = new LocalStream(4);
    }

    @AfterEach
    void deleteStream() {
        stream.close();
    }

    @Test
    void everyRecordArrivesOnceWithItsBytesSpreadOverTheShardsAndInTheOrderOfItsKey() throws InterruptedException {
        List<GeneratedRecord> records = new ArrayList<>();
        new OrderGenerator(41, 5).take(2_000).forEachRemaining(records::add);
        // The same keys again: their second records have to come after the first ones.
        new OrderGenerator(41, 0).take(300).forEachRemaining(records::add);
        Tally tally = new Tally();

        writer(stream.name).write(records.iterator(), tally::add);

        List<List<Record>> shards = stream.readShards();
        assertThat(shards).hasSize(4).allSatisfy(shard -> assertThat(shard).hasSizeBetween(400, 800));
        assertThat(byPartitionKey(shards.stream().flatMap(List::stream))).isEqualTo(expectedByPartitionKey(records));
        assertThat(tally.sent()).isEqualTo(2_300);
    }

    @Test
    void aMissingStreamIsAnError() {
        assertThatThrownBy(() -> writer("no-such-stream").write(new OrderGenerator(1, 0).take(1), records -> {}))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("no-such-stream");
    }

    private StreamWriter writer(String streamName) {
        return new StreamWriter(stream.kinesis, streamName, 0, Duration.ofSeconds(30));
    }

    private static Map<String, List<ByteBuffer>> byPartitionKey(Stream<Record> records) {
        Map<String, List<ByteBuffer>> payloads = new HashMap<>();
        records.forEach(record -> payloads.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                .add(record.data().asByteBuffer()));
        return payloads;
    }

    private static Map<String, List<ByteBuffer>> expectedByPartitionKey(List<GeneratedRecord> records) {
        Map<String, List<ByteBuffer>> payloads = new HashMap<>();
        records.forEach(record -> payloads.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                .add(ByteBuffer.wrap(record.payload())));
        return payloads;
    }
}
