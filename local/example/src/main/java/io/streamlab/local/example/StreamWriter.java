package io.streamlab.local.example;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts records on a Kinesis stream in bulk: a request at a time, so that the records of a partition key arrive in their order.
 *
 * <p>Of a request that is refused in part, only the refused entries are sent again, after a growing random delay, until they are
 * taken or the time for retries is over. Failures of whole requests are left to the client's own retries.
 */
public final class StreamWriter {
    /** Requests per second at a limited rate: enough for a smooth flow, few enough for good batches. */
    private static final int REQUESTS_PER_SECOND = 10;

    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    /** Waiting, so that tests need not wait. */
    interface Clock {
        /** Nanoseconds since an arbitrary moment. */
        long nanoTime();

        /** Waits for the duration or until the signal comes. */
        void await(CountDownLatch signal, Duration duration) throws InterruptedException;
    }

    private static final Clock SYSTEM_CLOCK = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(CountDownLatch signal, Duration duration) throws InterruptedException {
            signal.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    private final KinesisClient kinesis;
    private final String streamName;
    private final double recordsPerSecond;
    private final Duration retryTime;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param recordsPerSecond the most to put; 0 for no limit
     * @param retryTime for how long the refused records of a request are sent again
     */
    public StreamWriter(KinesisClient kinesis, String streamName, double recordsPerSecond, Duration retryTime) {
        this(kinesis, streamName, recordsPerSecond, retryTime, SYSTEM_CLOCK);
    }

    StreamWriter(KinesisClient kinesis, String streamName, double recordsPerSecond, Duration retryTime, Clock clock) {
        if (!(recordsPerSecond >= 0)) {
            throw new IllegalArgumentException("recordsPerSecond is " + recordsPerSecond + ": it must not be negative");
        }
        this.kinesis = kinesis;
        this.streamName = streamName;
        this.recordsPerSecond = recordsPerSecond;
        this.retryTime = retryTime;
        this.clock = clock;
    }

    /**
     * Puts the records until there is none left or {@link #stop} is called.
     *
     * @param accepted is given the records that a request has put on the stream, after each request
     * @throws UndeliveredRecordsException if records are refused for longer than the time for retries
     * @throws software.amazon.awssdk.core.exception.SdkException if a request fails as a whole, for example because the stream does
     *     not exist
     */
    public void write(Iterator<GeneratedRecord> records, Consumer<List<GeneratedRecord>> accepted)
            throws InterruptedException {
        long start = clock.nanoTime();
        long sent = 0;
        RecordBatches batches = new RecordBatches(records, entriesPerRequest());
        while (!isStopped() && batches.hasNext()) {
            if (recordsPerSecond > 0) {
                long due = start + (long) (sent / recordsPerSecond * TimeUnit.SECONDS.toNanos(1));
                clock.await(stopped, Duration.ofNanos(Math.max(0, due - clock.nanoTime())));
                if (isStopped()) {
                    return;
                }
            }
            List<GeneratedRecord> batch = batches.next();
            putWithRetries(batch, accepted);
            sent += batch.size();
        }
    }

    /** Makes {@link #write} return once the request under way is answered. From any thread. */
    public void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private int entriesPerRequest() {
        if (recordsPerSecond == 0) {
            return RecordBatches.MAX_ENTRIES;
        }
        double share = Math.ceil(recordsPerSecond / REQUESTS_PER_SECOND);
        return (int) Math.max(1, Math.min(RecordBatches.MAX_ENTRIES, share));
    }

    private void putWithRetries(List<GeneratedRecord> batch, Consumer<List<GeneratedRecord>> accepted)
            throws InterruptedException {
        long deadline = clock.nanoTime() + retryTime.toNanos();
        List<GeneratedRecord> remaining = batch;
        for (int attempt = 0; ; attempt++) {
            List<GeneratedRecord> taken = new ArrayList<>();
            List<GeneratedRecord> refused = new ArrayList<>();
            PutRecordsResultEntry refusal = null;
            List<PutRecordsResultEntry> results = put(remaining).records();
            for (int i = 0; i < remaining.size(); i++) {
                if (results.get(i).errorCode() == null) {
                    taken.add(remaining.get(i));
                } else {
                    refused.add(remaining.get(i));
                    refusal = refusal == null ? results.get(i) : refusal;
                }
            }
            if (!taken.isEmpty()) {
                accepted.accept(taken);
            }
            if (refused.isEmpty()) {
                return;
            }
            if (isStopped() || clock.nanoTime() >= deadline) {
                throw undelivered(refused, refusal);
            }
            clock.await(stopped, delayAfter(attempt));
            remaining = refused;
        }
    }

    private PutRecordsResponse put(List<GeneratedRecord> records) {
        List<PutRecordsRequestEntry> entries = records.stream()
                .map(record -> PutRecordsRequestEntry.builder()
                        .partitionKey(record.partitionKey())
                        .data(SdkBytes.fromByteArrayUnsafe(record.payload()))
                        .build())
                .toList();
        return kinesis.putRecords(request -> request.streamName(streamName).records(entries));
    }

    /** Returns a random share of a delay that doubles: clients that were refused together do not come back together. */
    private static Duration delayAfter(int attempt) {
        long longest = Math.min(LONGEST_DELAY.toNanos(), FIRST_DELAY.toNanos() << Math.min(attempt, 20));
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest) + 1);
    }

    private UndeliveredRecordsException undelivered(List<GeneratedRecord> refused, PutRecordsResultEntry refusal) {
        String message = String.format(
                "%d record(s) could not be put on stream %s, although retried for up to %d s; the first has the key %s: %s, %s",
                refused.size(),
                streamName,
                retryTime.toSeconds(),
                refused.get(0).key(),
                refusal.errorCode(),
                refusal.errorMessage());
        return new UndeliveredRecordsException(message);
    }
}
