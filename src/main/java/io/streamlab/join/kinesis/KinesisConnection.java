package io.streamlab.join.kinesis;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Connects sources and their tasks with Kinesis: one client and one pace for each shard in a JVM. */
final class KinesisConnection {

    private static final ConcurrentMap<String, ShardPace> PACES = new ConcurrentHashMap<>();

    private KinesisConnection() {}

    /** @param statistics where these calls are counted */
    static KinesisCalls open(KinesisSourceOptions options, CallStatistics statistics) {
        KinesisStream stream = options.stream();
        return new PacedKinesisCalls(
                new SdkKinesisCalls(KinesisClients.of(stream.endpoint()), stream),
                stream.name(),
                shardId -> PACES.computeIfAbsent(
                        stream.endpoint() + " " + stream + " " + shardId,
                        key -> new ShardPace(Clock.systemUTC(), Pause.SLEEP)),
                options.retryTimeout(),
                statistics,
                Clock.systemUTC(),
                Pause.SLEEP);
    }
}
