package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.endtoend.StandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Follows a table of DynamoDB Local by its stream. */
class FollowedTableIT {
    /** More than the join sends to each batch without a look at its values. */
    private static final int ITEMS = 12_000;

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    private final DynamoDbClient dynamoDb = StandIn.dynamoDb();
    private final String table = "followed_" + UUID.randomUUID();

    @AfterEach
    void deleteTable() {
        dynamoDb.deleteTable(request -> request.tableName(table));
        dynamoDb.close();
    }

    @Test
    void seesAChangeWithinTwoSecondsAndWithoutAScan() {
        create(StreamViewType.NEW_IMAGE);
        put(0, 100);
        List<Duration> delays = new ArrayList<>();
        try (ReferenceTable reference = ReferenceTable.open(lookup())) {
            assertThat(reference.current().items()).isEqualTo(100);
            for (int i = 0; i < 50; i++) {
                String label = "changed " + i;
                put(item(i, label));
                long written = System.nanoTime();
                Awaitility.await()
                        .atMost(LONGEST_DELAY)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> {
                            ReferenceSnapshot now = reference.current();
                            assertThat(now.pages()).isZero();
                            return now.rows().stream().anyMatch(row -> label.equals(row.getString(1)));
                        });
                delays.add(Duration.ofNanos(System.nanoTime() - written));
            }
            dynamoDb.deleteItem(
                    request -> request.tableName(table).key(Map.of("code", AttributeValue.fromS("code 0"))));
            Awaitility.await()
                    .atMost(LONGEST_DELAY)
                    .until(() -> reference.current().items() == 99);
        }
        Collections.sort(delays);
        System.out.printf(
                "from the write to the row: median %d ms, longest %d ms%n",
                delays.get(delays.size() / 2).toMillis(),
                delays.get(delays.size() - 1).toMillis());
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(LONGEST_DELAY));
    }

    @Test
    void givesABatchTheItemsOfItsOwnValues() {
        create(StreamViewType.NEW_AND_OLD_IMAGES);
        put(0, ITEMS);
        try (ReferenceTable reference = ReferenceTable.open(lookup())) {
            ReferenceSnapshot first = reference.forRecords(records("code 7", "code 7", "code 11999", "none", null));
            assertThat(labels(first)).containsExactly("label 11999", "label 7");
            assertThat(first.items()).isEqualTo(ITEMS);

            put(item(7, "changed"));
            Awaitility.await().atMost(LONGEST_DELAY).untilAsserted(() -> assertThat(
                            labels(reference.forRecords(records("code 7"))))
                    .containsExactly("changed"));
        }
    }

    @Test
    void aTableWithoutAStreamIsRefusedAndOneWhoseStreamEndsIsScanned() {
        create(null);
        put(0, 3);
        try (ReferenceTable reference = ReferenceTable.open(lookup())) {
            assertThatThrownBy(reference::current)
                    .hasMessageContaining("aws dynamodb update-table --table-name " + table);

            stream(true);
            assertThat(reference.current().items()).isEqualTo(3);

            stream(false);
            put(item(3, "written without a stream"));
            ReferenceSnapshot scanned = reference.current();
            assertThat(scanned.items()).isEqualTo(4);
            assertThat(scanned.readChanges().map(ReadChanges::gaps)).hasValue(1);
        }
    }

    private void create(StreamViewType view) {
        dynamoDb.createTable(request -> {
            request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("code")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeyTables.key("code"));
            if (view != null) {
                request.streamSpecification(stream -> stream.streamEnabled(true).streamViewType(view));
            }
        });
    }

    private void stream(boolean enabled) {
        dynamoDb.updateTable(
                request -> request.tableName(table).streamSpecification(stream -> stream.streamEnabled(enabled)
                        .streamViewType(enabled ? StreamViewType.NEW_IMAGE : null)));
    }

    private void put(int from, int until) {
        for (int next = from; next < until; next += 25) {
            List<WriteRequest> writes = IntStream.range(next, Math.min(until, next + 25))
                    .mapToObj(i -> WriteRequest.builder()
                            .putRequest(PutRequest.builder()
                                    .item(item(i, "label " + i))
                                    .build())
                            .build())
                    .toList();
            dynamoDb.batchWriteItem(request -> request.requestItems(Map.of(table, writes)));
        }
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> item(int number, String label) {
        return Map.of(
                "code", AttributeValue.fromS("code " + number),
                "label", AttributeValue.fromS(label));
    }

    private LookupConfig lookup() {
        return ExampleConfig.with(
                        "lookup_table", table,
                        "lookup_mode", "stream",
                        "lookup_schema", "code string, label string",
                        "join_columns", "country=code",
                        "drop_columns", "")
                .lookup();
    }

    private static Dataset<Row> records(String... countries) {
        List<Row> rows = new ArrayList<>();
        for (String country : countries) {
            rows.add(RowFactory.create(country));
        }
        return LocalSpark.session().createDataFrame(rows, StructType.fromDDL("country string"));
    }

    private static List<String> labels(ReferenceSnapshot snapshot) {
        return snapshot.rows().stream().map(row -> row.getString(1)).sorted().toList();
    }
}
