package io.streamlab.local.example;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of its own for a test. */
final class LocalStream implements AutoCloseable {
    final String name = "generator-" + UUID.randomUUID();
    final KinesisClient kinesis;

    LocalStream(int shards) {
        kinesis = KinesisClient.builder()
                .endpointOverride(KinesisServer.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
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
