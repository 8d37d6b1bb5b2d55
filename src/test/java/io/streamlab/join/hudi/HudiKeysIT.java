package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
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
import org.apache.spark.sql.functions;
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
        writeByFormerVersion("a,b", Map.of(), row("1", "1", "x", "one"), row("1", "2", "y", "two"));

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
        writeByFormerVersion("a,b", Map.of(), row("1", "x,b:y", "z", "first"));

        try (HudiTable table = table("record_key", "a,b")) {
            HudiCommit update = upsert(table, row("2", "x,b:y", "z", "earlier"), row("3", "x", "y,b:z", "later"));

            assertThat(update.written()).as("as Hudi takes them for one").isEqualTo(1);
        }
        assertThat(values()).containsExactly("later");
    }

    /** Hashed by one of its two columns, a key is where another version of Hudi could have put it. */
    @Test
    void tableIsRefusedIfHudiWouldLookForAKeyInAnotherFile() {
        writeByFormerVersion("a,b", Map.of("hoodie.bucket.index.hash.field", "a"), row("1", "1", "y", "one"));

        assertThatThrownBy(() -> table("record_key", "a,b"))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("the table in " + path()
                                + " was made without the column '_record_key', and Hudi 0.14.0 "
                                + "does not look for its key 'a:1,b:y' in the file that has the key's row: an update would "
                                + "become a second row. Go on with the Hudi that wrote the table, or copy the table with "
                                + "--migrate_from"));
        assertThatThrownBy(() -> HudiTable.check(LocalSpark.session(), plan("record_key", "a,b")))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void keysAreReadOnlyIfAnotherHudiMayHaveWrittenThem() {
        writeByFormerVersion(
                "a,b",
                Map.of("hoodie.bucket.index.hash.field", "a", HudiVersion.NOTE, "0.14.0"),
                row("1", "1", "y", "one"));

        table("record_key", "a,b").close();
    }

    @Test
    void copyHasOneRowOfEachKeyAndTheBatchOfTheOldTable() {
        Map<String, String> notes = BatchProvenance.ofBatch("query", 7)
                .withOffsets(NotedOffsets.whole("start"), NotedOffsets.whole("end"))
                .toMetadata();
        writeByFormerVersion("a", Map.of(), row("1", "urn:1", "x", "one"), row("1", "urn:2", "y", "two"));
        writeByFormerVersion("a", notes, row("1", "a:b,c", "z", "three"));
        // Written into another file than the row before, as another version of Hudi would.
        writeByFormerVersion(
                "a",
                Map.of(
                        "hoodie.index.type", "BLOOM",
                        "hoodie.datasource.write.operation", "insert",
                        "hoodie.parquet.small.file.limit", "0"),
                row("2", "urn:2", "y", "two, later"));
        TablePlan copy = plan("record_key", "a", "target_path", copyPath(), "target_table", "copy");

        String done = new TableMigration(LocalSpark.session(), copy, path()).run();

        assertThat(done)
                .isEqualTo("Copied 3 rows from " + path() + " to " + copyPath()
                        + ". The old table has 4 rows; 1 are older rows of a key that has another.");
        assertThat(values(copyPath())).containsExactlyInAnyOrder("one", "two, later", "three");
        try (HudiTable table = HudiTable.open(LocalSpark.session(), copy)) {
            BatchProvenance replayed = BatchProvenance.ofBatch("query", 7)
                    .withOffsets(NotedOffsets.whole("start"), NotedOffsets.whole("end"));
            UpsertOutcome replay = table.upsert(rows(row("9", "urn:9", "x", "nine")), Optional.empty(), replayed, true);
            assertThat(replay.batch()).as("the old table has the batch").isNotEqualTo(replay.made());
            HudiCommit update =
                    upsert(table, row("3", "urn:1", "x", "updated"), row("3", "a:b,c", "x", "updated, too"));
            assertThat(update.updated()).isEqualTo(2);
        }
        assertThat(values(copyPath())).containsExactlyInAnyOrder("updated", "two, later", "updated, too");
    }

    @Test
    void copyOfATableWithTheColumnKeepsItsDeletes() {
        TablePlan copy = planWithDeletes(copyPath(), "copy");
        try (HudiTable table = HudiTable.open(LocalSpark.session(), planWithDeletes(path(), "hudi_table"))) {
            upsert(table, withDeletes(row("1", "urn:1", "x", "one"), false));
            upsert(
                    table,
                    withDeletes(row("5", "urn:1", "x", null), true)
                            .union(withDeletes(row("1", "k:", "y", "two"), false)));
        }

        String done = new TableMigration(LocalSpark.session(), copy, path()).run();

        assertThat(done).endsWith("The old table has 1 rows; 0 are older rows of a key that has another.");
        try (HudiTable table = HudiTable.open(LocalSpark.session(), copy)) {
            upsert(table, withDeletes(row("3", "urn:1", "x", "older than its delete"), false));
        }
        assertThat(values(copyPath())).containsExactly("two");
    }

    private TablePlan planWithDeletes(String path, String name) {
        return TablePlan.of(
                ExampleConfig.with(
                                "target_path", path,
                                "target_table", name,
                                "record_key", "a",
                                "delete_field", "gone",
                                "hudi_options", "hoodie.datasource.hive_sync.enable=false")
                        .target(),
                SCHEMA.add("_hoodie_is_deleted", "boolean"),
                Map.of());
    }

    private void upsert(HudiTable table, Dataset<Row> rows) {
        table.upsert(rows, Optional.empty(), BatchProvenance.ofBatch("query", batches++), false);
    }

    private static Dataset<Row> withDeletes(Row row, boolean isDeleted) {
        return rows(row).withColumn("_hoodie_is_deleted", functions.lit(isDeleted));
    }

    @Test
    void copyNeedsATableThatExistsAndAFolderThatHasNone() throws IOException {
        TablePlan copy = plan("record_key", "a", "target_path", copyPath(), "target_table", "copy");
        assertThatThrownBy(() -> new TableMigration(LocalSpark.session(), copy, path()).check())
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("--migrate_from has no Hudi table with a commit: " + path()));

        writeByFormerVersion("a", Map.of(), row("1", "urn:1", "x", "one"));
        assertThatThrownBy(() -> new TableMigration(
                                LocalSpark.session(), plan("record_key", "b", "target_path", copyPath()), path())
                        .run())
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("--record_key is [b], but the table in " + path() + " was created with [a]"));
        new TableMigration(LocalSpark.session(), copy, path()).run();
        assertThatThrownBy(() -> new TableMigration(LocalSpark.session(), copy, path()).run())
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--migrate_from copies into a new table, but --target_path has a table already: "
                                        + copyPath()));
    }

    @Test
    void halfACopyIsNoticedByTheJobAndByTheNextCopy() throws IOException {
        writeByFormerVersion("a", Map.of(), row("1", "urn:1", "x", "one"));
        TablePlan copy = plan("record_key", "a", "target_path", copyPath(), "target_table", "copy");
        // What a copy leaves that is killed.
        Files.createFile(Files.createDirectories(folder.resolve("copy")).resolve(".streaming_join_migration"));

        String half = "a copy into " + copyPath()
                + " with --migrate_from has begun and not ended: remove the folder, and start " + "the copy again";
        assertThatThrownBy(() -> HudiTable.open(LocalSpark.session(), copy))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(half));
        assertThatThrownBy(() -> new TableMigration(LocalSpark.session(), copy, path()).run())
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(half));
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
    private void writeByFormerVersion(String recordKey, Map<String, String> further, Row... rows) {
        Map<String, String> options =
                new LinkedHashMap<>(plan("record_key", recordKey).options());
        options.keySet().removeAll(List.of(RecordKey.ENCODING_NOTE, RecordKey.COLUMNS_NOTE, HudiVersion.NOTE));
        options.put("hoodie.datasource.write.recordkey.field", recordKey);
        options.putAll(further);
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
        return values(path());
    }

    private static List<String> values(String path) {
        return LocalSpark.session().read().format("hudi").load(path).select("value").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Dataset<Row> read() {
        return LocalSpark.session().read().format("hudi").load(path());
    }

    private String path() {
        return folder.resolve("table").toUri().toString();
    }

    private String copyPath() {
        return folder.toUri() + "copy";
    }

    private static Row row(String order, String a, String b, String value) {
        return RowFactory.create(order, a, b, value);
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
    }
}
