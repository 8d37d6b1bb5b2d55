package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Joins random records with random items twice: all items by a scan, and the items of the records' values by keys. The rows must
 * be the same, and each value is asked for once.
 */
class ScanAndKeysTest {
    private static final String[] TEXTS = {
        "",
        " ",
        "India",
        "india",
        "India ",
        "\u00cele",
        "\ud83d\ude00",
        "1",
        "1.0",
        "01",
        "1e0",
        "a,b",
        "a\\,b",
        "\u0000",
        "%3A:/"
    };
    private static final String[] WHOLE_NUMBERS = {"0", "1", "-17", "1E+2", "100", "123456789012"};
    private static final String[] NUMBERS = {
        "0", "-0", "1", "1.0", "1.50", "-17", "1E+2", "100", "123456789012", "0.001"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void giveTheSameRows(long seed) {
        Random random = new Random(seed);
        ScalarAttributeType type = random.nextBoolean() ? ScalarAttributeType.S : ScalarAttributeType.N;
        boolean hasSortKey = random.nextBoolean();
        boolean joinsOnBoth = hasSortKey && random.nextBoolean();
        boolean byIndex = random.nextBoolean();
        String column = type == ScalarAttributeType.S
                ? "string"
                : List.of("string", "bigint", "decimal(30,10)").get(random.nextInt(3));
        KeyedDynamoDb dynamoDb = new KeyedDynamoDb("countries")
                .described(describe(type, hasSortKey, byIndex))
                .itemsOfAPage(1 + random.nextInt(3))
                .processing(1 + random.nextInt(100));
        addItems(dynamoDb, column, type, hasSortKey, byIndex, random);
        StructType orders = StructType.fromDDL("uuid string, orderdate string, p " + column + ", s " + column);
        Dataset<Row> records = LocalSpark.session().createDataFrame(records(column, type, random), orders);
        List<String> options = new ArrayList<>(List.of(
                "lookup_table",
                "countries",
                "lookup_schema",
                "pk " + column + ", sk " + column + ", label string",
                "join_columns",
                joinsOnBoth ? "p=pk,s=sk" : "p=pk",
                "drop_columns",
                ""));
        List<String> byScan = joined(records, orders, dynamoDb, with(options, "lookup_mode", "scan"));
        dynamoDb.gets.clear();
        List<String> byKeys = joined(
                records,
                orders,
                dynamoDb,
                byIndex
                        ? with(options, "lookup_mode", "keys", "lookup_index", "by_pk")
                        : with(options, "lookup_mode", "keys"));

        assertThat(byKeys)
                .as("%s %s, sort key %s, joined %s, index %s", type, column, hasSortKey, joinsOnBoth, byIndex)
                .isEqualTo(byScan);
        assertThat(byScan).anyMatch(row -> !row.endsWith("null]"));
        Set<Object> firstAsked = new HashSet<>();
        dynamoDb.queries.stream().filter(query -> !query.hasExclusiveStartKey()).forEach(query -> assertThat(
                        firstAsked.add(query.expressionAttributeValues()))
                .isTrue());
        assertThat(dynamoDb.gets.isEmpty()).isEqualTo(byIndex || hasSortKey != joinsOnBoth);
    }

    private static List<String> joined(
            Dataset<Row> records, StructType orders, KeyedDynamoDb dynamoDb, JobConfig config) {
        try (ReferenceTable table =
                new ReferenceTable(dynamoDb, config.lookup(), Duration.ofMinutes(1), Clock.systemUTC(), time -> {})) {
            TableColumns columns = TableColumns.of(orders, config);
            Dataset<Row> ordered = records.selectExpr("'0' _event_order", "*");
            return new LookupJoin(columns, config.lookup())
                            .join(ordered, table.forRecords(ordered))
                            .selectExpr("uuid", "base64(cast(p as binary)) p", "label")
                            .collectAsList()
                            .stream()
                            .map(Row::toString)
                            .sorted()
                            .toList();
        }
    }

    private static JobConfig with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return ExampleConfig.with(all.toArray(String[]::new));
    }

    private static TableDescription describe(ScalarAttributeType type, boolean hasSortKey, boolean byIndex) {
        String[] key = hasSortKey ? new String[] {"pk", "sk"} : new String[] {"pk"};
        if (!byIndex) {
            return KeyTables.of(type, key);
        }
        return KeyTables.of(type, "pk", "sk", "label").toBuilder()
                .keySchema(KeyTables.key("label"))
                .globalSecondaryIndexes(GlobalSecondaryIndexDescription.builder()
                        .indexName("by_pk")
                        .indexStatus(IndexStatus.ACTIVE)
                        .keySchema(KeyTables.key(key))
                        .build())
                .build();
    }

    /** With one item for each key of the table. */
    private static void addItems(
            KeyedDynamoDb dynamoDb,
            String column,
            ScalarAttributeType type,
            boolean hasSortKey,
            boolean byIndex,
            Random random) {
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            Object partition = value(column, type, random);
            Object sort = value(column, type, random);
            if (partition.equals("") || sort.equals("")) {
                continue;
            }
            String key = text(partition) + (hasSortKey ? "|" + text(sort) : "");
            if (!keys.add(key) && !byIndex) {
                continue;
            }
            Map<String, AttributeValue> item = new HashMap<>();
            item.put("pk", attribute(partition));
            item.put("sk", attribute(sort));
            item.put("label", AttributeValue.fromS("item " + i));
            dynamoDb.item(item);
        }
    }

    private static List<Row> records(String column, ScalarAttributeType type, Random random) {
        List<Row> records = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            records.add(RowFactory.create(
                    "u" + i,
                    "d",
                    inColumn(column, value(column, type, random)),
                    inColumn(column, value(column, type, random))));
        }
        records.add(RowFactory.create("null", "d", null, null));
        return records;
    }

    private static Object value(String column, ScalarAttributeType type, Random random) {
        if (type == ScalarAttributeType.N) {
            String[] numbers = column.equals("bigint") ? WHOLE_NUMBERS : NUMBERS;
            return new BigDecimal(numbers[random.nextInt(numbers.length)]);
        }
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    /** The same for what DynamoDB takes for the same key. */
    private static String text(Object value) {
        return value instanceof BigDecimal
                ? ((BigDecimal) value).stripTrailingZeros().toString()
                : (String) value;
    }

    /** As DynamoDB returns a value: numbers without superfluous zeros. */
    private static AttributeValue attribute(Object value) {
        return value instanceof BigDecimal ? AttributeValue.fromN(text(value)) : AttributeValue.fromS(text(value));
    }

    private static Object inColumn(String column, Object value) {
        if (!(value instanceof BigDecimal)) {
            return value;
        }
        BigDecimal number = (BigDecimal) value;
        switch (column) {
            case "bigint":
                return number.longValue();
            case "string":
                return number.toString();
            default:
                return number.setScale(10);
        }
    }
}
