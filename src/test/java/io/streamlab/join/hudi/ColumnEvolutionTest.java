package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ColumnEvolutionTest {
    private static final String META = "_hoodie_commit_time string, _hoodie_record_key string, ";

    @Test
    void addsNewColumnsAfterThoseOfTheTable() {
        ColumnEvolution evolution =
                evolution(META + "uuid string, units int", "added double, units int, uuid string, late date");

        assertThat(evolution.problems()).isEmpty();
        assertThat(evolution.order()).containsExactly("uuid", "units", "added", "late");
    }

    @Test
    void refusesAnotherTypeAndNamesBoth() {
        assertThat(evolution(META + "uuid string, units int", "uuid string, units bigint")
                        .problems())
                .containsExactly(
                        "the column 'units' is of type INT in the table and of type BIGINT in the rows to write: "
                                + "give the new type a new name, or write a new table");
    }

    @Test
    void refusesToLeaveOutAColumn() {
        assertThat(evolution(META + "uuid string, units int", "uuid string, Units int")
                        .problems())
                .containsExactly(
                        "the table has the column 'units' of type INT, and the rows to write have none of that "
                                + "name: they would make it null wherever they update. Keep it in the source table, in "
                                + "--lookup_schema and out of --drop_columns (records may lack it), or write a new table");
    }

    @Test
    void reportsEveryProblem() {
        assertThat(evolution("a int, b int, c int", "a string, b int").problems())
                .hasSize(2);
    }

    @Test
    void refusesTheJoinKeyForATableWhoseRowsDoNotHaveIt() {
        assertThat(evolution(META + "uuid string", "uuid string, _join_key string")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("--reenrich is true, but the rows of the table do not tell what they were joined by")
                .contains("Write a new table with --reenrich true", "docs/REENRICHMENT.md has the steps");
        assertThat(evolution(META + "uuid string, _join_key string", "uuid string, _join_key string")
                        .problems())
                .isEmpty();
    }

    @Test
    void saysHowToGoOnWithATableThatHasTheJoinKey() {
        assertThat(evolution(META + "uuid string, _join_key string", "uuid string")
                        .problems())
                .containsExactly(
                        "the table has the column '_join_key', so it was written with --reenrich true: go on with "
                                + "it, and with --reenrich_max_rows_per_batch 0 if no row shall be re-enriched any "
                                + "more");
    }

    @Test
    void refusesFurtherAndFewerReferenceTablesWhereRowsFollow() {
        String one = "uuid string, _join_key string";
        String two = one + ", _join_key_2 string";

        assertThat(evolution(META + one, two).problems())
                .containsExactly(
                        "--reenrich is true and --lookup_tables has a further reference table, but the rows of "
                                + "the table do not tell what they were joined by with it: there is no column '_join_key_2'. "
                                + "Write a new table from the stream, as far as that goes back");
        assertThat(evolution(META + two, one).problems())
                .containsExactly(
                        "the table has the column '_join_key_2', so its rows follow more reference tables than "
                                + "--lookup_tables has: give all of them, or write a new table");
        assertThat(evolution(META + two, two).problems()).isEmpty();
        assertThat(evolution(META + two, "uuid string").problems()).hasSize(2);
    }

    @Test
    void takesHudisMarkOfADeleteForAColumnLikeAnyOther() {
        ColumnEvolution evolution = evolution(
                META + "uuid string, _hoodie_is_deleted boolean", "uuid string, added int, _hoodie_is_deleted boolean");

        assertThat(evolution.problems()).isEmpty();
        assertThat(evolution.order()).containsExactly("uuid", "_hoodie_is_deleted", "added");
    }

    @Test
    void takesShortNumbersForTheNumbersThatHudiMakesOfThem() {
        assertThat(evolution(
                                META + "a int, b int, c array<int>, d struct<e: int>, f map<string, int>",
                                "a tinyint, b smallint, c array<smallint>, d struct<e: tinyint>, f map<string, smallint>")
                        .problems())
                .isEmpty();
    }

    @Test
    void refusesAnotherTypeInsideAStruct() {
        assertThat(evolution("d struct<e: int>", "d struct<e: int, g: int>").problems())
                .singleElement()
                .asString()
                .contains("'d' is of type STRUCT<e: INT> in the table and of type STRUCT<e: INT, g: INT> in");
    }

    @Test
    void takesAnyColumnsForATableThatHasNone() {
        ColumnEvolution evolution = evolution("", "b int, a int");

        assertThat(evolution.problems()).isEmpty();
        assertThat(evolution.order()).containsExactly("b", "a");
    }

    private static ColumnEvolution evolution(String table, String rows) {
        return new ColumnEvolution(
                table.isEmpty() ? new StructType() : StructType.fromDDL(table), StructType.fromDDL(rows));
    }
}
