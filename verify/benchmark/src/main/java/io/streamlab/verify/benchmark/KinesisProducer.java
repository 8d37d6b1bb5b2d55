package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Makes streams and puts numbered records on them, evenly over the shards. */
public final class KinesisProducer implements AutoCloseable {
    /** The service's limit. */
    private static final int RECORDS_PER_CALL = 500;

    private static final int CALLS_PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KinesisClient client;
    private final Payload payload;

    /** What a record is. */
    @FunctionalInterface
    public interface Payload {
        /** @param putMillis since 1970, right before the record is put */
        byte[] of(long number, long putMillis);
    }

    public KinesisProducer(KinesisEmulator emulator, Payload payload) {
        this.payload = payload;
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        client = KinesisClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.of(Endpoints.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Endpoints.ACCESS_KEY, Endpoints.ACCESS_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public void createStream(String name, int shards) throws InterruptedException {
        client.createStream(request -> request.streamName(name).shardCount(shards));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (status(name) != StreamStatus.ACTIVE) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        "the stream " + name + " was not active within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private StreamStatus status(String name) {
        return client.describeStreamSummary(request -> request.streamName(name))
                .streamDescriptionSummary()
                .streamStatus();
    }

    /**
     * Puts the records 0, 1 ... as fast as the emulator takes them.
     *
     * @param progress gets the number of records that are on the stream, after each call
     */
    public void fill(String stream, long count, LongConsumer progress) {
        for (long first = 0; first < count; first += RECORDS_PER_CALL) {
            put(stream, first, Math.min(count, first + RECORDS_PER_CALL));
            progress.accept(Math.min(count, first + RECORDS_PER_CALL));
        }
    }

    /**
     * Puts the records 0, 1 ... at a steady rate, in ten calls a second.
     *
     * @return how many there are
     */
    public long produce(String stream, int recordsPerSecond, Duration duration) throws InterruptedException {
        long calls = duration.toMillis() * CALLS_PER_SECOND / 1000;
        int perCall = recordsPerSecond / CALLS_PER_SECOND;
        long start = System.nanoTime();
        for (long call = 0; call < calls; call++) {
            long due = start + call * 1_000_000_000L / CALLS_PER_SECOND;
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())).toMillis());
            put(stream, call * perCall, (call + 1) * perCall);
        }
        return calls * perCall;
    }

    private void put(String stream, long from, long to) {
        long now = System.currentTimeMillis();
        List<PutRecordsRequestEntry> records = new ArrayList<>();
        for (long id = from; id < to; id++) {
            records.add(PutRecordsRequestEntry.builder()
                    // Hashed by Kinesis, so that the records spread evenly.
                    .partitionKey(Long.toString(id))
                    .data(SdkBytes.fromByteArrayUnsafe(payload.of(id, now)))
                    .build());
        }
        PutRecordsResponse response =
                client.putRecords(request -> request.streamName(stream).records(records));
        if (response.failedRecordCount() > 0) {
            throw new CommandException(response.failedRecordCount() + " records could not be put on " + stream);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
