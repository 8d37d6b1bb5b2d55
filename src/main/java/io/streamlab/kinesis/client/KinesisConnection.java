package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.KinesisStream;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Connects sources and their tasks with Kinesis. A JVM has one client for each endpoint and one rate limiter for each shard. */
public final class KinesisConnection {

    private static final ConcurrentMap<String, ShardRateLimiter> RATE_LIMITERS = new ConcurrentHashMap<>();

    private KinesisConnection() {}

    /**
     * Returns the calls of a stream, rate limited and repeated.
     *
     * @param statistics where these calls are counted
     */
    public static KinesisCalls open(KinesisSourceOptions options, CallStatistics statistics) {
        KinesisStream stream = options.stream();
        return new RateLimitedKinesisCalls(
                new SdkKinesisCalls(KinesisClients.of(stream.endpoint()), stream),
                stream.name(),
                shardId -> RATE_LIMITERS.computeIfAbsent(
                        stream.endpoint() + " " + stream + " " + shardId,
                        key -> new ShardRateLimiter(Clock.systemUTC(), Sleeper.SLEEP)),
                options.retryTimeout(),
                statistics,
                Clock.systemUTC(),
                Sleeper.SLEEP);
    }
}
