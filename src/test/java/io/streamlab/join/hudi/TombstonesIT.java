package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Hudi table on the local disk, with deletes: no older event brings a row back. */
class TombstonesIT {
    private static final StructType SCHEMA = StructType.fromDDL(
            "_event_order string, uuid string, region string, value string, _hoodie_is_deleted boolean");

    @TempDir
    private Path folder;

    private HudiTable table;
    private long batches;

    @Test
    void rowsStayAwayAfterARestartWithoutTheCheckpoint() {
        upsert(open(), row("a", 3, "x"), row("b", 3, "x"));
        upsert(table, delete("a", 5, "x"));

        HudiCommit late = upsert(open(), BatchProvenance.ofBatch("query of another checkpoint", 0), row("a", 4, "x"));

        assertThat(rowsOfTable()).containsOnlyKeys("b");
        assertThat(late.supersededByDelete()).hasValue(1);
        assertThat(late.written()).isZero();
    }

    @Test
    void theReplayOfAFailedCommitDeletesTheRowAllTheSame() throws IOException {
        upsert(open(), row("a", 3, "x"));
        HudiCommit failed = upsert(table, delete("a", 5, "x"), row("b", 1, "x"));
        removeCommit(failed);
        assertThat(rowsOfTable()).as("as if the commit had failed").containsOnlyKeys("a");

        batches--;
        upsert(open(), delete("a", 5, "x"), row("b", 1, "x"));

        assertThat(rowsOfTable()).containsOnlyKeys("b");
    }

    @Test
    void aReplayOfABatchThatTheTableHoldsKeepsItsTombstones() throws IOException {
        upsert(open(), delete("a", 5, "x"), row("b", 1, "x"));
        deleteFolder(tombstones());
        batches--;

        open().upsert(rows(delete("a", 5, "x"), row("b", 1, "x")), Optional.empty(), batch(batches++), true);

        upsert(table, row("a", 4, "x"));
        assertThat(rowsOfTable()).containsOnlyKeys("b");
    }

    @Test
    void aReenrichedRowDoesNotComeBackAfterADeleteOfTheSameBatch() {
        upsert(open(), row("a", 3, "x"), row("b", 3, "x"));
        Dataset<Row> reenriched =
                rows(reenriched("a", 3, "x"), reenriched("b", 3, "x")).persist();

        UpsertOutcome outcome = table.upsert(
                rows(delete("a", 5, "x"), row("c", 1, "x")), Optional.of(reenriched), batch(batches++), false);

        assertThat(rowsOfTable()).isEqualTo(Map.of("b", "reenriched", "c", "1"));
        assertThat(outcome.made().reenriched()).isEqualTo(1);
        upsert(table, row("a", 4, "x"));
        assertThat(rowsOfTable()).containsOnlyKeys("b", "c");
    }

    @Test
    void aReenrichedRowIsWrittenThoughALateDeleteOfItsKeyIsThere() {
        upsert(open(), row("a", 6, "x"));
        upsert(table, delete("a", 5, "x"));
        Dataset<Row> reenriched = rows(reenriched("a", 6, "x")).persist();

        table.upsert(rows(row("a", 4, "x")), Optional.of(reenriched), batch(batches++), false);

        assertThat(rowsOfTable()).isEqualTo(Map.of("a", "reenriched"));
    }

    @Test
    void tombstonesOfATableThatWasRemovedDoNotCountForTheNextOne() throws IOException {
        upsert(open(), delete("a", 5, "x"), row("b", 1, "x"));
        table.close();
        for (String part : List.of(".hoodie", "region=x")) {
            deleteFolder(folder.resolve("table").resolve(part));
        }

        upsert(open(), row("a", 4, "x"));

        assertThat(rowsOfTable()).containsOnlyKeys("a");
    }

    @Test
    void tombstonesCountWithoutTheDeleteField() {
        upsert(open(), delete("a", 5, "x"), row("b", 1, "x"));

        // Its rows have the column all the same, since they can move from one partition to another.
        upsert(openWith(), row("a", 4, "y"));

        assertThat(rowsOfTable()).containsOnlyKeys("b");
    }

