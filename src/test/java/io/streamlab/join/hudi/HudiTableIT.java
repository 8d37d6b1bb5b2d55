package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    private static final long SEED = 5;

    @TempDir
    private Path folder;

    private HudiTable table;
    private long batches;

    @BeforeEach
    void openTable() {
        table = table();
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
        upsert(rows(events.subList(10, 30)));
        upsert(rows(first));
        upsert(rows(events.subList(30, 40)));

        assertThat(valuesByKey()).as("seed %d", SEED).isEqualTo(latest(events));
    }

    @Test
    void countsOnlyTheRowsThatHaveChanged() {
        HudiCommit first = upsert(rows(List.of(row("5", "a", "old"), row("4", "a", "older"), row("5", "b", "b"))));
        HudiCommit second = upsert(rows(List.of(row("4", "a", "late"), row("6", "b", "new"), row("1", "c", "c"))));

        assertThat(first.written()).isEqualTo(2);
        assertThat(second.inserted()).isEqualTo(1);
        assertThat(second.updated()).isEqualTo(1);
        assertThat(valuesByKey()).isEqualTo(Map.of("a", "old", "b", "new", "c", "c"));
    }

    @Test
    void letsARowOfTheSameEventReplaceIt() {
        upsert(rows(List.of(row("5", "a", "with the old name"))));
        upsert(rows(List.of(row("5", "a", "with the new name"))));

        assertThat(valuesByKey()).isEqualTo(Map.of("a", "with the new name"));
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    private HudiCommit upsert(Dataset<Row> rows) {
        return table.upsert(rows, CommitOrigin.ofBatch("query", batches++));
    }

    private HudiTable table(String... keysAndValues) {
        List<String> arguments = new ArrayList<>(List.of(
                "target_path",
                folder.resolve("table").toUri().toString(),
                "hudi_options",
                "hoodie.datasource.hive_sync.enable=false"));
        arguments.addAll(List.of(keysAndValues));
        return HudiTable.open(
                LocalSpark.session(),
                SCHEMA,
                ExampleConfig.with(arguments.toArray(String[]::new)).target());
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

    private static Dataset<Row> rows(List<Row> rows) {
        return LocalSpark.session().createDataFrame(rows, SCHEMA);
    }
}
