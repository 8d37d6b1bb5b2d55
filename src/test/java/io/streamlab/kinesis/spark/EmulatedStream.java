package io.streamlab.kinesis.spark;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of its own on the Kinesis that AWS_ENDPOINT_URL_KINESIS names, deleted when closed. */
public final class EmulatedStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KinesisClient client = KinesisClient.builder()
            .endpointOverride(endpoint())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final String name = "exact-" + UUID.randomUUID();

    private EmulatedStream() {}

    static URI endpoint() {
        String endpoint = System.getenv("AWS_ENDPOINT_URL_KINESIS");
        if (endpoint == null) {
            throw new IllegalStateException("AWS_ENDPOINT_URL_KINESIS is not set: run the integration tests with"
                    + " scripts/test, or start the servers with scripts/local-stack start and"
                    + " eval \"$(scripts/local-stack env)\"");
        }
        return URI.create(endpoint);
    }

    static EmulatedStream create(int shards) {
        EmulatedStream stream = new EmulatedStream();
        stream.createAgain(shards);
        return stream;
    }

    void createAgain(int shards) {
        client.createStream(request -> request.streamName(name).shardCount(shards));
        awaitActive();
    }

    String name() {
        return name;
    }

    /** Puts the records in one call, in their order. */
    public void put(List<PutRecordsRequestEntry> records) {
        PutRecordsResponse response =
                client.putRecords(request -> request.streamName(name).records(records));
        if (response.failedRecordCount() > 0) {
            throw new IllegalStateException(
                    response.failedRecordCount() + " of " + records.size() + " records failed: " + response);
        }
    }

    /** Splits an open shard into halves, or merges two adjacent ones. */
    void reshard(Random random) {
        List<Shard> open = openShards();
        int chosen = random.nextInt(open.size());
        Optional<Shard> neighbour = chosen + 1 < open.size() ? Optional.of(open.get(chosen + 1)) : Optional.empty();
        if (neighbour.isPresent() && random.nextBoolean()) {
            merge(open.get(chosen), neighbour.get());
        } else {
            split(open.get(chosen));
        }
    }

    void split(Shard shard) {
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        String middle = from.add(to).shiftRight(1).toString();
        client.splitShard(request ->
                request.streamName(name).shardToSplit(shard.shardId()).newStartingHashKey(middle));
        awaitActive();
    }

    void merge(Shard shard, Shard adjacent) {
        client.mergeShards(request ->
                request.streamName(name).shardToMerge(shard.shardId()).adjacentShardToMerge(adjacent.shardId()));
        awaitActive();
    }

    /** In the order of their hash keys. */
    List<Shard> openShards() {
        List<Shard> open = new ArrayList<>(
                client.listShards(request -> request.streamName(name)).shards());
        open.removeIf(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null);
        open.sort(Comparator.comparing(
                shard -> new BigInteger(shard.hashKeyRange().startingHashKey())));
        return open;
    }

    void delete() {
        client.deleteStream(request -> request.streamName(name).enforceConsumerDeletion(true));
        Awaitility.await("stream " + name + " is gone")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> !client.listStreams().streamNames().contains(name));
    }

    private void awaitActive() {
        Awaitility.await("stream " + name + " is active")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> client.describeStreamSummary(request -> request.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    @Override
    public void close() {
        client.deleteStream(request -> request.streamName(name).enforceConsumerDeletion(true));
        client.close();
    }
}
