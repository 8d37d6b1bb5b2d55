package io.streamlab.join.preflight;

import io.streamlab.join.catalog.SourceTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The stream: whether it is there and a shard of it can be read, by the calls with which the job reads it. */
final class StreamCheck implements Check {
    private final String stream;
    private final Supplier<KinesisClient> client;

    /** @param stream its ARN or its name */
    StreamCheck(String stream, Supplier<KinesisClient> client) {
        this.stream = stream;
        this.client = client;
    }

    static StreamCheck of(SourceTable table, Optional<String> roleArn) {
        return new StreamCheck(table.stream(), () -> Clients.kinesis(table, roleArn));
    }

    @Override
    public List<Finding> run() {
        Attempts attempts = new Attempts("stream " + stream);
        try (KinesisClient kinesis = client.get()) {
            attempts.attempt(
                    "kinesis:DescribeStreamSummary",
                    () -> kinesis.describeStreamSummary(
                            request -> request.streamARN(arn()).streamName(name())));
            Optional<Shard> shard = attempts.attempt(
                            "kinesis:ListShards",
                            () -> kinesis.listShards(
                                    request -> request.streamARN(arn()).streamName(name())))
                    .map(ListShardsResponse::shards)
                    .flatMap(shards -> shards.stream().findFirst());
            if (shard.isPresent()) {
                readFrom(kinesis, shard.get(), attempts);
            } else {
                attempts.skip("kinesis:GetShardIterator", "no shard is known");
                attempts.skip("kinesis:GetRecords", "no shard is known");
            }
        }
        return attempts.findings();
    }

    private void readFrom(KinesisClient kinesis, Shard shard, Attempts attempts) {
        Optional<String> iterator = attempts.attempt(
                "kinesis:GetShardIterator", () -> kinesis.getShardIterator(request -> request.streamARN(arn())
                                .streamName(name())
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator());
        if (iterator.isPresent()) {
            attempts.attempt(
                    "kinesis:GetRecords",
                    () -> kinesis.getRecords(request -> request.streamARN(arn())
                            .shardIterator(iterator.get())
                            .limit(1)));
        } else {
            attempts.skip("kinesis:GetRecords", "there is no iterator to read with");
        }
    }

    private String arn() {
        return stream.startsWith("arn:") ? stream : null;
    }

    private String name() {
        return stream.startsWith("arn:") ? null : stream;
    }
}
