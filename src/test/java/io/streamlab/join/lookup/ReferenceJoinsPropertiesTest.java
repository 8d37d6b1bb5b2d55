package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.LookupConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Joins random records with two or three random tables, each on random columns of the stream and of the tables before, read by a
 * scan or by keys. The rows and the counts must be those of a loop over plain maps.
 */
class ReferenceJoinsPropertiesTest {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, orderdate string, s0 string, s1 string");
    private static final String[] VALUES = {"a", "A", "b", "B", "c", "a,b"};

    /** A table of the oracle: its attributes are key, value and other, each with the table's number. */
    private static final class Table {
        String name;
        /** Columns of the stream or of an earlier table; the second one only sometimes. */
        final List<String> joinColumns = new ArrayList<>();

        boolean byKeys;
        boolean ignoresCase;
        final List<Map<String, String>> items = new ArrayList<>();

        List<String> keyAttributes() {
            return joinColumns.size() == 1 ? List.of(name + "k0") : List.of(name + "k0", name + "k1");
        }

        List<String> attributes() {
            return List.of(name + "k0", name + "k1", name + "v");
        }

        String compared(String value) {
            return ignoresCase ? value.toLowerCase(Locale.ROOT) : value;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void areThoseOfALoopOverMaps(long seed) throws IOException {
        Random random = new Random(seed);
        List<Table> tables = tables(random);
        List<String> dropped = new ArrayList<>();
        tables.forEach(table -> table.attributes().stream()
                .filter(any -> random.nextInt(3) == 0)
                .forEach(dropped::add));
        if (random.nextBoolean()) {
            dropped.add("s0");
        }
        JobConfig config = ExampleConfig.with(
                "lookup_tables",
                document(tables),
                "drop_columns",
                dropped.isEmpty() ? "none" : String.join(",", dropped));
        List<Map<String, String>> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Map<String, String> record = new LinkedHashMap<>();
            record.put("uuid", "u" + i);
            record.put("orderdate", "d");
            record.put("s0", value(random));
            record.put("s1", random.nextInt(10) == 0 ? null : value(random));
            records.add(record);
        }
        Map<String, Long> unmatched = new TreeMap<>();
        List<Map<String, String>> expected = oracle(records, tables, unmatched);

        List<ReferenceTable> open = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            open.add(open(tables.get(i), config.lookups().get(i)));
        }
        TableColumns columns = TableColumns.of(ORDERS, config);
        Dataset<Row> rows = LocalSpark.session()
                .createDataFrame(
                        records.stream()
                                .map(record -> RowFactory.create(record.values().toArray()))
                                .toList(),
                        ORDERS)
                .selectExpr("'0' _event_order", "*")
                .cache();
        ReferenceJoins.Found found = ReferenceJoins.ofTables(columns, open).read(rows);
        Dataset<Row> joined = found.join(rows);

        assertThat(joined.schema().fieldNames())
                .as(document(tables))
                .containsExactly(columns.schema().fieldNames());
        assertThat(joined.collectAsList().stream().map(Row::toString))
                .as(document(tables))
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .map(row -> Arrays.stream(columns.schema().fieldNames())
                                .map(name -> name.equals("_event_order") ? "0" : row.get(name))
                                .collect(Collectors.joining(",", "[", "]")))
                        .toList());
        Map<String, Long> counted = new TreeMap<>();
        found.unmatched(rows).forEach((name, count) -> counted.put(name, count.count()));
        assertThat(counted).as(document(tables)).isEqualTo(unmatched);
        for (int i = 0; i < tables.size(); i++) {
            ReferenceSnapshot snapshot = found.tables().get(i).snapshot();
            assertThat(snapshot.askedValues().isPresent()).isEqualTo(tables.get(i).byKeys);
        }
        open.forEach(ReferenceTable::close);
        rows.unpersist();
    }

    private static List<Table> tables(Random random) {
        List<Table> tables = new ArrayList<>();
        List<String> available = new ArrayList<>(List.of("s0", "s1"));
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            Table table = new Table();
            table.name = "tab" + i;
            // Mostly of the table before, so that the joins depend on each other.
            table.joinColumns.add(available.get(Math.max(
                    random.nextInt(available.size()), i == 0 || random.nextInt(3) == 0 ? 0 : available.size() - 3)));
            String second = available.get(random.nextInt(available.size()));
            if (random.nextBoolean() && !table.joinColumns.contains(second)) {
                table.joinColumns.add(second);
            }
            table.byKeys = random.nextBoolean();
            table.ignoresCase = !table.byKeys && random.nextBoolean();
            Map<String, Map<String, String>> byKey = new TreeMap<>();
            for (int item = 0; item < 12; item++) {
                Map<String, String> attributes = new HashMap<>();
                table.attributes().forEach(name -> attributes.put(name, value(random)));
                String key = table.keyAttributes().stream()
                        .map(name -> table.compared(attributes.get(name)))
                        .collect(Collectors.joining("|"));
                byKey.put(key, attributes);
            }
            table.items.addAll(byKey.values());
            tables.add(table);
            available.addAll(table.attributes());
        }
        return tables;
    }

    private static List<Map<String, String>> oracle(
            List<Map<String, String>> records, List<Table> tables, Map<String, Long> unmatched) {
        List<Map<String, String>> rows = new ArrayList<>();
        tables.forEach(table -> unmatched.put(table.name, 0L));
        for (Map<String, String> record : records) {
            Map<String, String> row = new HashMap<>(record);
            for (Table table : tables) {
                Map<String, String> match = match(row, table);
                if (match == null) {
                    unmatched.merge(table.name, 1L, Long::sum);
                } else {
                    row.putAll(match);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, String> match(Map<String, String> row, Table table) {
        for (Map<String, String> item : table.items) {
            boolean matches = true;
            for (int i = 0; i < table.joinColumns.size(); i++) {
                String value = row.get(table.joinColumns.get(i));
                matches &= value != null
                        && table.compared(value)
                                .equals(table.compared(
                                        item.get(table.keyAttributes().get(i))));
            }
            if (matches) {
                return item;
            }
        }
        return null;
    }

    private static ReferenceTable open(Table table, LookupConfig lookup) {
        KeyedDynamoDb dynamoDb = new KeyedDynamoDb(table.name)
                .described(KeyTables.of(
                        ScalarAttributeType.S, table.keyAttributes().toArray(new String[0])));
        for (Map<String, String> item : table.items) {
            Map<String, AttributeValue> attributes = new HashMap<>();
            item.forEach((name, value) -> attributes.put(name, AttributeValue.fromS(value)));
            dynamoDb.item(attributes);
        }
        return new ReferenceTable(dynamoDb, lookup, Duration.ofMinutes(1), Clock.systemUTC(), time -> {});
    }

    private static String document(List<Table> tables) throws IOException {
        List<Map<String, String>> document = new ArrayList<>();
        for (Table table : tables) {
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < table.joinColumns.size(); i++) {
                pairs.add(table.joinColumns.get(i) + "=" + table.keyAttributes().get(i));
            }
            document.add(Map.of(
                    "lookup_table",
                    table.name,
                    "lookup_schema",
                    String.join(" string, ", table.attributes()) + " string",
                    "join_columns",
                    String.join(",", pairs),
                    "join_comparison",
                    table.ignoresCase ? "ignore_case" : "exact",
                    "lookup_mode",
                    table.byKeys ? "keys" : "scan",
                    "empty_lookup",
                    "allow"));
        }
        return new ObjectMapper().writeValueAsString(document);
    }

    private static String value(Random random) {
        return VALUES[random.nextInt(VALUES.length)];
    }
}
