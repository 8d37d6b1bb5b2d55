package io.streamlab.join.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionCheckTest {
    private static final StructType STREAM = StructType.fromDDL("uuid string, orderdate string, region string");
    private static final StructType ATTRIBUTES = StructType.fromDDL("code string, combinedname string");

    @Test
    void findsNothingInATableWithoutPartitions() {
        assertThat(problems(STREAM)).isEmpty();
    }

    @Test
    void takesColumnsOfBothSidesAndTheDateOfTheEvent() {
        assertThat(problems(STREAM, "partition_fields", "region,combinedname,day(orderdate)"))
                .isEmpty();
    }

    @Test
    void namesColumnsThatNobodyHas() {
        assertThat(problems(STREAM, "partition_fields", "continent"))
                .containsExactly("--partition_fields names 'continent', which is none of the columns "
                        + "[uuid, orderdate, region, code, combinedname]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tinyint", "bigint", "boolean", "date"})
    void takesTypesWhoseTextsEveryEngineWritesAlike(String type) {
        assertThat(problems(STREAM.add("place", type), "partition_fields", "place"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOUBLE", "DECIMAL(10,2)", "TIMESTAMP", "BINARY", "ARRAY<STRING>"})
    void refusesOtherTypes(String type) {
        assertThat(problems(StructType.fromDDL(STREAM.toDDL() + ", place " + type), "partition_fields", "place"))
                .containsExactly("--partition_fields names 'place' of type " + type
                        + ": it must have strings, whole numbers, booleans or dates");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void refusesReferenceDataWhereARowCannotMove(String reenrich) {
        assertThat(problems(
                        STREAM, "partition_fields", "combinedname", "unique_keys", "partition", "reenrich", reenrich))
                .containsExactly("--partition_fields names 'combinedname' of the reference table, whose values change: "
                        + "with --unique_keys partition a key would then get a second row");
    }

    @Test
    void refusesADateWhoseColumnIsThere() {
        assertThat(problems(STREAM.add("orderdate_day", "string"), "partition_fields", "day(orderdate)"))
                .containsExactly(
                        "--partition_fields has 'day(orderdate)', whose column 'orderdate_day' the stream or the "
                                + "reference table has already: name that column instead, or another date");
    }

    @Test
    void refusesTheDateOfWhatIsNoTime() {
        assertThat(problems(STREAM, "partition_fields", "day(orderdate)", "ordering_format", "none"))
                .containsExactly(
                        "--partition_fields has 'day(orderdate)', but 'orderdate' of type STRING is no point in "
                                + "time: give its --ordering_format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "timestamp"})
    void takesTheDateOfWhatIsATimeByItsType(String type) {
        assertThat(problems(
                        StructType.fromDDL("uuid string, orderdate " + type),
                        "partition_fields",
                        "month(orderdate)",
                        "ordering_format",
                        "none"))
                .isEmpty();
    }

    private static List<String> problems(StructType stream, String... keysAndValues) {
        return new PartitionCheck(
                        stream, ATTRIBUTES, ExampleConfig.with(keysAndValues).target())
                .problems();
    }
}
