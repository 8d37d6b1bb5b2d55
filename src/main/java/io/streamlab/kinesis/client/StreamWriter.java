package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts records into a stream, in requests that Kinesis takes. What Kinesis refuses for the moment is put again, with growing
 * pauses: single records of a request when a shard is full, or the whole request when the service fails.
 */
public final class StreamWriter implements AutoCloseable {
    /** Kinesis' own limit of PutRecords. */
    public static final int MOST_RECORDS = 500;

    /** A request has at most this, keys included, unless a single record has more. Kinesis' own limit of a request is higher. */
    public static final long MOST_BYTES = 4L * 1024 * 1024;

    /** What every stream takes in one record. A stream may be configured to take more. */
    public static final long ORDINARY_BYTES = 1024 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** About four minutes without a single record that Kinesis takes. */
    private static final int ATTEMPTS_WITHOUT_PROGRESS = 30;

    private static final int BAD_REQUEST = 400;

    private final String stream;
    private final Function<List<PutRecordsRequestEntry>, PutRecordsResponse> putRecords;
    private final Sleeper sleeper;
    private final Runnable close;

    StreamWriter(
            String stream,
            Function<List<PutRecordsRequestEntry>, PutRecordsResponse> putRecords,
            Sleeper sleeper,
            Runnable close) {
        this.stream = stream;
        this.putRecords = putRecords;
        this.sleeper = sleeper;
        this.close = close;
    }

    /** Opens a client of its own, in the stream's region, at its endpoint, as its role. */
    public static StreamWriter open(KinesisStream stream) {
        KinesisClient client = KinesisClients.bounded(stream.endpoint());
        return new StreamWriter(
                stream.toString(),
                entries -> client.putRecords(PutRecordsRequest.builder()
                        .streamName(stream.requestName())
                        .streamARN(stream.requestArn())
                        .records(entries)
                        .build()),
                Sleeper.SLEEP,
                client::close);
    }

    /** A record for a stream. */
    public static final class Entry {
        private final String partitionKey;
        private final byte[] data;

        public Entry(String partitionKey, byte[] data) {
            this.partitionKey = partitionKey;
            this.data = data;
        }

        /** Returns what the record counts in a request. A character of the key counts as its bytes in UTF-8, at most three. */
        public long bytes() {
            return data.length + 3L * partitionKey.length();
        }

        /** Returns the key and the payload, for messages and tests. */
        @Override
        public String toString() {
            return partitionKey + "=" + new String(data, StandardCharsets.UTF_8);
        }

        private PutRecordsRequestEntry forRequest() {
            return PutRecordsRequestEntry.builder()
                    .partitionKey(partitionKey)
                    .data(SdkBytes.fromByteArrayUnsafe(data))
                    .build();
        }
    }

    /**
     * Puts the records. When this returns, Kinesis has each of them, some of them perhaps twice: an answer may get lost.
     *
     * @param entries at most {@link #MOST_RECORDS} and {@link #MOST_BYTES}, each of at most {@link #ORDINARY_BYTES}; or one of any
     *     size
     * @return false if the stream does not take the one record because it is too large
     * @throws SdkException when Kinesis refuses the request for good, or for minutes
     * @throws FullStreamException when the stream takes nothing for minutes
     */
    public boolean put(List<Entry> entries) {
        try {
            putAll(entries);
            return true;
        } catch (KinesisException e) {
            if (entries.size() == 1 && entries.get(0).bytes() > ORDINARY_BYTES && e.statusCode() == BAD_REQUEST) {
                return false;
            }
            throw e;
        }
    }

    private void putAll(List<Entry> entries) {
        List<PutRecordsRequestEntry> left = new ArrayList<>();
        entries.forEach(entry -> left.add(entry.forRequest()));
        int attempt = 0;
        while (!left.isEmpty()) {
            int before = left.size();
            SdkException failure = tryToPut(left);
            if (left.size() < before) {
                attempt = 0;
            }
            if (!left.isEmpty()) {
                attempt++;
                if (attempt == ATTEMPTS_WITHOUT_PROGRESS) {
                    throw failure != null
                            ? failure
                            : new FullStreamException(stream + " has taken none of " + left.size() + " records in "
                                    + attempt + " attempts, over minutes: other producers fill its shards");
                }
                sleeper.of(pause(attempt));
            }
        }
    }

    /** Removes those that Kinesis has taken. Returns what failed; null if the request itself did not. */
    private SdkException tryToPut(List<PutRecordsRequestEntry> left) {
        List<PutRecordsResultEntry> results;
        try {
            results = putRecords
                    .apply(Collections.unmodifiableList(new ArrayList<>(left)))
                    .records();
        } catch (SdkException e) {
            if (!CallFailure.isOutage(e)) {
                throw e;
            }
            return e;
        }
        List<PutRecordsRequestEntry> refused = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            if (results.get(i).errorCode() != null) {
                refused.add(left.get(i));
            }
        }
        left.clear();
        left.addAll(refused);
        return null;
    }

    /** Returns a random pause up to twice the last one, so that several writers do not come back together. */
    private static Duration pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
        return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }

    @Override
    public void close() {
        close.run();
    }
}
