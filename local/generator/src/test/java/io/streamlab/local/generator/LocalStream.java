package io.streamlab.local.generator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of its own for a test, on the server that AWS_ENDPOINT_URL_KINESIS names. */
final class LocalStream implements AutoCloseable {
    final String name = "generator-" + UUID.randomUUID();
    final KinesisClient kinesis;

    LocalStream(int shards) {
        if (System.getenv("AWS_ENDPOINT_URL_KINESIS") == null) {
            Assertions.fail("AWS_ENDPOINT_URL_KINESIS is not set: run scripts/local-stack start, "
                    + "then eval \"$(scripts/local-stack env)\"");
        }
        kinesis = KinesisClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        kinesis.createStream(request -> request.streamName(name).shardCount(shards));
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(this::isActive);
    }

    private boolean isActive() {
        return kinesis.describeStreamSummary(request -> request.streamName(name))
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE;
    }

    /** The records of each shard, in the shard's order. */
    List<List<Record>> readShards() {
        return kinesis.listShards(request -> request.streamName(name)).shards().stream()
                .map(Shard::shardId)
                .map(this::readShard)
                .toList();
    }

    private List<Record> readShard(String shardId) {
        List<Record> records = new ArrayList<>();
        String iterator = kinesis.getShardIterator(request ->
                        request.streamName(name).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        GetRecordsResponse page;
        do {
            String position = iterator;
            page = kinesis.getRecords(request -> request.shardIterator(position));
            records.addAll(page.records());
            iterator = page.nextShardIterator();
        } while (page.millisBehindLatest() > 0 || !page.records().isEmpty());
        return records;
    }

    @Override
    public void close() {
        kinesis.deleteStream(request -> request.streamName(name));
        kinesis.close();
    }
}
