package io.streamlab.join.lookup;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.hudi.SessionSettings;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables keep the texts in {@code _join_key}, and checkpoints keep them in the ledger, so none of them may change. */
class JoinKeyTest {
    @Test
    void aSingleTextIsItsOwnKeyAsItIsCompared() {
        assertThat(text("exact", "string", "Korea, Republic of \\")).isEqualTo("Korea, Republic of \\");
        assertThat(text("trimmed_ignore_case", "string", " India\u00a0")).isEqualTo("india");
    }

    @Test
    void severalTextsAreToldApartWhateverIsInThem() {
        Set<String> keys = Stream.of(
                        List.of("a,b", "c"), List.of("a", "b,c"), List.of("a\\", "b,c"), List.of("a\\,b", "c"))
                .map(values -> text("exact", "string,string", values.toArray()))
                .collect(Collectors.toCollection(HashSet::new));
        keys.add(text("exact", "string,string,string", "a", "b", "c"));

        assertThat(keys).hasSize(5).contains("a\\,b,c", "a,b\\,c", "a,b,c");
    }

    @Test
    void whatHasANullMatchesNothing() {
        assertThat(text("exact", "string,string", "India", null)).isNull();
        assertThat(text("exact", "string", (Object) null)).isNull();
    }

    @Test
    void valuesAreTheSameTextWhoeverMakesTheRow() {
        Instant instant = Instant.parse("2026-01-31T12:00:00.123456Z");

        assertThat(text("exact", "int,decimal(4;2),boolean", 7, new BigDecimal("1.50"), true))
                .isEqualTo("7,1.5,true");
        assertThat(text("exact", "decimal(10;0)", new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(text("exact", "date", Date.valueOf("2026-01-31")))
                .isEqualTo(text("exact", "date", LocalDate.of(2026, 1, 31)))
                .isEqualTo("2026-01-31");
        assertThat(text("exact", "timestamp", Timestamp.from(instant)))
                .isEqualTo(text("exact", "timestamp", instant))
                .isEqualTo("2026-01-31T12:00:00.123456Z");
    }

    @Test
    void takesTheJoinValuesOfAnItemWithFurtherAttributes() {
        LookupConfig lookup = ExampleConfig.with("join_columns", "country=countryname, region=code")
                .lookup();

        assertThat(new JoinKey(lookup).ofItem(RowFactory.create("US", "USA", "US-USA")))
                .isEqualTo("USA,US");
    }

    static Stream<Arguments> valuesOfEachType() {
        List<Arguments> cases = new ArrayList<>();
        List<Object> texts = Arrays.asList("India", "india", " India", "India ", "INDIA\u00a0", "", "a,b", "a\\", null);
        for (String comparison : List.of("exact", "trimmed", "ignore_case", "trimmed_ignore_case")) {
            cases.add(Arguments.of(comparison, "string", texts));
        }
        cases.add(Arguments.of("exact", "tinyint", Arrays.<Object>asList((byte) -1, (byte) 0, (byte) 1, null)));
        cases.add(
                Arguments.of("exact", "bigint", Arrays.<Object>asList(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE, null)));
        cases.add(Arguments.of("exact", "boolean", Arrays.<Object>asList(true, false, null)));
        cases.add(Arguments.of(
                "exact",
                "decimal(10;2)",
                Arrays.<Object>asList(
                        new BigDecimal("0.00"),
                        new BigDecimal("0.10"),
                        new BigDecimal("1.00"),
                        new BigDecimal("100.00"),
                        new BigDecimal("-1.00"),
                        null)));
        cases.add(Arguments.of(
                "exact", "date", Arrays.<Object>asList(LocalDate.of(1, 1, 1), LocalDate.of(2026, 1, 31), null)));
        cases.add(Arguments.of(
                "exact",
                "timestamp",
                Arrays.<Object>asList(
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-10-25T01:30:00Z"),
                        Instant.parse("2026-10-25T01:30:00.000001Z"),
                        null)));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("valuesOfEachType")
    void theConditionHoldsForTheRecordsAndItemsThatHaveTheSameText(
            String comparison, String type, List<Object> values) {
        JoinKey key = new JoinKey(lookup(comparison, type));
        StructType schema = StructType.fromDDL("a0 " + type.replace(';', ','));
        List<Row> rows = values.stream().map(RowFactory::create).toList();
        Dataset<Row> items = LocalSpark.session().createDataFrame(rows, schema).as("items");
        Dataset<Row> records = LocalSpark.session()
                .createDataFrame(rows, StructType.fromDDL("c0 " + type.replace(';', ',')))
                .as("records");

        List<Row> pairs = records.crossJoin(items)
                .select(col("c0"), col("a0"), key.matches("records", "items"), key.ofRecords("records"))
                .collectAsList();

        assertThat(pairs).hasSize(values.size() * values.size()).allSatisfy(pair -> {
            String ofRecord = key.ofItem(RowFactory.create(pair.get(0)));
            String ofItem = key.ofItem(RowFactory.create(pair.get(1)));
            assertThat(pair.getString(3)).isEqualTo(ofRecord);
            assertThat(Boolean.TRUE.equals(pair.get(2)))
                    .as("%s and %s", pair.get(0), pair.get(1))
                    .isEqualTo(ofRecord != null && ofRecord.equals(ofItem));
        });
    }

    /** The driver has java.time's classes. Tasks would have java.sql's, which know no 1582-10-10 and count years by Julius. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin"})
    void daysAndTimesFromYearOneOnHaveTheSameTextOnTheDriverAndInTasks(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            SparkSession spark = LocalSpark.session().newSession();
            SessionSettings.applyTo(spark);
            JoinKey key = new JoinKey(lookup("exact", "date,timestamp"));
            List<Row> rows = Stream.of(
                            "0001-01-01",
                            "1500-03-01",
                            "1582-10-04",
                            "1582-10-10",
                            "1582-10-15",
                            "1892-06-15",
                            "2026-01-31")
                    .map(day -> RowFactory.create(LocalDate.parse(day), Instant.parse(day + "T00:00:00.123456Z")))
                    .toList();

            List<String> inTasks = spark.createDataFrame(rows, StructType.fromDDL("c0 date, c1 timestamp"))
                    .as("records")
                    .repartition(2)
                    .select(key.ofRecords("records"))
                    .as(Encoders.STRING())
                    .collectAsList();

            assertThat(inTasks)
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(key::ofItem).toList())
                    .contains("1582-10-10,1582-10-10T00:00:00.123456Z", "0001-01-01,0001-01-01T00:00:00.123456Z");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static String text(String comparison, String types, Object... values) {
        return new JoinKey(lookup(comparison, types)).ofItem(RowFactory.create(values));
    }

    /** @param types separated by commas; a comma within a type is a semicolon */
    private static LookupConfig lookup(String comparison, String types) {
        List<String> columns = new ArrayList<>();
        List<String> attributes = new ArrayList<>();
        for (String type : types.split(",")) {
            columns.add("c" + columns.size() + "=a" + columns.size());
            attributes.add("a" + attributes.size() + " " + type.replace(';', ','));
        }
        return ExampleConfig.with(
                        "join_comparison",
                        comparison,
                        "join_columns",
                        String.join(",", columns),
                        "lookup_schema",
                        String.join(", ", attributes),
                        "drop_columns",
                        "")
                .lookup();
    }
}
