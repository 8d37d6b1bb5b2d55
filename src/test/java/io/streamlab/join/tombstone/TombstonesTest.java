package io.streamlab.join.tombstone;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.kinesis.client.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a table's tombstones on the local disk, read and written by Spark. */
class TombstonesTest {
    private static final StructType SCHEMA =
            StructType.fromDDL("_event_order string, id string, _hoodie_is_deleted boolean, value string");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path table;

    private final ManualClock clock = new ManualClock();

    @Test
    void anOlderEventOfALaterBatchIsLeftOutAndCounted() {
        Tombstones tombstones = open();
        settle(tombstones, delete("a", 5));

        assertThat(settle(tombstones, row("a", 3), row("a", 4), row("a", 6), row("b", 1)))
                .isEqualTo(new Settled(2, Set.of("a6", "b1")));
    }

    @Test
    void tombstonesOutliveTheJob() {
        settle(open(), delete("a", 5));

        assertThat(settle(open(), row("a", 4))).isEqualTo(new Settled(1, Set.of()));
    }

    @Test
    void deletesAreNeverLeftOutSinceTheirOwnCommitMayHaveFailed() {
        settle(open(), delete("a", 5));

        assertThat(settle(open(), delete("a", 5), delete("a", 4))).isEqualTo(new Settled(0, Set.of("a5", "a4")));
    }

    @Test
    void aLateDeleteLeavesATombstoneToo() {
        Tombstones tombstones = open();
        settle(tombstones, delete("a", 5));
        settle(tombstones, delete("a", 3));

        assertThat(settle(tombstones, row("a", 2), row("a", 4))).isEqualTo(new Settled(2, Set.of()));
    }

    @Test
    void rowsWithoutTheFlagAreNoDeletes() {
        Tombstones tombstones = open();
        settle(tombstones, RowFactory.create(order(5), "a", null, "a5"));

        assertThat(settle(tombstones, row("a", 4))).isEqualTo(new Settled(0, Set.of("a4")));
        assertThat(files()).isEmpty();
    }

    @Test
    void tombstonesCountWhenRecordsHaveNoFlagAnyMore() {
        settle(open(), delete("a", 5));
        Dataset<Row> rows = rows(row("a", 4), row("a", 6)).drop("_hoodie_is_deleted");

        Optional<Tombstones> tombstones =
                Tombstones.open(table.toUri().toString(), new Configuration(), false, false, false, WEEK);

        assertThat(settle(tombstones.orElseThrow(), rows)).isEqualTo(new Settled(1, Set.of("a6")));
    }

    @Test
    void aTableWithoutDeletesHasNoTombstones() {
        assertThat(Tombstones.open(table.toUri().toString(), new Configuration(), false, false, false, WEEK))
                .isEmpty();
        assertThat(table).isEmptyDirectory();
    }

    @Test
    void aNewTableGetsNoTombstonesOfTheFormerOneInItsFolder() {
        settle(open(), delete("a", 5));

        Tombstones ofNewTable = Tombstones.open(table.toUri().toString(), new Configuration(), true, true, false, WEEK)
                .orElseThrow();

        assertThat(settle(ofNewTable, row("a", 4))).isEqualTo(new Settled(0, Set.of("a4")));
    }

    @Test
    void aBatchThatIsNewerThanAllDeletesReadsNoFile() throws IOException {
        Tombstones tombstones = open();
        settle(tombstones, delete("a", 5), row("a", 4));
        for (String file : files()) {
            Files.delete(folder().resolve(file));
        }

        assertThat(settle(tombstones, row("a", 6))).isEqualTo(new Settled(0, Set.of("a6")));
        assertThatThrownBy(() -> settle(tombstones, row("a", 4))).isInstanceOf(DamagedTombstonesException.class);
    }

    @Test
    void aDamagedFileFailsTheBatchByName() throws IOException {
        settle(open(), delete("a", 5));
        for (String content : List.of("", "PAR1 and no more")) {
            Files.writeString(folder().resolve("1769860800123-0123456789ab.deletes"), content);

            assertThatThrownBy(() -> settle(open(), row("a", 4)))
                    .isInstanceOf(DamagedTombstonesException.class)
                    .hasMessageContaining(TombstoneFolder.NAME);
        }
    }

