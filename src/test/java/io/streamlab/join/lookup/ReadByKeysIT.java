package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.endtoend.StandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Reads by keys from DynamoDB Local: by the table's whole key, by its partition key, and by a global and a local index. Each item
 * has another number as its sort key, 3 items one depot, and 500 items one name.
 */
class ReadByKeysIT {
    private static final int ITEMS = 1_500;

    private final DynamoDbClient dynamoDb = StandIn.dynamoDb();
    private final String table = "keys_" + UUID.randomUUID();

    @BeforeEach
    void createTable() {
        dynamoDb.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute("depot", ScalarAttributeType.S),
                        attribute("number", ScalarAttributeType.N),
                        attribute("name", ScalarAttributeType.S))
                .keySchema(KeyTables.key("depot", "number"))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("by_name")
                        .keySchema(KeyTables.key("name"))
                        .projection(projection -> projection.projectionType("ALL"))
                        .build())
                .localSecondaryIndexes(LocalSecondaryIndex.builder()
                        .indexName("by_depot_and_name")
                        .keySchema(KeyTables.key("depot", "name"))
                        .projection(projection -> projection.projectionType("KEYS_ONLY"))
                        .build()));
        for (int from = 0; from < ITEMS; from += 25) {
            List<WriteRequest> writes = IntStream.range(from, from + 25)
                    .mapToObj(i -> WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(item(i)).build())
                            .build())
                    .toList();
            dynamoDb.batchWriteItem(request -> request.requestItems(Map.of(table, writes)));
        }
    }

    @AfterEach
    void deleteTable() {
        dynamoDb.deleteTable(request -> request.tableName(table));
        dynamoDb.close();
    }

    @Test
    void byTheWholeKey() {
        ReferenceSnapshot found = read("depot=depot,number=number", "", records(0, 250));

        assertThat(numbers(found)).containsExactlyElementsOf(range(0, 250));
        assertThat(found.pages()).as("requests of 100").isEqualTo(3);
    }

    @Test
    void byThePartitionKey() {
        ReferenceSnapshot found = read("depot=depot", "", records(0, 10));

        assertThat(found.items()).as("three of each depot of ten records").isEqualTo(12);
        assertThat(found.askedValues()).hasValue(4);
    }

    @Test
    void byAGlobalIndex() {
        ReferenceSnapshot found = read("name=name", "by_name", records(0, 1));

        assertThat(found.items()).isEqualTo(500);
    }

    @Test
    void byALocalIndexThatLacksAttributes() {
        ReferenceSnapshot found = read("depot=depot,name=name", "by_depot_and_name", records(3, 5));

        assertThat(numbers(found)).containsExactly(3, 4);
        assertThat(found.rows()).allSatisfy(row -> assertThat(row.getString(3)).startsWith("label"));
    }

    @Test
    void autoReadsTheSizeOfTheTable() {
        LookupConfig scan = lookup("depot=depot,number=number", "lookup_mode", "auto");
        try (ReferenceTable reference = new ReferenceTable(StandIn.dynamoDb(), scan)) {
            assertThat(reference.forRecords(records(0, 2)).askedValues())
                    .as("3 MB are more than a page")
                    .hasValue(2);
        }
    }

    private ReferenceSnapshot read(String joinColumns, String index, Dataset<Row> records) {
        LookupConfig lookup = index.isEmpty()
                ? lookup(joinColumns, "lookup_mode", "keys")
                : lookup(joinColumns, "lookup_mode", "keys", "lookup_index", index);
        try (ReferenceTable reference = new ReferenceTable(StandIn.dynamoDb(), lookup)) {
            return reference.forRecords(records);
        }
    }

    private LookupConfig lookup(String joinColumns, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "lookup_table",
                table,
                "lookup_schema",
                "depot string, number int, name string, label string",
                "join_columns",
                joinColumns,
                "drop_columns",
                ""));
        all.addAll(List.of(more));
        return ExampleConfig.with(all.toArray(String[]::new)).lookup();
    }

    private static Map<String, AttributeValue> item(int number) {
        return Map.of(
                "depot", AttributeValue.fromS("depot " + number / 3),
                "number", AttributeValue.fromN(Integer.toString(number)),
                "name", AttributeValue.fromS("name " + number % 3),
                "label", AttributeValue.fromS("label " + number + "-".repeat(2_000)));
    }

    private static Dataset<Row> records(int from, int until) {
        return LocalSpark.session()
                .createDataFrame(
                        Stream.concat(
                                        IntStream.range(from, until).boxed(),
                                        // Each record twice.
                                        IntStream.range(from, until).boxed())
                                .map(i -> RowFactory.create("depot " + i / 3, i, "name " + i % 3))
                                .toList(),
                        StructType.fromDDL("depot string, number int, name string"));
    }

    private static List<Integer> numbers(ReferenceSnapshot snapshot) {
        return snapshot.rows().stream().map(row -> row.getInt(1)).sorted().toList();
    }

    private static List<Integer> range(int from, int until) {
        return IntStream.range(from, until).boxed().toList();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
