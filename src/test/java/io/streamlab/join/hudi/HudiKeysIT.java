package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that Hudi would take apart: in tables with the column for the key's text, and in tables without. */
class HudiKeysIT {
    private static final StructType SCHEMA =
            StructType.fromDDL("_event_order string, a string, b string, value string");

    private static final List<String> NASTY = List.of(
            "x",
            "x,b:y",
            "y,b:z",
            "z",
            "urn:uuid:1",
            "a:b,c",
            "a:b:c,d",
            "k:",
            ":",
            ",",
            "/",
            "%",
            "%2F",
            "__null__",
            "__empty__",
            " x",
            "x ",
            "\n",
            "\u0085",
            "'\"\\",
            "😀",
            "2026-01-31T12:00:00,EU",
            "k".repeat(1_000));

    @TempDir
    private Path folder;

    private long batches;

    @Test
    void twoKeysThatHudiWritesAlikeKeepTheirRows() {
        try (HudiTable table = table("record_key", "a,b")) {
            HudiCommit first = upsert(table, row("1", "x,b:y", "z", "first"), row("1", "x", "y,b:z", "second"));
            HudiCommit update = upsert(table, row("2", "x,b:y", "z", "updated"));

            assertThat(first.written()).isEqualTo(2);
            assertThat(update.updated()).isEqualTo(1);
            assertThat(values()).containsExactlyInAnyOrder("updated", "second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a,b"})
    void eachKeyHasOneRowWhateverItsText(String recordKey) {
        List<Row> rows = new ArrayList<>();
        List<Row> updates = new ArrayList<>();
        for (String a : NASTY) {
            for (String b : recordKey.equals("a") ? List.of("b") : NASTY) {
                rows.add(row("1", a, b, "old"));
                updates.add(row("2", a, b, "new"));
            }
        }
        try (HudiTable table = table("record_key", recordKey)) {
            HudiCommit first = upsert(table, rows.toArray(Row[]::new));
            HudiCommit second = upsert(table, updates.toArray(Row[]::new));

            assertThat(first.inserted()).isEqualTo(rows.size());
            assertThat(second.updated()).isEqualTo(rows.size());
            assertThat(second.inserted()).isZero();
            assertThat(values()).hasSize(rows.size()).containsOnly("new");
        }
    }

    @Test
    void tableOfAFormerVersionGoesOnWithHudisTexts() {
        writeByFormerVersion("a,b", row("1", "1", "x", "one"), row("1", "2", "y", "two"));

        try (HudiTable table = table("record_key", "a,b")) {
            HudiCommit update = upsert(table, row("2", "1", "x", "updated"), row("2", "3", "z", "three"));

            assertThat(update.updated()).isEqualTo(1);
            assertThat(update.inserted()).isEqualTo(1);
            assertThat(update.notes()).doesNotContainKeys(RecordKey.ENCODING_NOTE, RecordKey.COLUMNS_NOTE);
        }
        assertThat(values()).containsExactlyInAnyOrder("updated", "two", "three");
        assertThat(read().columns()).doesNotContain("_record_key");
        assertThat(read().select("_hoodie_record_key").collectAsList().stream().map(row -> row.getString(0)))
                .containsExactlyInAnyOrder("a:1,b:x", "a:2,b:y", "a:3,b:z");
    }

    @Test
    void twoKeysOfOneTextAreCountedAsOneInATableOfAFormerVersion() {
        writeByFormerVersion("a,b", row("1", "x,b:y", "z", "first"));

        try (HudiTable table = table("record_key", "a,b")) {
            HudiCommit update = upsert(table, row("2", "x,b:y", "z", "earlier"), row("3", "x", "y,b:z", "later"));

            assertThat(update.written()).as("as Hudi takes them for one").isEqualTo(1);
        }
        assertThat(values()).containsExactly("later");
    }

    @Test
    void commitsNoteTheFormOfKeysAndTheVersionOfHudi() {
        try (HudiTable table = table("record_key", "a,b")) {
            assertThat(upsert(table, row("1", "x", "y", "first")).notes())
                    .containsEntry("_streaming_join.key_encoding", "text")
                    .containsEntry("_streaming_join.record_key", "a,b")
                    .containsEntry("_streaming_join.hudi_version", "0.14.0");
        }
    }

    /** As the versions of the job before there was a column for the key. */
    private void writeByFormerVersion(String recordKey, Row... rows) {
        Map<String, String> options =
                new LinkedHashMap<>(plan("record_key", recordKey).options());
        options.keySet().removeAll(List.of(RecordKey.ENCODING_NOTE, RecordKey.COLUMNS_NOTE, HudiVersion.NOTE));
        options.put("hoodie.datasource.write.recordkey.field", recordKey);
        rows(rows).write().format("hudi").options(options).mode(SaveMode.Append).save(path());
    }

    private HudiTable table(String... keysAndValues) {
        return HudiTable.open(LocalSpark.session(), plan(keysAndValues));
    }

    private TablePlan plan(String... keysAndValues) {
        List<String> all = new ArrayList<>(
                List.of("target_path", path(), "hudi_options", "hoodie.datasource.hive_sync.enable=false"));
        all.addAll(List.of(keysAndValues));
        return TablePlan.of(ExampleConfig.with(all.toArray(String[]::new)).target(), SCHEMA, Map.of());
    }

    private HudiCommit upsert(HudiTable table, Row... rows) {
        return table.upsert(rows(rows), Optional.empty(), BatchProvenance.ofBatch("query", batches++), false)
                .batch();
    }

    private List<String> values() {
        return read().select("value").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Dataset<Row> read() {
        return LocalSpark.session().read().format("hudi").load(path());
    }

    private String path() {
        return folder.resolve("table").toUri().toString();
    }

    private static Row row(String order, String a, String b, String value) {
        return RowFactory.create(order, a, b, value);
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
    }
}
