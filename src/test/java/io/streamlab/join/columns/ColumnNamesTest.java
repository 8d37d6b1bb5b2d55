package io.streamlab.join.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, country string, orderdate string");

    @ParameterizedTest
    @CsvSource({
        "detail-type, detail_type",
        "1st, _1st",
        "a b, a_b",
        "a.b, a_b",
        "price€, price_",
        "$, _",
        "٣rd, _٣rd",
    })
    void refusesNamesOfColumnsThatAvroDoesNotTake(String name, String valid) {
        assertThat(problems(ORDERS.add(name, "string")))
                .containsExactly("the source table's column '" + name
                        + "' cannot be a column of the Hudi table, whose names must have letters, digits and underscores only, "
                        + "and begin with none of the digits: rename it with --rename_columns " + name + "=" + valid
                        + ", name it " + valid + " in the catalog and map it by the SerDe parameter mapping." + valid
                        + ", or name it in --drop_columns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "_1", "a1_B", "größe", "日付", "order", "select"})
    void takesNamesThatAvroTakes(String name) {
        assertThat(problems(ORDERS.add(name, "string"))).isEmpty();
    }

    @Test
    void refusesDecimalsAndStructsThatHaveTheNameOfATypeOfAvro() {
        assertThat(problems(ORDERS.add("double", "decimal(10,2)")))
                .containsExactly(
                        "the source table's column 'double' of type DECIMAL(10,2) has the name of a type of Avro, so "
                                + "that Hudi could not update the table's rows: rename it with --rename_columns double=double_, "
                                + "name it double_ in the catalog and map it by the SerDe parameter mapping.double_, or name it in "
                                + "--drop_columns");
        assertThat(problems(ORDERS.add("a", "array<struct<null:struct<b:int>>>")))
                .containsExactly(
                        "the source table's column 'a' has a struct with the field 'null' of type STRUCT<b: INT>, "
                                + "which has the name of a type of Avro, so that Hudi could not update the table's rows: give it another "
                                + "name, such as null_, or name the column in --drop_columns");
        assertThat(problems(ORDERS.add("double", "double")
                        .add("string", "array<string>")
                        .add("Int", "decimal(9,0)")))
                .isEmpty();
    }

    @Test
    void refusesNamesThatTheCatalogFindsTooLong() {
        assertThat(problems(ORDERS.add("a".repeat(255), "string"))).isEmpty();
        assertThat(problems(ORDERS.add("a".repeat(256), "string"))).hasSize(1);
    }

    @Test
    void refusesTypesThatTheCatalogFindsTooLong() {
        // Each field has 12 characters with its comma: f000000:int
        StructType longest = new StructType();
        for (int field = 0; field < 10_922; field++) {
            longest = longest.add(String.format("f%06d", field), "int");
        }

        assertThat(problems(ORDERS.add("a", longest))).isEmpty();
        assertThat(problems(ORDERS.add("a", longest.add("b", "int"))))
                .containsExactly(
                        "the source table's column 'a' has a type of more than 131072 characters, which the catalog "
                                + "does not take: leave fields out, make a struct in it a string, or name the column in --drop_columns");
    }

    @Test
    void refusesTheNamesOfHudisOwnColumns() {
        assertThat(problems(ORDERS.add("_Hoodie_commit_time", "string")))
                .containsExactly(
                        "the source table's column '_Hoodie_commit_time' has the name of a column that Hudi adds: "
                                + "rename it with --rename_columns _Hoodie_commit_time=source_Hoodie_commit_time, name it "
                                + "source_Hoodie_commit_time in the catalog and map it by the SerDe parameter "
                                + "mapping.source_Hoodie_commit_time, or name it in --drop_columns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "struct<`order-id`:string>",
                "array<struct<a:int,`order-id`:int>>",
                "map<string,struct<a:struct<`order-id`:int>>>"
            })
    void refusesNamesInsideOfStructs(String type) {
        assertThat(problems(ORDERS.add("detail", type)))
                .containsExactly(
                        "the source table's column 'detail' has a struct with the field 'order-id', whose names must "
                                + "have letters, digits and underscores only, and begin with none of the digits: name it order_id in "
                                + "the catalog and map it by the SerDe parameter mapping.order_id, or name the column in "
                                + "--drop_columns");
    }

    @Test
    void refusesStructsWithoutFields() {
        StructType empty = new StructType();
        for (StructType columns : List.of(
                ORDERS.add("detail", empty),
                ORDERS.add("detail", DataTypes.createArrayType(empty)),
                ORDERS.add("detail", new StructType().add("a", empty)))) {
            assertThat(problems(columns))
                    .containsExactly(
                            "the source table's column 'detail' has a struct without fields, which Parquet does not "
                                    + "have: give it a field, make it a string, or name the column in --drop_columns");
        }
    }

    @Test
    void takesEveryNameOfAColumnThatIsDropped() {
        assertThat(problems(
                        ORDERS.add("detail-type", "string").add("1st", new StructType()),
                        "drop_columns",
                        "countryname,detail-type,1st"))
                .isEmpty();
    }

    @Test
    void takesEveryNameOfTheDeleteFieldBecauseTheTableHasHudisName() {
        assertThat(problems(ORDERS.add("is-deleted", "boolean"), "delete_field", "is-deleted"))
                .isEmpty();
    }

    @Test
    void refusesNamesOfAttributes() {
        assertThat(problems(ORDERS, "lookup_schema", "countryname string, `iso-code` string, more struct<`a b`:int>"))
                .containsExactly(
                        "--lookup_schema's attribute 'iso-code' cannot be a column of the Hudi table, whose names must have "
                                + "letters, digits and underscores only, and begin with none of the digits: name it in "
                                + "--drop_columns, leave it out of --lookup_schema, or give the attribute another name in the "
                                + "reference table",
                        "--lookup_schema's attribute 'more' has a struct with the field 'a b', whose names must have letters, "
                                + "digits and underscores only, and begin with none of the digits: name it a_b in the "
                                + "reference table, or name the column in --drop_columns");
    }

    @Test
    void takesEveryNameOfAnAttributeThatOnlyTheJoinNeeds() {
        assertThat(problems(
                        ORDERS,
                        "lookup_schema",
                        "`country-name` string, code string",
                        "join_columns",
                        "country=country-name",
                        "drop_columns",
                        "country-name"))
                .isEmpty();
    }

    private static List<String> problems(StructType columns, String... keysAndValues) {
        List<String> options = new ArrayList<>(List.of("drop_columns", "countryname"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i].equals("drop_columns")) {
                options = new ArrayList<>();
            }
        }
        options.addAll(List.of(keysAndValues));
        String[] config = options.toArray(new String[0]);
        try {
            TableColumns.of(columns, ExampleConfig.with(config));
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems();
        }
    }
}
