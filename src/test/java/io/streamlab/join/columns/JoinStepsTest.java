package io.streamlab.join.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The columns of a job with several reference tables. */
class JoinStepsTest {
    private static final StructType ORDERS =
            StructType.fromDDL("uuid string, country string, orderdate string, units int");
    private static final String COUNTRIES =
            table("countries", "countryname string, code string", "country=countryname");

    @Test
    void aLaterTableIsJoinedOnAColumnThatTheHudiTableDoesNotKeep() {
        TableColumns columns = columns(
                "country,countryname,code",
                COUNTRIES,
                table("regions", "regioncode string, capital string", "code=regioncode"),
                table("offices", "country string, capital string, office int", "country=country,capital=capital"));

        assertThat(columns.schema())
                .isEqualTo(StructType.fromDDL("_event_order string, uuid string, orderdate string, units int,"
                        + " regioncode string, capital string, office int"));
        assertThat(columns.joinSteps())
                .extracting(step -> String.join(",", step.carried()) + "|"
                        + String.join(",", step.attributes().fieldNames()))
                .containsExactly(
                        "_event_order,uuid,country,orderdate,units|code",
                        "_event_order,uuid,country,orderdate,units|regioncode,capital",
                        "_event_order,uuid,orderdate,units,regioncode,capital|office");
        assertThat(columns.joinSteps()).extracting(JoinStep::isLast).containsExactly(false, false, true);
    }

    @Test
    void everyProblemNamesItsTable() {
        assertProblems(
                "country,nothing",
                List.of(
                        COUNTRIES,
                        table(
                                "regions",
                                "code string, units string, capital string",
                                "code=code,units=units,later=capital"),
                        table("offices", "x string, countryname string, later string, CODE string", "country=x")),
                "--lookup_tables, table 'regions': --join_columns names 'later', which is none of the columns "
                        + "[_event_order, uuid, country, orderdate, units, countryname, code]",
                "--lookup_tables, table 'regions': --join_columns compares 'units' of type INT with 'units' of type STRING: "
                        + "give the attribute the column's type in --lookup_schema",
                "--drop_columns names 'nothing', which is none of the columns [_event_order, uuid, country, orderdate, "
                        + "units, countryname, code, capital, x, later, CODE]",
                "the reference table 'countries' and the reference table 'offices' both have a column 'code': name it in "
                        + "--drop_columns, or leave it out of --lookup_schema",
                "the reference table 'countries' and the reference table 'offices' both have a column 'countryname': name it "
                        + "in --drop_columns, or leave it out of --lookup_schema");
    }

    @Test
    void aJoinColumnOfTwoSourcesIsRefusedEvenIfTheHudiTableKeepsNeither() {
        assertProblems(
                "country,units",
                List.of(
                        table("countries", "countryname string, units int", "country=countryname"),
                        table("sizes", "size int, label string", "units=size")),
                "--lookup_tables, table 'sizes': --join_columns names 'units', which the stream and the reference table "
                        + "'countries' have: leave it out of the lookup_schema of one, or rename the stream's with "
                        + "--rename_columns");
    }

    @Test
    void theFirstTableIsJoinedOnTheStreamOnly() {
        assertProblems(
                "none",
                List.of(table("regions", "code string, capital string", "code=code"), COUNTRIES),
                "--lookup_tables, table 'regions': --join_columns names 'code', which is none of the columns "
                        + "[_event_order, uuid, country, orderdate, units]");
    }

    private static void assertProblems(String dropped, List<String> tables, String... problems) {
        assertThatThrownBy(() -> columns(dropped, tables.toArray(String[]::new)))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactlyInAnyOrder(problems));
    }

    private static TableColumns columns(String dropped, String... tables) {
        return TableColumns.of(
                ORDERS,
                ExampleConfig.with("drop_columns", dropped, "lookup_tables", "[" + String.join(",", tables) + "]"));
    }

    private static String table(String name, String schema, String joinColumns) {
        return String.format(
                "{\"lookup_table\": \"%s\", \"lookup_schema\": \"%s\", \"join_columns\": \"%s\"}",
                name, schema, joinColumns);
    }
}
