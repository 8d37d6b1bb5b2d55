package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.TargetConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hudi itself, in a folder and without a catalog: which row stays. */
class HudiTableIT {
    private static final StructType SCHEMA = StructType.fromDDL("_event_order string, uuid string, value string");
    private static final StructType WITH_DELETES = SCHEMA.add("_hoodie_is_deleted", "boolean");
    private static final long SEED = 5;

    @TempDir
    private Path folder;

    private HudiTable table;
    private long batches;

    @BeforeEach
    void openTable() {
        table = table(SCHEMA);
    }

    @Test
    void keepsTheLatestEventOfEachKeyHoweverEventsArrive() {
        List<Row> events = new ArrayList<>();
        for (int key = 0; key < 10; key++) {
            for (int event = 1; event <= 4; event++) {
                events.add(row(key + "" + event, "key-" + key, "value-" + event));
            }
        }
        Collections.shuffle(events, new Random(SEED));
        List<Row> first = events.subList(0, 15);

        upsert(rows(first));
        upsert(rows(events.subList(10, 40)));
        upsert(rows(first));

        assertThat(valuesByKey()).as("seed %d", SEED).isEqualTo(latest(events));
    }

    @Test
    void countsOnlyTheRowsThatHaveChangedAndLetsARowOfTheSameEventReplaceItself() {
        HudiCommit first = upsert(rows(List.of(row("5", "a", "old"), row("4", "a", "older"), row("5", "b", "b"))));
        HudiCommit second =
                upsert(rows(List.of(row("4", "a", "late"), row("5", "b", "b enriched anew"), row("1", "c", "c"))));

        assertThat(first.written()).isEqualTo(2);
        assertThat(second.inserted()).isEqualTo(1);
        assertThat(second.updated()).isEqualTo(1);
        assertThat(second.olderThanTable()).as("a").hasValue(1);
        assertThat(valuesByKey()).isEqualTo(Map.of("a", "old", "b", "b enriched anew", "c", "c"));
    }

    @Test
    void removesTheRowsOfDeletesUnlessTheyAreOfALaterEvent() {
        table.close();
        table = table(WITH_DELETES);
        upsert(withDeletes(row("5", "a", "old", null), row("5", "b", "b", false), row("5", "c", "c", null)));

        HudiCommit commit = upsert(withDeletes(
                row("6", "a", "gone", true),
                row("4", "b", "late", true),
                row("6", "c", "gone", true),
                row("7", "c", "again", null),
                row("0", "d", "never there", true)));

        assertThat(valuesByKey()).isEqualTo(Map.of("b", "b", "c", "again"));
        assertThat(commit.deleted()).as("a, and d, which was not there").isEqualTo(2);
        assertThat(commit.updated()).isEqualTo(1);
        assertThat(commit.inserted()).isZero();
        assertThat(commit.olderThanTable()).as("b").hasValue(1);

        HudiCommit nothing =
                upsert(withDeletes(row("8", "x", "never there", true), row("8", "y", "never there", true)));
        assertThat(nothing.written()).isZero();
        assertThat(nothing.deleted()).isEqualTo(2);
        assertThat(nothing.olderThanTable()).hasValue(0);

        HudiCommit late =
                upsert(withDeletes(row("5", "a", "earlier than its delete", null), row("1", "d", "new", null)));

        assertThat(valuesByKey()).isEqualTo(Map.of("b", "b", "c", "again", "d", "new"));
        assertThat(late.supersededByDelete()).hasValue(1);
        assertThat(late.written()).isEqualTo(1);
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    private HudiCommit upsert(Dataset<Row> rows) {
        return table.upsert(rows, Optional.empty(), BatchProvenance.ofBatch("query", batches++), false)
                .batch();
    }

    private HudiTable table(StructType schema) {
        TargetConfig target = ExampleConfig.with(
                        "target_path",
                        folder.resolve("table").toUri().toString(),
                        "hudi_options",
                        "hoodie.datasource.hive_sync.enable=false",
                        "delete_field",
                        "gone")
                .target();
        return HudiTable.open(LocalSpark.session(), TablePlan.of(target, schema, Map.of()));
    }

    private static Map<String, String> latest(List<Row> events) {
        BinaryOperator<Row> later = (a, b) -> a.getString(0).compareTo(b.getString(0)) > 0 ? a : b;
        return events.stream().collect(Collectors.toMap(row -> row.getString(1), row -> row, later)).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getString(2)));
    }

    private Map<String, String> valuesByKey() {
        Map<String, String> values = new TreeMap<>();
        for (Row row : LocalSpark.session()
                .read()
                .format("hudi")
                .load(folder.resolve("table").toString())
                .select("uuid", "value")
                .collectAsList()) {
            assertThat(values.put(row.getString(0), row.getString(1)))
                    .as("one row for each key")
                    .isNull();
        }
        return values;
    }

    private static Row row(String eventOrder, String key, String value) {
        return RowFactory.create(eventOrder, key, value);
    }

    private static Row row(String eventOrder, String key, String value, Boolean gone) {
        return RowFactory.create(eventOrder, key, value, gone);
    }

    private static Dataset<Row> withDeletes(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), WITH_DELETES);
    }

    private static Dataset<Row> rows(List<Row> rows) {
        return LocalSpark.session().createDataFrame(rows, SCHEMA);
    }
}
