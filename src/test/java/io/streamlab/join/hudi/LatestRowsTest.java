package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LatestRowsTest {
    private static final StructType SCHEMA =
            StructType.fromDDL("_event_order string, id int, weight double, region string, value string");

    @Test
    void keepsTheRowOfTheLatestEventOfEachKey() {
        LatestRows latest = new LatestRows(key("id"), List.of());

        Dataset<Row> rows =
                latest.of(rows(row("1", 1, "Asia", "old"), row("2", 1, "Europe", "new"), row("1", 2, "Asia", "other")));

        assertThat(rows.schema()).isEqualTo(SCHEMA);
        assertThat(values(rows)).containsExactlyInAnyOrder("new", "other");
    }

    @Test
    void keysInSeveralPartitionsKeepARowInEach() {
        LatestRows latest = new LatestRows(key("id"), List.of("region"));

        assertThat(values(latest.of(rows(
                        row("1", 1, "Asia", "old"), row("2", 1, "Asia", "new"), row("1", 1, "Europe", "elsewhere")))))
                .containsExactlyInAnyOrder("new", "elsewhere");
    }

    @Test
    void partitionsThatShareAFolderAreOne() {
        LatestRows latest = new LatestRows(key("id"), List.of("region"));

        assertThat(values(latest.of(rows(
                        row("1", 1, null, "null"),
                        row("2", 1, "", "empty"),
                        row("3", 1, "__HIVE_DEFAULT_PARTITION__", "named")))))
                .containsExactly("named");
    }

    @Test
    void keysOfATableWithoutTheColumnAreComparedAsHudiDoes() {
        LatestRows latest = new LatestRows(keyOfHudi("weight"), List.of());

        assertThat(values(latest.of(rows(
                        row("1", 0.0, "zero"),
                        row("2", -0.0, "negative zero"),
                        row("1", Double.NaN, "no number"),
                        row("2", Double.NaN, "no number, later")))))
                .containsExactlyInAnyOrder("zero", "negative zero", "no number, later");
    }

    @Test
    void twoKeysOfOneTextAreOneInATableWithoutTheColumnAndTwoInOthers() {
        Row first = RowFactory.create("1", null, null, "x", "y,value:z");
        Row second = RowFactory.create("2", null, null, "x,value:y", "z");

        assertThat(values(new LatestRows(keyOfHudi("region,value"), List.of()).of(rows(first, second))))
                .containsExactly("z");
        RecordKey key = key("region,value");
        assertThat(values(new LatestRows(key, List.of()).of(key.addTo(rows(first, second)))))
                .containsExactlyInAnyOrder("y,value:z", "z");
    }

    @Test
    void shuffleHasATaskForEachCore() {
        LatestRows latest = new LatestRows(key("id"), List.of());

        assertThat(latest.of(rows(row("1", 1, "Asia", "a"))).rdd().getNumPartitions())
                .isEqualTo(LocalSpark.session().sparkContext().defaultParallelism());
    }

    @Test
    void leavesOutRowsOfWhichOthersAreAsLate() {
        LatestRows latest = new LatestRows(key("id"), List.of());

        Dataset<Row> remaining = latest.without(
                rows(
                        row("2", 1, "Asia", "earlier"),
                        row("2", 2, "Asia", "as late"),
                        row("2", 3, "Asia", "later"),
                        row("2", 4, "Asia", "alone")),
                rows(row("3", 1, "Asia", "a"), row("2", 2, "Asia", "b"), row("1", 3, "Asia", "c")));

        assertThat(remaining.schema()).isEqualTo(SCHEMA);
        assertThat(values(remaining)).containsExactlyInAnyOrder("later", "alone");
    }

    private static RecordKey key(String columns) {
        return RecordKey.of(ExampleConfig.with("record_key", columns).target(), SCHEMA);
    }

    private static RecordKey keyOfHudi(String columns) {
        return RecordKey.ofHudi(ExampleConfig.with("record_key", columns).target(), SCHEMA);
    }

    private static Row row(String order, int id, String region, String value) {
        return RowFactory.create(order, id, null, region, value);
    }

    private static Row row(String order, double weight, String value) {
        return RowFactory.create(order, null, weight, null, value);
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
    }

    private static List<String> values(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> row.<String>getAs("value"))
                .toList();
    }
}
