package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisStream;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Makes each call with which the source reads a stream, to see whether the call is allowed: at the same endpoint, in the
 * same region and as the same role. A call fails within seconds.
 */
public final class StreamProbe implements AutoCloseable {

    private final KinesisClient client;
    private final KinesisCalls calls;

    /** @param client closed with the probe */
    public StreamProbe(KinesisClient client, KinesisStream stream) {
        this.client = client;
        this.calls = new SdkKinesisCalls(client, stream);
    }

    /** Returns a probe that calls nothing yet. */
    public static StreamProbe of(KinesisStream stream) {
        return new StreamProbe(KinesisClients.bounded(stream.endpoint()), stream);
    }

    /** Calls DescribeStreamSummary and returns the retention in hours. */
    public long retentionHours() {
        return calls.describe().retention().toHours();
    }

    /** Calls ListShards and returns the id of a shard. */
    public Optional<String> anyShard() {
        return calls.shardPage(null).shards().stream().findFirst().map(Shard::shardId);
    }

    /** Calls GetShardIterator and returns an iterator at the shard's oldest record. */
    public String oldestIterator(String shardId) {
        return calls.shardIterator(shardId, IteratorStart.TRIM_HORIZON);
    }

    /** Calls GetRecords and returns how many records the answer holds: one or none. */
    public int readOne(String shardId, String iterator) {
        return calls.records(shardId, iterator, 1).records().size();
    }

    @Override
    public void close() {
        client.close();
    }
}