    @Test
    void whatAKilledJobLeftInTheMiddleOfAWriteCountsForNothing() throws IOException {
        settle(open(), delete("a", 5));
        Path leftover = folder().resolve("_1769860800123-0123456789ab.deletes");
        Files.createDirectories(leftover);
        Files.writeString(leftover.resolve("part-0.parquet"), "half");

        assertThat(settle(open(), row("a", 4), row("b", 1))).isEqualTo(new Settled(1, Set.of("b1")));
        assertThat(leftover).doesNotExist();
    }

    /** Readers of a table with partitions list all its folders but Hudi's own, and fail at one that is gone by then. */
    @Test
    void noFolderComesAndGoesWhereReadersLook() throws Exception {
        Tombstones tombstones = open();
        settle(tombstones, delete("a", 5));
        Files.createDirectories(table.resolve(".hoodie"));
        Files.createFile(table.resolve(".hoodie/hoodie.properties"));
        try (WatchService created = FileSystems.getDefault().newWatchService()) {
            for (Path watched : List.of(table, folder())) {
                watched.register(created, StandardWatchEventKinds.ENTRY_CREATE);
            }
            settle(tombstones, delete("b", 5));
            clock.advance(DAY);
            tombstones.tidy(LocalSpark.session(), DAY);

            assertThat(namesUntil(created, files())).allMatch(name -> name.matches("\\.?\\d+-\\w+\\.deletes(\\.crc)?"));
        }
        assertThat(table.resolve(".hoodie/.temp")).isEmptyDirectory();
    }

    /** Returns the names of all that was created until the last of these files. */
    private static List<String> namesUntil(WatchService created, List<String> last) throws InterruptedException {
        List<String> names = new ArrayList<>();
        while (!names.containsAll(last)) {
            WatchKey key = created.poll(20, TimeUnit.SECONDS);
            assertThat(key).as("created after " + names).isNotNull();
            key.pollEvents().forEach(event -> names.add(event.context().toString()));
            key.reset();
        }
        return names;
    }

    @Test
    void whatAKilledJobLeftInHudisFolderGoes() throws IOException {
        settle(open(), delete("a", 5));
        Path left = table.resolve(".hoodie/.temp/_streaming_join_1.deletes/_temporary/0");
        Files.createDirectories(left);
        Path ofHudi = table.resolve(".hoodie/.temp/20260101000000000");
        Files.createDirectories(ofHudi);

        Tombstones.open(table.toUri().toString(), new Configuration(), false, true, false, WEEK);

        assertThat(table.resolve(".hoodie/.temp")).isDirectoryNotContaining(path -> !path.equals(ofHudi));
        assertThat(ofHudi).exists();
    }

    @Test
    void manySmallFilesBecomeOneAndSayTheSame() {
        Tombstones tombstones = open();
        for (int i = 0; i <= Upkeep.MOST_SMALL_FILES; i++) {
            settle(tombstones, delete("key" + i % 3, i));
        }

        tombstones.tidy(LocalSpark.session(), DAY);

        assertThat(files()).hasSize(1);
        for (Tombstones opened : List.of(tombstones, open())) {
            assertThat(settle(opened, row("key0", 30), row("key0", 31), row("key1", 31), row("key2", 33)))
                    .as("the newest deletes are of 30, 31 and 32")
                    .isEqualTo(new Settled(2, Set.of("key031", "key233")));
        }
    }

    @Test
    void aCrashBetweenTheMergedFileAndItsPartsDoesNoHarm() throws IOException {
        settle(open(), delete("a", 5));
        String part = files().get(0);
        Files.copy(folder().resolve(part), folder().resolve(part.replaceFirst("-.{12}", "-0123456789ab")));

        assertThat(settle(open(), row("a", 4), row("a", 6))).isEqualTo(new Settled(1, Set.of("a6")));
    }

