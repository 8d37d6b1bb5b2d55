package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class ReferenceTableCheckTest {
    private final Answers answers = new Answers();
    private String key = "countryname";
    private boolean streamEnabled;
    private ScanRequest asked;

    @Test
    void readsOneItemOfTheTable() {
        assertThat(texts(check("scan"))).containsExactly("ok        dynamodb:Scan on reference table countries");
        assertThat(asked.tableName()).isEqualTo("countries");
        assertThat(asked.limit()).isEqualTo(1);
    }

    @Test
    void namesTheMissingPermission() {
        answers.deny("dynamodb:Scan");

        assertThat(texts(check("scan")))
                .singleElement()
                .asString()
                .startsWith(
                        "FAILED    dynamodb:Scan on reference table countries: the job's role lacks dynamodb:Scan. ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "keys"})
    void readsAnItemByItsKey(String mode) {
        assertThat(texts(check(mode)))
                .contains(
                        "ok        dynamodb:Scan on reference table countries",
                        "ok        dynamodb:BatchGetItem on reference table countries");
    }

    @Test
    void refusesKeysThatTheTableDoesNotHave() {
        key = "code";

        assertThat(texts(check("keys")).get(2))
                .startsWith("FAILED    a read by keys on reference table countries: ")
                .contains("the join attributes [countryname] are not the key of the table, which is [code]");
        assertThat(texts(check("auto")).get(1))
                .startsWith("not tried a read by keys on reference table countries: each batch scans. ")
                .contains("are not the key of the table");
    }

    @Test
    void namesTheMissingPermissionToReadByKeys() {
        answers.deny("dynamodb:BatchGetItem");

        assertThat(texts(check("auto")).get(1))
                .startsWith("FAILED    dynamodb:BatchGetItem on reference table countries: the job's role lacks "
                        + "dynamodb:BatchGetItem. ");
    }

    @Test
    void scansWhereTheTableMayNotBeDescribed() {
        answers.deny("dynamodb:DescribeTable");

        assertThat(texts(check("auto")).get(1))
                .startsWith("not tried a read by keys")
                .contains("dynamodb:DescribeTable");
        assertThat(texts(check("keys")).get(1)).startsWith("FAILED    dynamodb:DescribeTable on reference table");
    }

    @Test
    void readsTheStreamOfTheTable() {
        streamEnabled = true;

        assertThat(texts(check("stream")))
                .containsExactly(
                        "ok        dynamodb:Scan on reference table countries",
                        "ok        dynamodb:DescribeTable on reference table countries",
                        "ok        a read by its stream on reference table countries",
                        "ok        dynamodb:DescribeStream on reference table countries",
                        "ok        dynamodb:GetShardIterator on reference table countries",
                        "ok        dynamodb:GetRecords on reference table countries");
    }

    @Test
    void saysHowToEnableAStream() {
        assertThat(texts(check("stream")).get(2))
                .startsWith("FAILED    a read by its stream on reference table countries: ")
                .contains("aws dynamodb update-table --table-name countries --stream-specification "
                        + "StreamEnabled=true,StreamViewType=NEW_IMAGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"})
    void namesTheMissingPermissionToReadTheStream(String action) {
        streamEnabled = true;
        answers.deny(action);

        List<String> found = texts(check("stream"));

        assertThat(found.get(found.size() - 1))
                .startsWith("FAILED    " + action + " on reference table countries: the job's role lacks " + action);
    }

    private ReferenceTableCheck check(String mode) {
        return new ReferenceTableCheck(
                ExampleConfig.with("lookup_table", "countries", "lookup_mode", mode)
                        .lookup(),
                FakeDynamoDb::new,
                FakeStreams::new);
    }

    private final class FakeDynamoDb implements DynamoDbClient {
        @Override
        public ScanResponse scan(ScanRequest request) {
            asked = request;
            return answers.answer("dynamodb:Scan", () -> ScanResponse.builder().build());
        }

        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return answers.answer("dynamodb:DescribeTable", () -> DescribeTableResponse.builder()
                    .table(TableDescription.builder()
                            .latestStreamArn(streamEnabled ? "arn:stream" : null)
                            .streamSpecification(
                                    streamEnabled
                                            ? StreamSpecification.builder()
                                                    .streamEnabled(true)
                                                    .streamViewType(StreamViewType.NEW_IMAGE)
                                                    .build()
                                            : null)
                            .keySchema(KeySchemaElement.builder()
                                    .attributeName(key)
                                    .keyType(KeyType.HASH)
                                    .build())
                            .attributeDefinitions(AttributeDefinition.builder()
                                    .attributeName(key)
                                    .attributeType(ScalarAttributeType.S)
                                    .build())
                            .build())
                    .build());
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            return answers.answer("dynamodb:BatchGetItem", () -> BatchGetItemResponse.builder()
                    .build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class FakeStreams implements DynamoDbStreamsClient {
        @Override
        public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            return answers.answer("dynamodb:DescribeStream", () -> DescribeStreamResponse.builder()
                    .streamDescription(stream ->
                            stream.shards(Shard.builder().shardId("shard-1").build()))
                    .build());
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            return answers.answer("dynamodb:GetShardIterator", () -> GetShardIteratorResponse.builder()
                    .shardIterator(request.shardId() + " " + request.shardIteratorType())
                    .build());
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            assertThat(request.shardIterator()).isEqualTo("shard-1 LATEST");
            return answers.answer(
                    "dynamodb:GetRecords", () -> GetRecordsResponse.builder().build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
