package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PartitionMovesTest {
    private static final StructType SCHEMA = StructType.fromDDL(
            "_event_order string, id int, region string, day date, value string, _hoodie_is_deleted boolean");

    private final PartitionMoves moves = new PartitionMoves(
            RecordKey.of(ExampleConfig.with("record_key", "id").target(), SCHEMA), List.of("region", "day"));

    @Test
    void rowsOfATableWithoutCommitsAreLeftAlone() {
        try (MovedRows settled =
                moves.settle(rows(row("2", 1, "Europe", "new"), row("1", 2, "Asia", "other")), Optional.empty())) {
            assertThat(texts(settled)).containsExactlyInAnyOrder("2 1 Europe new null", "1 2 Asia other null");
            assertThat(settled.moved()).isZero();
        }
    }

    @Test
    void rowsOfKeysThatAreNewOrStayAreLeftAlone() {
        try (MovedRows settled = moves.settle(
                rows(row("2", 1, "Asia", "stays"), row("0", 2, "Asia", "late"), row("2", 3, "Asia", "new")),
                Optional.of(rows(row("1", 1, "Asia", "a"), row("1", 2, "Asia", "b"), row("1", 4, "Europe", "c"))))) {
            assertThat(texts(settled))
                    .as("which of two rows in one partition is later, Hudi finds out")
                    .containsExactlyInAnyOrder("2 1 Asia stays null", "0 2 Asia late null", "2 3 Asia new null");
            assertThat(settled.moved()).isZero();
        }
    }

    @Test
    void rowLeavesItsPartitionForALaterEvent() {
        try (MovedRows settled = moves.settle(
                rows(row("2", 1, "Europe", "new"), row("1", 2, "Europe", "same event, other partition")),
                Optional.of(rows(row("1", 1, "Asia", "a"), row("1", 2, null, "b"))))) {
            assertThat(texts(settled))
                    .containsExactlyInAnyOrder(
                            "2 1 Europe new null",
                            "2 1 Asia null true",
                            "1 2 Europe same event, other partition null",
                            "1 2 null null true");
            assertThat(settled.moved()).isEqualTo(2);
        }
    }

    @Test
    void lateEventOfAnotherPartitionIsLeftOutEvenIfItIsADelete() {
        try (MovedRows settled = moves.settle(
                rows(row("1", 1, "Europe", "late"), delete("1", 2, "Europe"), row("3", 3, "Europe", "new")),
                Optional.of(rows(row("2", 1, "Asia", "a"), row("2", 2, "Asia", "b"), row("2", 3, "Asia", "c"))))) {
            assertThat(texts(settled)).containsExactlyInAnyOrder("3 3 Europe new null", "3 3 Asia null true");
            assertThat(settled.moved()).isEqualTo(1);
        }
    }

    @Test
    void deleteFindsTheRowInWhateverPartitionItIs() {
        try (MovedRows settled =
                moves.settle(rows(delete("2", 1, "Europe")), Optional.of(rows(row("1", 1, "Asia", "a"))))) {
            assertThat(texts(settled)).containsExactlyInAnyOrder("2 1 Europe null true", "2 1 Asia null true");
        }
    }

    @Test
    void partitionWithoutAValueIsOneWhateverItsTextIs() {
        try (MovedRows settled = moves.settle(
                rows(row("2", 1, "", "a"), row("2", 2, "__HIVE_DEFAULT_PARTITION__", "b"), row("2", 3, null, "c")),
                Optional.of(rows(row("1", 1, null, "a"), row("1", 2, null, "b"), row("1", 3, null, "c"))))) {
            assertThat(settled.moved()).isZero();
            assertThat(settled.rows().count()).isEqualTo(3);
        }
    }

    private static Row row(String eventOrder, int id, String region, String value) {
        return RowFactory.create(eventOrder, id, region, java.sql.Date.valueOf("2026-01-31"), value, null);
    }

    private static Row delete(String eventOrder, int id, String region) {
        return RowFactory.create(eventOrder, id, region, java.sql.Date.valueOf("2026-01-31"), null, true);
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
    }

    private static List<String> texts(MovedRows settled) {
        return settled.rows().collectAsList().stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(4) + " " + row.get(5))
                .toList();
    }
}
