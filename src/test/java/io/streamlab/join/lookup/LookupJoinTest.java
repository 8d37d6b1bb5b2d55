package io.streamlab.join.lookup;

import static io.streamlab.join.lookup.RecordingDynamoDb.item;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class LookupJoinTest {
    private static final StructType ORDERS =
            StructType.fromDDL("uuid string, country string, orderdate string, units int");

    private static final List<Map<String, AttributeValue>> COUNTRIES = List.of(
            item("code", "IN", "countryname", "India", "combinedname", "IN-India"),
            item("code", "US", "countryname", "USA", "combinedname", "US-USA"));

    @Test
    void addsTheAttributesWhereTheyMatchAndNullWhereNothingDoes() {
        Dataset<Row> joined = join(
                example("drop_columns", ""),
                List.of(
                        RowFactory.create("1", "India", "d1", 10),
                        RowFactory.create("2", "Atlantis", "d2", 20),
                        RowFactory.create("3", null, "d3", 30),
                        RowFactory.create("4", "india", "d4", 40)),
                COUNTRIES);

        assertThat(joined.schema().simpleString())
                .isEqualTo("struct<_event_order:string,uuid:string,country:string,orderdate:string,units:int,"
                        + "code:string,countryname:string,combinedname:string>");
        assertThat(rows(joined))
                .containsExactlyInAnyOrder(
                        "[1,India,d1,10,IN,India,IN-India]",
                        "[2,Atlantis,d2,20,null,null,null]",
                        "[3,null,d3,30,null,null,null]",
                        "[4,india,d4,40,null,null,null]");
    }

    @Test
    void dropsColumnsOfBothSidesAndKeepsTheOrderOfTheRest() {
        Dataset<Row> joined = join(
                example("drop_columns", "countryname,units,country"),
                List.of(RowFactory.create("1", "India", "d1", 10)),
                COUNTRIES);

        assertThat(joined.columns()).containsExactly("_event_order", "uuid", "orderdate", "code", "combinedname");
        assertThat(rows(joined)).containsExactly("[1,d1,IN,IN-India]");
    }

    @Test
    void keepsWhatTheRowsWereJoinedByLastIfTheTableIsToHaveIt() {
        JobConfig config = example(
                "reenrich",
                "true",
                "join_comparison",
                "ignore_case",
                "drop_columns",
                "countryname,units,country,orderdate");
        LookupJoin lookupJoin = join(ORDERS, config);
        Dataset<Row> stream = stream(
                List.of(
                        RowFactory.create("1", "INDIA", "d", 1),
                        RowFactory.create("2", "Atlantis", "d", 1),
                        RowFactory.create("3", null, "d", 1)),
                ORDERS);

        Dataset<Row> joined = lookupJoin.join(stream, snapshot(config, COUNTRIES));

        assertThat(rows(joined))
                .containsExactlyInAnyOrder("[1,IN,IN-India,india]", "[2,null,null,atlantis]", "[3,null,null,null]");
        assertThat(joined.columns()).containsExactly("_event_order", "uuid", "code", "combinedname", "_join_key");
        assertThat(lookupJoin.attributes().toDDL()).isEqualTo("code STRING,combinedname STRING");
        assertThat(lookupJoin.attributesByKey(snapshot(config, COUNTRIES)))
                .containsOnly(
                        Map.entry("usa", RowFactory.create("US", "US-USA")),
                        Map.entry("india", RowFactory.create("IN", "IN-India")));
    }

    @Test
    void givesTheDeleteFieldTheNameThatHudiKnows() {
        StructType schema = ORDERS.add("gone", "boolean");
        JobConfig config = example("delete_field", "gone", "drop_columns", "countryname,units,country");
        LookupJoin lookupJoin = join(schema, config);
        Dataset<Row> stream = stream(List.of(RowFactory.create("1", "India", "d1", 10, true)), schema);

        Dataset<Row> joined = lookupJoin.join(stream, snapshot(config, COUNTRIES));

        assertThat(joined.schema().fieldNames())
                .containsExactly(lookupJoin.schema().fieldNames())
                .containsExactly("_event_order", "uuid", "orderdate", "_hoodie_is_deleted", "code", "combinedname");
        assertThat(rows(joined)).containsExactly("[1,d1,true,IN,IN-India]");
    }

    @Test
    void joinsOnSeveralColumns() {
        Dataset<Row> joined = join(
                example(
                        "join_columns", "country=countryname, units=level",
                        "lookup_schema", "countryname string, level int, rate decimal(4,2)",
                        "drop_columns", "countryname,level"),
                List.of(
                        RowFactory.create("1", "India", "d", 1),
                        RowFactory.create("2", "India", "d", 2),
                        RowFactory.create("3", "USA", "d", 1),
                        RowFactory.create("4", "India", "d", null)),
                List.of(rate("India", "1", "0.1"), rate("India", "2", "0.2"), rate("India", "3", "0.3")));

        assertThat(rows(joined))
                .containsExactlyInAnyOrder(
                        "[1,India,d,1,0.10]", "[2,India,d,2,0.20]", "[3,USA,d,1,null]", "[4,India,d,null,null]");
    }

    @Test
    void shufflesWhenThereAreMoreReferenceRowsThanEveryExecutorCanHold() {
        SparkSession spark = LocalSpark.session();
        // What Spark would take for small by itself.
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        try {
            assertThat(planOfTwoReferenceRows(2)).contains("BroadcastHashJoin").doesNotContain("SortMergeJoin");
            assertThat(planOfTwoReferenceRows(1)).contains("SortMergeJoin").doesNotContain("BroadcastHashJoin");
        } finally {
            spark.conf().unset("spark.sql.autoBroadcastJoinThreshold");
        }
    }

    private static String planOfTwoReferenceRows(int mostRowsToBroadcast) {
        JobConfig config = example("drop_columns", "countryname");
        Dataset<Row> stream = stream(List.of(RowFactory.create("1", "India", "d", 1)), ORDERS);
        return new LookupJoin(TableColumns.of(ORDERS, config), config.lookup(), mostRowsToBroadcast)
                .join(stream, snapshot(config, COUNTRIES))
                .queryExecution()
                .sparkPlan()
                .toString();
    }

    @Test
    void neverMultipliesRecords() {
        List<Map<String, AttributeValue>> manyOfOneName = List.of(
                item("code", "US", "countryname", "USA"),
                item("code", "UM", "countryname", "USA"),
                item("code", "VI", "countryname", "USA"));

        Dataset<Row> joined = join(
                example("drop_columns", "country,countryname,combinedname"),
                List.of(RowFactory.create("1", "USA", "d", 1), RowFactory.create("2", "USA", "d", 2)),
                manyOfOneName);

        assertThat(rows(joined)).containsExactlyInAnyOrder("[1,d,1,UM]", "[2,d,2,UM]");
    }

    @Test
    void doesNotRepeatAnAttributeThatHasTheNameOfItsColumn() {
        Dataset<Row> joined = join(
                example(
                        "join_columns", "country=country",
                        "lookup_schema", "code string, country string",
                        "drop_columns", ""),
                List.of(RowFactory.create("1", "India", "d", 1)),
                List.of(item("code", "IN", "country", "India")));

        assertThat(joined.columns()).containsExactly("_event_order", "uuid", "country", "orderdate", "units", "code");
        assertThat(rows(joined)).containsExactly("[1,India,d,1,IN]");
    }

    @Test
    void joinsWithAnEmptyReferenceTable() {
        Dataset<Row> joined = join(
                example(
                        "lookup_schema", "countryname string, rate decimal(4,2), since date",
                        "drop_columns", "units",
                        "empty_lookup", "allow"),
                List.of(RowFactory.create("1", "India", "d", 1)),
                List.of());

        assertThat(joined.schema().simpleString())
                .isEqualTo("struct<_event_order:string,uuid:string,country:string,orderdate:string,"
                        + "countryname:string,rate:decimal(4,2),since:date>");
        assertThat(rows(joined)).containsExactly("[1,India,d,null,null,null]");
    }

    @Test
    void refusesColumnsWithDotsInTheirNames() {
        StructType schema = new StructType()
                .add("uuid", "string")
                .add("orderdate", "string")
                .add("a.b", "string");
        JobConfig config =
                example("join_columns", "a.b=c", "lookup_schema", "`c` string, `e.f` string", "drop_columns", "c");

        assertThatThrownBy(() -> join(schema, config))
                .hasMessageContaining("the source table's column 'a.b' cannot be a column of the Hudi table")
                .hasMessageContaining("--lookup_schema's attribute 'e.f'");
    }

    @Test
    void comparesTextsAsToldAndKeepsThemAsTheyAre() {
        List<Row> orders = List.of(
                RowFactory.create("1", " india", "d", 1),
                RowFactory.create("2", "USA\u00a0", "d", 2),
                RowFactory.create("3", "In dia", "d", 3),
                RowFactory.create("4", null, "d", 4));

        assertThat(rows(join(
                        example("join_comparison", "trimmed_ignore_case", "drop_columns", "orderdate,units"),
                        orders,
                        COUNTRIES)))
                .containsExactlyInAnyOrder(
                        "[1, india,IN,India,IN-India]",
                        "[2,USA\u00a0,US,USA,US-USA]",
                        "[3,In dia,null,null,null]",
                        "[4,null,null,null,null]");
        assertThat(unmatched(example("join_comparison", "trimmed", "drop_columns", ""), orders)
                        .count())
                .isEqualTo(3);
    }

    @Test
    void countsTheRecordsThatMatchNothingByTheirJoinValue() {
        UnmatchedRecords unmatched = unmatched(
                example("drop_columns", ""),
                List.of(
                        RowFactory.create("1", "India", "d1", 10),
                        RowFactory.create("2", "Atlantis", "d2", 20),
                        RowFactory.create("3", null, "d3", 30),
                        RowFactory.create("4", "Atlantis", "d4", 40)));

        assertThat(unmatched.count()).isEqualTo(3);
        assertThat(unmatched.mostFrequent()).containsExactly(Map.entry("Atlantis", 2L), Map.entry("null", 1L));
    }

    @Test
    void tellsAllThatMatchNothingAndTheTenMostFrequentJoinValues() {
        List<Row> orders = new ArrayList<>();
        for (int place = 1; place <= 40; place++) {
            for (int order = 0; order < place; order++) {
                orders.add(RowFactory.create(place + "-" + order, String.format("Place %02d", place), "d", order));
            }
        }

        UnmatchedRecords unmatched = unmatched(example("drop_columns", ""), orders);

        assertThat(unmatched.count()).isEqualTo(40 * 41 / 2);
        assertThat(unmatched.mostFrequent().keySet())
                .containsExactly(
                        "Place 40",
                        "Place 39",
                        "Place 38",
                        "Place 37",
                        "Place 36",
                        "Place 35",
                        "Place 34",
                        "Place 33",
                        "Place 32",
                        "Place 31");
        assertThat(unmatched.mostFrequent()).containsEntry("Place 40", 40L);
    }

    @Test
    void joinValueOfSeveralColumnsIsToldWithAllOfThem() {
        UnmatchedRecords unmatched = unmatched(
                example(
                        "join_columns", "country=countryname, units=level",
                        "lookup_schema", "countryname string, level int",
                        "drop_columns", "countryname,level",
                        "empty_lookup", "allow"),
                List.of(RowFactory.create("1", "India", "d", 3)));

        assertThat(unmatched.mostFrequent()).containsExactly(Map.entry("India, 3", 1L));
    }

    @Test
    void nothingIsUnmatchedWhereEverythingMatches() {
        UnmatchedRecords unmatched =
                unmatched(example("drop_columns", ""), List.of(RowFactory.create("1", "India", "d1", 10)));

        assertThat(unmatched.count()).isZero();
        assertThat(unmatched.mostFrequent()).isEmpty();
    }

    private static UnmatchedRecords unmatched(JobConfig config, List<Row> orders) {
        Dataset<Row> stream = stream(orders, ORDERS);
        return join(ORDERS, config).unmatched(stream, snapshot(config, COUNTRIES));
    }

    private static JobConfig example(String... keysAndValues) {
        return ExampleConfig.with(keysAndValues);
    }

    private static LookupJoin join(StructType record, JobConfig config) {
        return new LookupJoin(TableColumns.of(record, config), config.lookup());
    }

    /** Parsed records, all with the same place in the order of events. */
    private static Dataset<Row> stream(List<Row> records, StructType schema) {
        return LocalSpark.session().createDataFrame(records, schema).withColumn("_event_order", lit("order"));
    }

    private static Dataset<Row> join(JobConfig config, List<Row> orders, List<Map<String, AttributeValue>> items) {
        Dataset<Row> stream = stream(orders, ORDERS);
        return join(ORDERS, config).join(stream, snapshot(config, items));
    }

    private static ReferenceSnapshot snapshot(JobConfig config, List<Map<String, AttributeValue>> items) {
        RecordingDynamoDb dynamoDb = new RecordingDynamoDb().page(0, items);
        try (ReferenceTable table = new ReferenceTable(dynamoDb, config.lookup())) {
            return table.scan();
        }
    }

    private static Map<String, AttributeValue> rate(String country, String level, String rate) {
        return Map.of(
                "countryname", AttributeValue.fromS(country),
                "level", AttributeValue.fromN(level),
                "rate", AttributeValue.fromN(rate));
    }

    /** All columns but the order of events. */
    private static List<String> rows(Dataset<Row> dataset) {
        return dataset.drop("_event_order").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