    /** Any events in any batches, moves between partitions, restarts, replays and re-enriched rows. */
    @Test
    void theTableIsWhatTheLatestEventsSay() {
        for (long seed = 1; seed <= 2; seed++) {
            folder = folder.resolve("seed" + seed);
            Random random = new Random(seed);
            Map<String, Row> latest = new HashMap<>();
            List<Row> former = List.of(row("key0", 0, "x"));
            open();
            for (int batch = 0; batch < 8; batch++) {
                List<Row> events = random.nextInt(4) == 0 ? former : events(random);
                Optional<Dataset<Row>> reenriched = batch > 0 && random.nextBoolean()
                        ? Optional.of(
                                table.read(LocalSpark.session()).orElseThrow().persist())
                        : Optional.empty();
                table.upsert(rows(events.toArray(new Row[0])), reenriched, batch(batches++), false);
                events.forEach(event -> latest.merge(
                        event.getString(1), event, (a, b) -> a.getString(0).compareTo(b.getString(0)) > 0 ? a : b));
                assertThat(rowsOfTable())
                        .as("seed %d, after batch %d", seed, batch)
                        .isEqualTo(values(latest.values()));
                former = events;
                if (random.nextInt(3) == 0) {
                    open();
                }
            }
        }
    }

    private static Map<String, String> values(Collection<Row> latest) {
        Map<String, String> values = new TreeMap<>();
        latest.stream()
                .filter(event -> !event.getBoolean(4))
                .forEach(event -> values.put(event.getString(1), event.getString(3)));
        return values;
    }

    private static List<Row> events(Random random) {
        List<Row> events = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "key" + random.nextInt(6);
            String region = random.nextBoolean() ? "x" : "y";
            int order = random.nextInt(900);
            events.add(random.nextInt(3) == 0 ? delete(key, order, region) : row(key, order, region));
        }
        return events;
    }

    private HudiTable open() {
        return openWith("delete_field", "gone");
    }

    private HudiTable openWith(String... further) {
        close();
        List<String> arguments = new ArrayList<>(List.of(
                "target_path",
                folder.resolve("table").toUri().toString(),
                "partition_fields",
                "region",
                "hudi_options",
                "hoodie.datasource.hive_sync.enable=false"));
        arguments.addAll(List.of(further));
        table = HudiTable.open(
                LocalSpark.session(),
                TablePlan.of(
                        ExampleConfig.with(arguments.toArray(new String[0])).target(), SCHEMA, Map.of()));
        return table;
    }

    @AfterEach
    void close() {
        if (table != null) {
            table.close();
            table = null;
        }
    }

    private HudiCommit upsert(HudiTable table, Row... rows) {
        return upsert(table, batch(batches++), rows);
    }

    private static HudiCommit upsert(HudiTable table, BatchProvenance batch, Row... rows) {
        return table.upsert(rows(rows), Optional.empty(), batch, false).batch();
    }

    private static BatchProvenance batch(long batchId) {
        return BatchProvenance.ofBatch("query", batchId)
                .withOffsets(NotedOffsets.whole("start " + batchId), NotedOffsets.whole("end " + batchId))
                .withStreamRetention(Duration.ofDays(1));
    }

    private static Row row(String key, int order, String region) {
        return RowFactory.create(String.format("%3d", order), key, region, "" + order, false);
    }

    private static Row delete(String key, int order, String region) {
        return RowFactory.create(String.format("%3d", order), key, region, "" + order, true);
    }

    private static Row reenriched(String key, int order, String region) {
        return RowFactory.create(String.format("%3d", order), key, region, "reenriched", false);
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
    }

    private Map<String, String> rowsOfTable() {
        Map<String, String> rows = new TreeMap<>();
        LocalSpark.session()
                .read()
                .format("hudi")
                .load(folder.resolve("table").toString())
                .select("uuid", "value")
                .collectAsList()
                .forEach(row -> assertThat(rows.put(row.getString(0), row.getString(1)))
                        .as("one row of " + row)
                        .isNull());
        return rows;
    }

    private Path tombstones() {
        return folder.resolve("table/.streaming_join_tombstones");
    }

    /** Makes a commit one that was begun and not completed, which the next write rolls back. */
    private void removeCommit(HudiCommit commit) throws IOException {
        table.close();
        Path timeline = folder.resolve("table/.hoodie");
        Files.delete(timeline.resolve(commit.instant() + ".commit"));
    }

    private static void deleteFolder(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
