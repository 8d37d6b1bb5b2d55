package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Orders have a country, the table of countries has its code, and a second table has the capital of a code. The job scans the first
 * table and reads the second one by its key.
 */
class SeveralReferenceTablesIT extends TestedPipeline {
    private static final String DROPPED = "countryname,country,unitprice,unitcost,totalrevenue,totalcost,totalprofit";

    @TempDir
    private Path folder;

    private DynamoDbClient dynamoDb;
    private String capitals;

    @BeforeEach
    void createTableOfCapitals() {
        dynamoDb = StandIn.dynamoDb();
        capitals = countries() + "_capitals";
        dynamoDb.createTable(request -> request.tableName(capitals)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("code")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("code")
                        .keyType(KeyType.HASH)
                        .build()));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(capitals));
        putCapital("IN", "New Delhi");
        putCapital("CN", "Beijing");
    }

    @AfterEach
    void deleteTableOfCapitals() {
        dynamoDb.deleteTable(request -> request.tableName(capitals));
        dynamoDb.close();
    }

    @Test
    void joinsALaterTableOnAColumnOfAnEarlierOne() {
        pipeline.putRecords(List.of(
                order(1, "India", "1/4/10"),
                order(2, "China", "2/28/10"),
                order(3, "Canada", "2/15/11"),
                order(4, "Mars", "2/15/11")));

        SubmittedJob job = pipeline.drain(Map.of("lookup_tables", document(), "drop_columns", DROPPED));

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(rows("uuid", "code", "combinedname", "capital"))
                .containsExactlyInAnyOrder(
                        "[1,IN,IN-India,New Delhi]",
                        "[2,CN,CN-China,Beijing]",
                        "[3,CA,CA-Canada,null]",
                        "[4,null,null,null]");
        JsonNode report = job.reports().get(0);
        assertThat(report.get("reference_items").asInt()).isEqualTo(4 + 2);
        assertThat(report.get("records_unmatched").asInt()).isEqualTo(1 + 2);
        assertThat(report.has("unmatched_keys")).isFalse();
        JsonNode byTable = report.get("reference_tables");
        assertThat(byTable.get("countries").get("reference_items").asInt()).isEqualTo(4);
        assertThat(byTable.get("countries").has("reference_values"))
                .as("a scan")
                .isFalse();
        assertThat(byTable.get("countries").get("unmatched_keys")).hasToString("{\"Mars\":1}");
        assertThat(byTable.get("capitals").get("reference_items").asInt()).isEqualTo(2);
        assertThat(byTable.get("capitals").get("reference_values").asInt())
                .as("codes that the first table gave")
                .isEqualTo(3);
        assertThat(byTable.get("capitals").get("unmatched_keys")).hasToString("{\"CA\":1,\"null\":1}");
    }

    @Test
    void aTableGoesOnWithAFurtherReferenceTableAndNotWithout() throws IOException {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10"), order(2, "China", "1/4/10")));
        SubmittedJob one = pipeline.drain();
        assertThat(one.awaitExit()).as(one.output()).isZero();

        pipeline.putRecords(List.of(order(2, "China", "1/5/10"), order(3, "India", "1/5/10")));
        Path file = Files.writeString(folder.resolve("tables.json"), document());
        SubmittedJob two = pipeline.drain(Map.of("lookup_tables", file.toUri().toString(), "drop_columns", DROPPED));

        assertThat(two.awaitExit()).as(two.output()).isZero();
        assertThat(rows("uuid", "code", "capital"))
                .containsExactlyInAnyOrder("[1,IN,null]", "[2,CN,Beijing]", "[3,IN,New Delhi]");

        pipeline.putRecords(List.of(order(4, "India", "1/4/10")));
        SubmittedJob oneAgain = pipeline.drain();

        assertThat(oneAgain.awaitExit()).isEqualTo(2);
        assertThat(oneAgain.lastLines(6)).contains("capital");
    }

    @Test
    void rowsFollowBothTables() {
        Map<String, String> arguments = Map.of(
                "lookup_tables",
                document().replace("\"keys\"", "\"scan\""),
                "drop_columns",
                DROPPED + ",code",
                "reenrich",
                "true");
        pipeline.putRecords(
                List.of(order(1, "India", "1/4/10"), order(2, "China", "1/4/10"), order(3, "Mars", "1/4/10")));
        SubmittedJob first = pipeline.drain(arguments);
        assertThat(first.awaitExit()).as(first.output()).isZero();
        assertThat(rows("uuid", "combinedname", "capital"))
                .containsExactlyInAnyOrder("[1,IN-India,New Delhi]", "[2,CN-China,Beijing]", "[3,null,null]");

        dynamoDb.deleteItem(request -> request.tableName(countries())
                .key(Map.of("code", AttributeValue.fromS("CN"), "countryname", AttributeValue.fromS("China"))));
        pipeline.putReference("PRC", "China", "PRC-China");
        pipeline.putReference("MA", "Mars", "MA-Mars");
        putCapital("IN", "Delhi");
        putCapital("MA", "Olympus");
        SubmittedJob second = pipeline.drain(arguments);

        assertThat(second.awaitExit()).as(second.output()).isZero();
        assertThat(rows("uuid", "combinedname", "capital"))
                .containsExactlyInAnyOrder("[1,IN-India,Delhi]", "[2,PRC-China,null]", "[3,MA-Mars,Olympus]");

        putCapital("PRC", "Beijing");
        putCapital("CN", "of nobody now");
        pipeline.putRecords(List.of(order(4, "India", "1/5/10")));
        SubmittedJob third = pipeline.drain(arguments);

        assertThat(third.awaitExit()).as(third.output()).isZero();
        assertThat(rows("uuid", "combinedname", "capital"))
                .containsExactlyInAnyOrder(
                        "[1,IN-India,Delhi]", "[2,PRC-China,Beijing]", "[3,MA-Mars,Olympus]", "[4,IN-India,Delhi]");
        assertThat(third.reports().stream()
                        .mapToInt(report -> report.path("rows_reenriched").asInt())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void validateReadsEachTable() {
        SubmittedJob right =
                pipeline.drain(Map.of("lookup_tables", document(), "drop_columns", DROPPED, "validate", "true"));
        assertThat(right.awaitExit()).as(right.output()).isZero();

        SubmittedJob wrong = pipeline.drain(Map.of(
                "lookup_tables",
                document().replace(capitals, "no_such_table"),
                "drop_columns",
                DROPPED,
                "validate",
                "true"));

        assertThat(wrong.awaitExit()).isEqualTo(1);
        assertThat(wrong.output()).contains("dynamodb:Scan on reference table " + countries());
        assertThat(wrong.lastLines(6)).contains("no_such_table");
    }

    private String document() {
        return String.format(
                "[{\"name\": \"countries\", \"lookup_table\": \"%s\", \"join_columns\": \"country=countryname\","
                        + " \"lookup_schema\": \"code string, countryname string, combinedname string\","
                        + " \"lookup_mode\": \"scan\"},"
                        + " {\"name\": \"capitals\", \"lookup_table\": \"%s\", \"join_columns\": \"code=code\","
                        + " \"lookup_schema\": \"code string, capital string\", \"lookup_mode\": \"keys\"}]",
                countries(), capitals);
    }

    private String countries() {
        return pipeline.tableName().substring(pipeline.tableName().indexOf('.') + 1);
    }

    private void putCapital(String code, String capital) {
        dynamoDb.putItem(request -> request.tableName(capitals)
                .item(Map.of("code", AttributeValue.fromS(code), "capital", AttributeValue.fromS(capital))));
    }

    private List<String> rows(String first, String... more) {
        return pipeline.table(reader).select(first, more).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
