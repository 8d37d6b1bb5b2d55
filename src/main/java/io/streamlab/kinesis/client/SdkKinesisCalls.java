package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisStream;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** The calls as the AWS SDK makes them, each once. */
final class SdkKinesisCalls implements KinesisCalls {

    private final KinesisClient client;
    private final KinesisStream stream;

    SdkKinesisCalls(KinesisClient client, KinesisStream stream) {
        this.client = client;
        this.stream = stream;
    }

    @Override
    public List<Shard> listShards() {
        return ShardPage.all(this::shardPage);
    }

    @Override
    public ShardPage shardPage(String nextToken) {
        // Kinesis lists at most 1,000 shards a page, whatever MaxResults asks for.
        // A token stands for the stream: Kinesis refuses both together.
        ListShardsRequest request = nextToken == null
                ? ListShardsRequest.builder()
                        .streamName(stream.requestName())
                        .streamARN(stream.requestArn())
                        .build()
                : ListShardsRequest.builder().nextToken(nextToken).build();
        ListShardsResponse response = client.listShards(request);
        return new ShardPage(response.shards(), response.nextToken());
    }

    @Override
    public String shardIterator(String shardId, IteratorStart start) {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder()
                .streamName(stream.requestName())
                .streamARN(stream.requestArn())
                .shardId(shardId);
        if (start.sequenceNumber() != null) {
            request.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber(start.sequenceNumber());
        } else if (start.timestamp() != null) {
            request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(start.timestamp());
        } else {
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        }
        return client.getShardIterator(request.build()).shardIterator();
    }

    @Override
    public RecordPage records(String shardId, String iterator, int limit) {
        GetRecordsResponse response = client.getRecords(GetRecordsRequest.builder()
                .streamARN(stream.requestArn())
                .shardIterator(iterator)
                .limit(limit)
                .build());
        return new RecordPage(
                response.records(),
                response.nextShardIterator(),
                response.millisBehindLatest() == null ? 0 : response.millisBehindLatest(),
                response.records().size() >= limit);
    }

    @Override
    public StreamDescription describe() {
        DescribeStreamSummaryRequest request = DescribeStreamSummaryRequest.builder()
                .streamName(stream.requestName())
                .streamARN(stream.requestArn())
                .build();
        StreamDescriptionSummary summary = client.describeStreamSummary(request).streamDescriptionSummary();
        return new StreamDescription(
                summary.streamARN(),
                summary.streamCreationTimestamp(),
                Duration.ofHours(summary.retentionPeriodHours()));
    }
}
