package io.streamlab.verify.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.Endpoints;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** With the producer that the benchmarks have, and the AWS SDK's client. */
class KinesisInMemoryTest {
    private static final String STREAM = "orders";

    private final KinesisEmulator emulator = KinesisEmulator.start();
    private final KinesisProducer producer =
            new KinesisProducer(emulator, (number, putMillis) -> ("record " + number).getBytes(UTF_8));
    private final KinesisClient client = KinesisClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.of(Endpoints.REGION))
            .credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(Endpoints.ACCESS_KEY, Endpoints.ACCESS_KEY)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();

    @BeforeEach
    void fillStream() throws InterruptedException {
        producer.createStream(STREAM, 2);
        producer.fill(STREAM, 1_000, count -> {});
    }

    @AfterEach
    void stop() {
        client.close();
        producer.close();
        emulator.close();
    }

    @Test
    void givesEveryRecordOnceInTheOrderOfItsShard() {
        List<String> payloads = new ArrayList<>();
        for (Shard shard : shards()) {
            List<Record> records = read(shard, request -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
            assertThat(records).extracting(Record::sequenceNumber).isSorted().doesNotHaveDuplicates();
            records.forEach(record -> payloads.add(record.data().asUtf8String()));
        }

        assertThat(payloads).hasSize(1_000).doesNotHaveDuplicates().contains("record 0", "record 999");
    }

    @Test
    void readsOnWhereThePageBeforeEnded() {
        Shard shard = shards().get(0);
        List<Record> all = read(shard, request -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
        String iterator = iterator(shard, request -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));

        GetRecordsResponse first =
                client.getRecords(request -> request.shardIterator(iterator).limit(100));
        GetRecordsResponse second = client.getRecords(request -> request.shardIterator(first.nextShardIterator()));

        assertThat(first.records()).isEqualTo(all.subList(0, 100));
        assertThat(second.records()).isEqualTo(all.subList(100, all.size()));
        assertThat(second.millisBehindLatest()).isZero();
    }

    @Test
    void beginsAtARecordOrAfterItOrAtATimeOrAtTheEnd() {
        Shard shard = shards().get(0);
        List<Record> all = read(shard, request -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
        Record tenth = all.get(10);
        Instant arrival = tenth.approximateArrivalTimestamp();

        assertThat(read(shard, request -> request.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(tenth.sequenceNumber())))
                .isEqualTo(all.subList(10, all.size()));
        assertThat(read(shard, request -> request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(tenth.sequenceNumber())))
                .isEqualTo(all.subList(11, all.size()));
        assertThat(read(shard, request -> request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(arrival)))
                .isEqualTo(all.stream()
                        .filter(record -> !record.approximateArrivalTimestamp().isBefore(arrival))
                        .toList());
        assertThat(read(shard, request -> request.shardIteratorType(ShardIteratorType.LATEST)))
                .isEmpty();
    }

    @Test
    void sharesAllHashKeysAmongTheShards() throws InterruptedException {
        producer.createStream("of three shards", 3);

        List<HashKeyRange> ranges =
                client.listShards(request -> request.streamName("of three shards")).shards().stream()
                        .map(Shard::hashKeyRange)
                        .toList();

        assertThat(ranges.get(0).startingHashKey()).isEqualTo("0");
        for (int shard = 1; shard < 3; shard++) {
            assertThat(new BigInteger(ranges.get(shard).startingHashKey()))
                    .isEqualTo(new BigInteger(ranges.get(shard - 1).endingHashKey()).add(BigInteger.ONE));
        }
        assertThat(ranges.get(2).endingHashKey())
                .isEqualTo(BigInteger.TWO.pow(128).subtract(BigInteger.ONE).toString());
    }

    @Test
    void saysWhichStreamIsMissing() {
        assertThatThrownBy(() -> client.listShards(request -> request.streamName("returns")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("there is no stream \"returns\"");
    }

    private List<Shard> shards() {
        return client.listShards(request -> request.streamName(STREAM)).shards();
    }

    private List<Record> read(Shard shard, Consumer<GetShardIteratorRequest.Builder> start) {
        String iterator = iterator(shard, start);
        return client.getRecords(request -> request.shardIterator(iterator)).records();
    }

    private String iterator(Shard shard, Consumer<GetShardIteratorRequest.Builder> start) {
        return client.getShardIterator(request -> {
                    request.streamName(STREAM).shardId(shard.shardId());
                    start.accept(request);
                })
                .shardIterator();
    }
}
