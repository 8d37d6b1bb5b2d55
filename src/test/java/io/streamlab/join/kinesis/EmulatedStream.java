package io.streamlab.join.kinesis;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of its own on the Kinesis that AWS_ENDPOINT_URL_KINESIS names, deleted when closed. */
final class EmulatedStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KinesisClient client;
    private final String name;

    private EmulatedStream(KinesisClient client, String name) {
        this.client = client;
        this.name = name;
    }

    static URI endpoint() {
        String endpoint = System.getenv("AWS_ENDPOINT_URL_KINESIS");
        if (endpoint == null) {
            throw new IllegalStateException("AWS_ENDPOINT_URL_KINESIS is not set. Start the local stack and take its"
                    + " environment: scripts/local-stack start; eval \"$(scripts/local-stack env)\"");
        }
        return URI.create(endpoint);
    }

    static EmulatedStream create(int shards) {
        KinesisClient client = KinesisClient.builder()
                .endpointOverride(endpoint())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        EmulatedStream stream = new EmulatedStream(client, "exact-" + UUID.randomUUID());
        stream.createAgain(shards);
        return stream;
    }

    void createAgain(int shards) {
        client.createStream(request -> request.streamName(name).shardCount(shards));
        awaitActive();
    }

    private void awaitActive() {
        Awaitility.await("stream " + name + " is active")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> client.describeStreamSummary(request -> request.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    String name() {
        return name;
    }

    KinesisClient client() {
        return client;
    }

    /** Puts the records in one call, in their order. */
    void put(List<PutRecordsRequestEntry> records) {
        PutRecordsResponse response =
                client.putRecords(request -> request.streamName(name).records(records));
        if (response.failedRecordCount() > 0) {
            throw new IllegalStateException(
                    response.failedRecordCount() + " of " + records.size() + " records failed: " + response);
        }
    }

    List<Shard> openShards() {
        return client.listShards(request -> request.streamName(name)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    void delete() {
        client.deleteStream(request -> request.streamName(name).enforceConsumerDeletion(true));
        Awaitility.await("stream " + name + " is gone")
                .atMost(PATIENCE)
                .until(() -> client.listStreams().streamNames().stream().noneMatch(name::equals));
    }

    @Override
    public void close() {
        client.deleteStream(request -> request.streamName(name).enforceConsumerDeletion(true));
        client.close();
    }
}
