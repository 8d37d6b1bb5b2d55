package io.streamlab.join.lookup;

import static io.streamlab.join.lookup.RecordingDynamoDb.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class KeyReadTest {
    private final KeyedDynamoDb dynamoDb = new KeyedDynamoDb("countries");
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void asksForAHundredKeysInARequestAndForEachKeyOnce() throws Exception {
        IntStream.range(0, 150).forEach(i -> dynamoDb.item(item("countryname", "c" + i, "code", "" + i)));

        List<ReadItems> read = read(byName(), values(0, 250));

        assertThat(dynamoDb.gets).extracting(wanted -> wanted.keys().size()).containsExactly(100, 100, 50);
        assertThat(dynamoDb.gets).allMatch(KeysAndAttributes::consistentRead);
        assertThat(rows(read)).hasSize(150);
        assertThat(read.stream().mapToDouble(ReadItems::consumedCapacityUnits).sum())
                .as("one unit for each key")
                .isEqualTo(250);
        assertThat(pauses).isEmpty();
    }

    @Test
    void asksAgainForKeysThatWereLeftUnprocessed() throws Exception {
        IntStream.range(0, 100).forEach(i -> dynamoDb.item(item("countryname", "c" + i)));

        List<ReadItems> read = read(byName(), values(0, 100), dynamoDb.processing(40));

        assertThat(dynamoDb.gets).extracting(wanted -> wanted.keys().size()).containsExactly(100, 60, 20);
        assertThat(rows(read)).hasSize(100).doesNotHaveDuplicates();
        assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
    }

    @Test
    void givesUpWhenNoKeyIsProcessedForTooLong() {
        assertThatThrownBy(() -> read(byName(), values(0, 3), dynamoDb.processing(0)))
                .isInstanceOf(UnansweredKeysException.class)
                .hasMessageStartingWith("3 keys were left unprocessed for");
        assertThat(pauses).startsWith(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void queriesAllItemsOfAPartitionKey() throws Exception {
        TableDescription table = byName().toBuilder()
                .keySchema(key("countryname", KeyType.HASH), key("code", KeyType.RANGE))
                .attributeDefinitions(attribute("countryname"), attribute("code"))
                .build();
        IntStream.range(0, 5).forEach(i -> dynamoDb.item(item("countryname", "India", "code", "c" + i)));
        dynamoDb.item(item("countryname", "Peru", "code", "PE")).itemsOfAPage(2);

        List<ReadItems> read = read(table, List.of(List.of("India"), List.of("Mars")));

        assertThat(rows(read)).hasSize(5);
        assertThat(dynamoDb.queries).as("three pages and an empty one").hasSize(4);
        assertThat(dynamoDb.queries).allSatisfy(query -> {
            assertThat(query.consistentRead()).isTrue();
            assertThat(query.indexName()).isNull();
        });
        assertThat(dynamoDb.gets).isEmpty();
    }

    @Test
    void stopsAtTheItemThatIsOneTooMany() {
        IntStream.range(0, 6).forEach(i -> dynamoDb.item(item("countryname", "c" + i)));

        assertThatThrownBy(() -> read(byName(), values(0, 6))).isInstanceOf(TooManyReferenceItemsException.class);
    }

    private List<ReadItems> read(TableDescription table, List<List<String>> values) throws Exception {
        return read(table, values, dynamoDb);
    }

    private List<ReadItems> read(TableDescription table, List<List<String>> values, KeyedDynamoDb client)
            throws Exception {
        LookupConfig lookup = ExampleConfig.with(
                        "lookup_table", "countries",
                        "lookup_mode", "keys",
                        "lookup_schema", "countryname string, code string",
                        "max_lookup_rows", values.size() == 6 ? "5" : "1000")
                .lookup();
        List<ReadItems> read = new ArrayList<>();
        KeyRead reading = new KeyRead(client, lookup, LookupKey.of(lookup, table), Duration.ofMillis(50), time -> {
            pauses.add(time);
            Thread.sleep(10);
        });
        for (Callable<ReadItems> part : reading.parts(values, new ItemLimit(lookup.maxRows()))) {
            read.add(part.call());
        }
        return read;
    }

    private static List<Row> rows(List<ReadItems> read) {
        return read.stream().flatMap(part -> part.rows().stream()).toList();
    }

    private static List<List<String>> values(int from, int until) {
        return IntStream.range(from, until).mapToObj(i -> List.of("c" + i)).toList();
    }

    private static TableDescription byName() {
        return TableDescription.builder()
                .tableName("countries")
                .keySchema(key("countryname", KeyType.HASH))
                .attributeDefinitions(attribute("countryname"))
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }
}