    @Test
    void tombstonesGoAfterTheirOwnRetentionAndThatOfTheStream() {
        Tombstones tombstones = open();
        settle(tombstones, delete("a", 5));
        clock.advance(WEEK.plus(DAY));
        tombstones.tidy(LocalSpark.session(), DAY);
        assertThat(files()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        tombstones.tidy(LocalSpark.session(), DAY);

        assertThat(files()).isEmpty();
        assertThat(settle(tombstones, row("a", 4))).isEqualTo(new Settled(0, Set.of("a4")));
    }

    @Test
    void anotherWritersTombstonesCountAndMayBeMergedMeanwhile() {
        Tombstones first = shared();
        Tombstones second = shared();
        settle(first, delete("a", 5));
        assertThat(settle(second, row("a", 4))).isEqualTo(new Settled(1, Set.of()));
        for (int i = 0; i <= Upkeep.MOST_SMALL_FILES; i++) {
            settle(first, delete("b", i));
        }

        first.tidy(LocalSpark.session(), DAY);

        assertThat(settle(second, row("a", 4), row("b", 32), row("b", 33))).isEqualTo(new Settled(2, Set.of("b33")));
    }

    /** Any events in any batches, with restarts, replays, days that pass and merges: a row stays only if no delete is later. */
    @Test
    void leavesOutWhatTheOracleLeavesOut() {
        Map<String, Integer> newestDelete = new HashMap<>();
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Tombstones tombstones = open();
            List<Row> former = List.of(row("a", 1));
            for (int batch = 0; batch < 12; batch++) {
                List<Row> rows = random.nextInt(4) == 0 ? former : randomRows(random);
                Set<String> expected = new HashSet<>();
                for (Row row : rows) {
                    int order = Integer.parseInt(row.getString(0).trim());
                    if (row.getBoolean(2) || order > newestDelete.getOrDefault(row.getString(1), -1)) {
                        expected.add(row.getString(3));
                    }
                }
                Settled settled = settle(tombstones, rows.toArray(new Row[0]));
                assertThat(settled.values())
                        .as("seed %d, batch %d", seed, batch)
                        .isEqualTo(expected);
                rows.stream()
                        .filter(row -> row.getBoolean(2))
                        .forEach(row -> newestDelete.merge(
                                row.getString(1),
                                Integer.parseInt(row.getString(0).trim()),
                                Math::max));
                former = rows;
                if (random.nextInt(3) == 0) {
                    clock.advance(Duration.ofHours(6));
                }
                tombstones.tidy(LocalSpark.session(), DAY);
                if (random.nextInt(3) == 0) {
                    tombstones = open();
                }
            }
        }
    }

    private static List<Row> randomRows(Random random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String key = "key" + random.nextInt(4) + "x";
            int order = random.nextInt(60);
            rows.add(random.nextInt(4) == 0 ? delete(key, order) : row(key, order));
        }
        return rows;
    }

    private record Settled(long superseded, Set<String> values) {}

    private Tombstones open() {
        TombstoneFolder folder = new TombstoneFolder(table.toUri().toString(), new Configuration());
        folder.removeLeftovers();
        return new Tombstones(folder, false, WEEK, clock);
    }

    private Tombstones shared() {
        return new Tombstones(new TombstoneFolder(table.toUri().toString(), new Configuration()), true, WEEK, clock);
    }

    private static Settled settle(Tombstones tombstones, Row... rows) {
        return settle(tombstones, rows(rows));
    }

    private static Settled settle(Tombstones tombstones, Dataset<Row> rows) {
        try (RemainingRows remaining = tombstones.settle(rows, col("id"))) {
            assertThat(remaining.rows().schema()).isEqualTo(rows.schema());
            Set<String> values = new HashSet<>();
            remaining.rows().select("value").collectAsList().forEach(row -> values.add(row.getString(0)));
            return new Settled(remaining.superseded(), values);
        }
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
    }

    private static Row row(String key, int order) {
        return RowFactory.create(order(order), key, false, key + order);
    }

    private static Row delete(String key, int order) {
        return RowFactory.create(order(order), key, true, key + order);
    }

    private static String order(int order) {
        return String.format("%3d", order);
    }

    private Path folder() {
        return table.resolve(TombstoneFolder.NAME);
    }

    private List<String> files() {
        if (!Files.exists(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".deletes"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
