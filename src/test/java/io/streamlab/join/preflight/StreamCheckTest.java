package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.StreamProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

class StreamCheckTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";

    private final Answers answers = new Answers();
    private final List<String> asked = new ArrayList<>();

    @Test
    void readsARecordAsTheJobDoes() {
        assertThat(texts(check("orders")))
                .containsExactly(
                        "ok        kinesis:DescribeStreamSummary on stream orders",
                        "ok        kinesis:ListShards on stream orders",
                        "ok        kinesis:GetShardIterator on stream orders",
                        "ok        kinesis:GetRecords on stream orders");
        assertThat(asked)
                .containsExactly(
                        "summary orders null",
                        "shards orders null",
                        "iterator orders null shard-0",
                        "records null it-0");
    }

    @Test
    void asksByTheArnWhereTheCatalogHasOne() {
        texts(check(ARN));

        assertThat(asked)
                .containsExactly(
                        "summary null " + ARN,
                        "shards null " + ARN,
                        "iterator null " + ARN + " shard-0",
                        "records " + ARN + " it-0");
    }

    @Test
    void namesEveryPermissionThatIsMissing() {
        answers.deny("kinesis:DescribeStreamSummary").deny("kinesis:GetRecords");

        assertThat(texts(check("orders")))
                .containsExactly(
                        "FAILED    kinesis:DescribeStreamSummary on stream orders: the job's role lacks "
                                + "kinesis:DescribeStreamSummary. AccessDeniedException: User: "
                                + "arn:aws:sts::123456789012:assumed-role/job/run is not authorized to perform: "
                                + "kinesis:DescribeStreamSummary",
                        "ok        kinesis:ListShards on stream orders",
                        "ok        kinesis:GetShardIterator on stream orders",
                        "FAILED    kinesis:GetRecords on stream orders: the job's role lacks kinesis:GetRecords. "
                                + "AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/job/run is not "
                                + "authorized to perform: kinesis:GetRecords");
    }

    @Test
    void saysWhatItCouldNotTry() {
        answers.deny("kinesis:GetShardIterator");

        assertThat(texts(check("orders")))
                .last()
                .isEqualTo("not tried kinesis:GetRecords on stream orders: there is no iterator to read with");
    }

    @Test
    void aMissingStreamIsNoMissingPermission() {
        answers.refuse("kinesis:DescribeStreamSummary", 400, "ResourceNotFoundException", "Stream orders not found")
                .refuse("kinesis:ListShards", 400, "ResourceNotFoundException", "Stream orders not found");

        assertThat(texts(check("orders")))
                .containsExactly(
                        "FAILED    kinesis:DescribeStreamSummary on stream orders: ResourceNotFoundException: Stream orders not found",
                        "FAILED    kinesis:ListShards on stream orders: ResourceNotFoundException: Stream orders not found",
                        "not tried kinesis:GetShardIterator on stream orders: no shard is known",
                        "not tried kinesis:GetRecords on stream orders: no shard is known");
    }

    @Test
    void aStreamWithoutAnAddressIsAFinding() {
        StreamCheck check = new StreamCheck("orders", () -> {
            throw new IllegalArgumentException("region is not given");
        });

        assertThat(texts(check)).containsExactly("FAILED    stream orders: region is not given");
    }

    private StreamCheck check(String stream) {
        return new StreamCheck(
                stream,
                () -> new StreamProbe(
                        new FakeKinesis(),
                        KinesisSourceOptions.parse(Map.of(
                                        stream.equals(ARN)
                                                ? KinesisSourceOptions.STREAM_ARN
                                                : KinesisSourceOptions.STREAM_NAME,
                                        stream,
                                        KinesisSourceOptions.REGION,
                                        "us-east-1"))
                                .stream()));
    }

    private final class FakeKinesis implements KinesisClient {
        @Override
        public DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest request) {
            asked.add("summary " + request.streamName() + " " + request.streamARN());
            return answers.answer("kinesis:DescribeStreamSummary", () -> DescribeStreamSummaryResponse.builder()
                    .streamDescriptionSummary(summary -> summary.retentionPeriodHours(24))
                    .build());
        }

        @Override
        public ListShardsResponse listShards(ListShardsRequest request) {
            asked.add("shards " + request.streamName() + " " + request.streamARN());
            return answers.answer("kinesis:ListShards", () -> ListShardsResponse.builder()
                    .shards(
                            Shard.builder().shardId("shard-0").build(),
                            Shard.builder().shardId("shard-1").build())
                    .build());
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            asked.add("iterator " + request.streamName() + " " + request.streamARN() + " " + request.shardId());
            return answers.answer("kinesis:GetShardIterator", () -> GetShardIteratorResponse.builder()
                    .shardIterator("it-0")
                    .build());
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            asked.add("records " + request.streamARN() + " " + request.shardIterator());
            return answers.answer(
                    "kinesis:GetRecords", () -> GetRecordsResponse.builder().build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
