package io.streamlab.join.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobConfig;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableColumnsTest {
    private static final StructType ORDERS =
            StructType.fromDDL("uuid string, country string, orderdate string, units int");

    @Test
    void hasTheOrderOfEventsThenTheStreamThenTheAttributesThenTheJoinKey() {
        JobConfig config = example(
                "reenrich",
                "true",
                "keep_unknown_fields",
                "true",
                "delete_field",
                "gone",
                "drop_columns",
                "country,countryname");

        TableColumns columns = TableColumns.of(ORDERS.add("gone", "boolean"), config);

        assertThat(columns.schema().simpleString())
                .isEqualTo(
                        "struct<_event_order:string,uuid:string,orderdate:string,units:int,_hoodie_is_deleted:boolean,"
                                + "_unknown_fields:string,code:string,combinedname:string,_join_key:string>");
        assertThat(columns.attributes().toDDL()).isEqualTo("code STRING,combinedname STRING");
        assertThat(columns.stream().all().fieldNames())
                .containsExactly("_event_order", "uuid", "country", "orderdate", "units", "gone", "_unknown_fields");
        assertThat(columns.stream().record()).isEqualTo(ORDERS.add("gone", "boolean"));
    }

    /** Tables of earlier commits have these texts in their metadata, so none of them may change. */
    @Test
    void saysWhatTheColumnsOfTheJobAreMadeOf() {
        assertThat(TableColumns.of(ORDERS, example("drop_columns", "countryname"))
                        .definitions())
                .isEqualTo(Map.of("_event_order", "orderdate as a point in time"));
        assertThat(TableColumns.of(ORDERS, example("reenrich", "true", "drop_columns", "countryname"))
                        .definitions())
                .isEqualTo(
                        Map.of("_event_order", "orderdate as a point in time", "_join_key", "country STRING, exact"));
        assertThat(TableColumns.of(
                                ORDERS,
                                example(
                                        "reenrich", "true",
                                        "join_columns", "country=countryname, units=level",
                                        "join_comparison", "trimmed_ignore_case",
                                        "lookup_schema", "countryname string, level int",
                                        "drop_columns", "countryname"))
                        .definitions())
                .containsEntry("_join_key", "country STRING, units INT, trimmed_ignore_case");
    }

    @Test
    void aTableWithSeveralReferencesHasAKeyOfEach() {
        TableColumns columns = TableColumns.of(
                ORDERS,
                example(
                        "reenrich", "true",
                        "lookup_tables",
                                "[{\"lookup_table\": \"countries\", \"join_columns\": \"country=name\","
                                        + " \"lookup_schema\": \"name string, region string\"},"
                                        + " {\"lookup_table\": \"regions\", \"join_columns\": \"region=id,units=level\","
                                        + " \"lookup_schema\": \"id string, level int, capital string\"}]",
                        "drop_columns", "country,units,region,id,level"));

        assertThat(columns.schema().fieldNames()).endsWith("name", "capital", "_join_key", "_join_key_2");
        assertThat(columns.definitions())
                .containsEntry("_join_key", "country STRING, exact")
                .containsEntry("_join_key_2", "region STRING, units INT, exact");
        assertThat(columns.joinSteps().get(0).attributes().fieldNames())
                .as("with what only the second join needs")
                .containsExactly("name", "region");
    }

    @Test
    void takesAColumnCalledLikeTheJoinKeyWhereTheTableHasNone() {
        TableColumns columns =
                TableColumns.of(ORDERS.add("_join_key", "string"), example("drop_columns", "countryname"));

        assertThat(columns.keepsJoinKey()).isFalse();
        assertThat(columns.schema().fieldNames()).contains("_join_key");
        assertThat(columns.definitions()).doesNotContainKey("_join_key");
    }

    @Test
    void refusesASourceTableWithAColumnOfTheJobs() {
        assertThatThrownBy(() -> TableColumns.of(ORDERS.add("_Event_Order", "string"), example()))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("the source table has a column '_Event_Order', which is the name of a column "
                                + "that the job adds"));
    }

    @Test
    void refusesAnOrderingFormatThatTheTypeDoesNotHave() {
        assertInvalid(
                example("ordering_field", "units", "drop_columns", "", "delete_field", "gone"),
                "--ordering_format is 'M/d/yy', but the ordering field 'units' is of type INT: give none, which takes "
                        + "the order of the type",
                "--delete_field names 'gone', which is none of the columns [_event_order, uuid, country, orderdate, units]");
    }

    @Test
    void refusesAColumnWithTheNameOfTheJoinKey() {
        JobConfig config = example("reenrich", "true", "drop_columns", "country,countryname");

        assertThatThrownBy(() -> TableColumns.of(ORDERS.add("_Join_Key", "string"), config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "the stream or the reference table has a column '_join_key', which is the name of a "
                                + "column that the job adds");
    }

    @Test
    void refusesColumnsThatTheStreamDoesNotHave() {
        assertInvalid(
                example(
                        "join_columns", "land=countryname",
                        "record_key", "id,uuid",
                        "ordering_field", "date",
                        "delete_field", "gone",
                        "drop_columns", "country,UNITS"),
                "--join_columns names 'land', which is none of the columns [_event_order, uuid, country, orderdate, units]",
                "--record_key names 'id', which is none of the columns [_event_order, uuid, country, orderdate, units]",
                "--ordering_field names 'date', which is none of the columns [_event_order, uuid, country, orderdate, units]",
                "--delete_field names 'gone', which is none of the columns [_event_order, uuid, country, orderdate, units]",
                "--drop_columns names 'UNITS', which is none of the columns [_event_order, uuid, country, orderdate, units, code, "
                        + "countryname, combinedname]");
    }

    @Test
    void refusesADeleteFieldThatIsNoBoolean() {
        assertInvalid(
                example("delete_field", "units", "drop_columns", ""),
                "--delete_field names 'units' of type INT: it must have booleans");
    }

    @Test
    void refusesKeysAndOrdersThatCannotBeCompared() {
        StructType schema = ORDERS.add("tags", "array<string>").add("bytes", "binary");
        JobConfig config = example("record_key", "uuid,tags", "ordering_field", "bytes", "drop_columns", "");

        assertThatThrownBy(() -> TableColumns.of(schema, config))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--record_key names 'tags' of type ARRAY<STRING>: it must have strings, numbers, "
                                        + "booleans, dates or timestamps",
                                "--ordering_field names 'bytes' of type BINARY: it must have strings, numbers, "
                                        + "booleans, dates or timestamps"));
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        assertInvalid(
                example("lookup_schema", "countryname string, Units int", "drop_columns", ""),
                "the stream and the reference table both have a column 'units': name it in --drop_columns, or leave "
                        + "it out of --lookup_schema");
    }

    @Test
    void refusesToCompareValuesOfTwoTypes() {
        assertInvalid(
                example("join_columns", "units=code", "drop_columns", ""),
                "--join_columns compares 'units' of type INT with 'code' of type STRING: give the attribute the "
                        + "column's type in --lookup_schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOUBLE", "FLOAT", "BINARY", "ARRAY<STRING>", "STRUCT<a: INT>", "MAP<STRING, INT>"})
    void refusesToCompareValuesThatMayBeEqualInSeveralWays(String type) {
        JobConfig config =
                example("join_columns", "place=where", "lookup_schema", "`where` " + type, "drop_columns", "units");

        assertThatThrownBy(() -> TableColumns.of(ORDERS.add("place", type.toLowerCase()), config))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("--join_columns compares 'place' of type " + type
                                + ": a join can be on strings, whole numbers, decimals, booleans, dates and "
                                + "timestamps"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tinyint", "bigint", "decimal(10,2)", "boolean", "date", "timestamp"})
    void comparesValuesOfEveryTypeThatIsEqualInOneWay(String type) {
        JobConfig config =
                example("join_columns", "place=where", "lookup_schema", "`where` " + type, "drop_columns", "units");

        assertThat(TableColumns.of(ORDERS.add("place", type), config)).isNotNull();
    }

    private static JobConfig example(String... keysAndValues) {
        return ExampleConfig.with(keysAndValues);
    }

    private static void assertInvalid(JobConfig config, String... problems) {
        assertThatThrownBy(() -> TableColumns.of(ORDERS, config))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(problems));
    }
}
