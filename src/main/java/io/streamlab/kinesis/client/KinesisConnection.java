package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.KinesisStream;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Connects sources and their tasks with Kinesis: one client and one pace for each shard in a JVM. */
public final class KinesisConnection {

    private static final ConcurrentMap<String, ShardRateLimiter> PACES = new ConcurrentHashMap<>();

    private KinesisConnection() {}

    /** @param statistics where these calls are counted */
    public static KinesisCalls open(KinesisSourceOptions options, CallStatistics statistics) {
        KinesisStream stream = options.stream();
        return new RateLimitedKinesisCalls(
                new SdkKinesisCalls(KinesisClients.of(stream.endpoint()), stream),
                stream.name(),
                shardId -> PACES.computeIfAbsent(
                        stream.endpoint() + " " + stream + " " + shardId,
                        key -> new ShardRateLimiter(Clock.systemUTC(), Sleeper.SLEEP)),
                options.retryTimeout(),
                statistics,
                Clock.systemUTC(),
                Sleeper.SLEEP);
    }
}
