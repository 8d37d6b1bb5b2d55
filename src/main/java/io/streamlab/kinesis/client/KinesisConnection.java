package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.KinesisStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Connects sources and their tasks with Kinesis. A JVM has one client for each endpoint, and one rate limiter for each
 * shard that is being read.
 */
public final class KinesisConnection {

    private static final ConcurrentMap<List<?>, SharedStream> STREAMS = new ConcurrentHashMap<>();

    private KinesisConnection() {}

    /**
     * Returns the calls of a stream, rate limited and repeated for as long as {@code retryTimeoutSeconds} says.
     *
     * @param statistics where these calls are counted
     */
    public static KinesisCalls open(KinesisSourceOptions options, CallStatistics statistics) {
        return open(options, statistics, options.retryTimeout(), false);
    }

    /**
     * Returns the calls with which the driver plans a stream's shards: rate limited, and repeated for a short time, because
     * the next trigger makes them again. They leave some of each shard's limit to other readers.
     *
     * @param statistics where these calls are counted
     * @param retryTimeout how long a call may keep failing
     */
    public static KinesisCalls open(KinesisSourceOptions options, CallStatistics statistics, Duration retryTimeout) {
        return open(options, statistics, retryTimeout, true);
    }

    /**
     * Returns the calls with which a task reads: rate limited and repeated.
     *
     * @param statistics where these calls are counted
     * @param retryTimeout how long a call may keep failing
     */
    public static KinesisCalls openForTask(
            KinesisSourceOptions options, CallStatistics statistics, Duration retryTimeout) {
        return open(options, statistics, retryTimeout, false);
    }

    private static KinesisCalls open(
            KinesisSourceOptions options, CallStatistics statistics, Duration retryTimeout, boolean planning) {
        KinesisStream stream = options.stream();
        SharedStream shared =
                STREAMS.computeIfAbsent(Arrays.asList(stream.endpoint(), stream.toString()), key -> new SharedStream());
        return new RateLimitedKinesisCalls(
                new SdkKinesisCalls(KinesisClients.of(stream.endpoint()), stream),
                stream.name(),
                shared.limiters::of,
                retryTimeout,
                statistics,
                new SteadyClock(),
                Sleeper.SLEEP,
                shared.answered,
                planning);
    }

    /** What all who read a stream in this JVM share. */
    private static final class SharedStream {
        private final ShardRateLimiters limiters = new ShardRateLimiters(new SteadyClock(), Sleeper.SLEEP);
        private final AnsweredActions answered = new AnsweredActions();
    }
}
