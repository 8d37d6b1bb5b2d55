package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DistributedRowsTest {
    /** So many are sent to tasks, if their columns are such that they can be. */
    private static final int MANY = 1_500;

    private static final Map<String, AttributeValue> ITEM = Map.ofEntries(
            Map.entry("text", AttributeValue.fromS("a")),
            Map.entry("number", AttributeValue.fromN("12")),
            Map.entry("exact", AttributeValue.fromN("1.5")),
            Map.entry("truth", AttributeValue.fromBool(true)),
            Map.entry("bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("b"))),
            Map.entry("day", AttributeValue.fromS("1582-10-01")),
            Map.entry("moment", AttributeValue.fromS("0001-01-01T00:00:00.123456Z")),
            Map.entry("list", AttributeValue.fromL(List.of(AttributeValue.fromN("1"), AttributeValue.fromN("2")))),
            Map.entry("days", AttributeValue.fromSs(List.of("2026-01-31"))),
            Map.entry("names", AttributeValue.fromM(Map.of("de", AttributeValue.fromS("Indien")))),
            Map.entry(
                    "inner",
                    AttributeValue.fromM(Map.of(
                            "text", AttributeValue.fromS("c"),
                            "day", AttributeValue.fromS("2026-01-31"),
                            "moment", AttributeValue.fromS("2026-01-31T12:00:00Z")))));

    private static final Map<String, AttributeValue> NO_ATTRIBUTES = Map.of();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text string",
                "number tinyint",
                "number smallint",
                "number int",
                "number bigint",
                "number float",
                "exact double",
                "exact decimal(10,4)",
                "truth boolean",
                "bytes binary",
                "day date",
                "moment timestamp",
                "list array<int>",
                "days array<date>",
                "names map<string, string>",
                "inner struct<text: string>",
                "inner struct<day: date, text: string>",
                "inner map<string, string>",
                "missing struct<moment: timestamp>"
            })
    void areTheRowsThatSparkItselfMakesOfThem(String column) {
        StructType schema = StructType.fromDDL("text string, " + column.replaceFirst("^text ", "other "));
        AttributeConverter converter = new AttributeConverter(schema);
        List<Row> rows = Stream.concat(Stream.generate(() -> ITEM).limit(MANY), Stream.of(NO_ATTRIBUTES))
                .map(converter::toRow)
                .toList();

        Dataset<Row> distributed = DistributedRows.of(LocalSpark.session(), rows, schema);

        assertThat(distributed.schema()).isEqualTo(schema);
        assertThat(distributed.toJSON().collectAsList())
                .hasSize(MANY + 1)
                .isEqualTo(LocalSpark.session()
                        .createDataFrame(rows, schema)
                        .toJSON()
                        .collectAsList());
    }

    @Test
    void goToSeveralTasksInTheirOrder() {
        StructType schema = StructType.fromDDL("number int");
        List<Row> rows = IntStream.range(0, 12_000).mapToObj(RowFactory::create).toList();

        Dataset<Row> distributed = DistributedRows.of(LocalSpark.session(), rows, schema);

        assertThat(distributed.queryExecution().logical()).isInstanceOf(LogicalRDD.class);
        assertThat(distributed.javaRDD().getNumPartitions()).isEqualTo(3);
        assertThat(distributed.collectAsList()).isEqualTo(rows);
    }

    @Test
    void keepDatesAndTimestampsThatOtherCalendarsDoNotHave() {
        StructType schema = StructType.fromDDL("day date, moment timestamp");
        Row row = RowFactory.create(LocalDate.parse("1582-10-10"), Instant.parse("1582-10-10T00:00:00Z"));

        assertThat(DistributedRows.of(LocalSpark.session(), Collections.nCopies(MANY, row), schema)
                        .selectExpr("cast(day as string)", "unix_micros(moment)")
                        .first())
                .isEqualTo(RowFactory.create("1582-10-10", -12_219_724_800_000_000L));
    }

    @Test
    void arePartOfThePlanIfTheyAreFew() {
        List<Row> rows = List.of(RowFactory.create(1), RowFactory.create(2));

        Dataset<Row> dataset = DistributedRows.of(LocalSpark.session(), rows, StructType.fromDDL("number int"));

        assertThat(dataset.queryExecution().logical()).isInstanceOf(LocalRelation.class);
        assertThat(dataset.collectAsList()).isEqualTo(rows);
    }

    @Test
    void canBeNone() {
        StructType schema = StructType.fromDDL("number int");

        assertThat(DistributedRows.of(LocalSpark.session(), List.of(), schema).collectAsList())
                .isEmpty();
    }
}
