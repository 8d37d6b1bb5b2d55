package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.catalog.SessionCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingRecordsTest {
    private static final String QUERY = "0b5e";
    private static final LocalDate DAY = LocalDate.parse("2026-01-31");
    private static final LocalDate NEXT_DAY = LocalDate.parse("2026-02-01");
    private static final int MOST_FILES = 3;

    @TempDir
    private Path folder;

    private long nanoTime = Long.MAX_VALUE - 5;
    private WaitingRecords records;

    @BeforeEach
    void startRun() {
        records = new WaitingRecords(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                new RejectedTable("shop", "orders", folder.toUri(), () -> new SessionCatalog(spark())),
                MOST_FILES,
                () -> nanoTime);
    }

    @Test
    void theFirstFilesOfADayAreSeenAtOnceAndLaterOnesWait() {
        showAllDue();
        for (int batch = 0; batch < 5; batch++) {
            assertThat(keep(batch, DAY)).isEqualTo(batch < MOST_FILES);
        }
        assertThat(keep(5, NEXT_DAY)).isTrue();

        assertThat(seen()).containsExactlyInAnyOrder("0", "1", "2", "5");
        assertThat(all()).as("what a redrive reads").containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
    }

    @Test
    void whatWaitsIsSeenAfterAQuarterOfAnHourInOneFileButForTheNewestBatch() {
        showAllDue();
        keepAll(0, 8);
        nanoTime += Duration.ofMinutes(14).toNanos();
        showAllDue();
        assertThat(seen()).hasSize(MOST_FILES);

        nanoTime += Duration.ofMinutes(1).toNanos();
        showAllDue();

        assertThat(seen()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
        assertThat(names(DAY))
                .containsExactlyInAnyOrder(
                        "0b5e-0.parquet", "0b5e-1.parquet", "0b5e-2.parquet", "0b5e-3-to-6.parquet", "0b5e-7.parquet");
        assertThat(all()).hasSize(8);
    }

    @Test
    void theEndOfARunShowsWhatWaits() {
        showAllDue();
        keepAll(0, 6);

        while (records.showAll(spark())) {
            // There is more to show.
        }

        assertThat(seen()).hasSize(6);
        assertThat(folder.resolve("_waiting/arrived_on=" + DAY)).isEmptyDirectory();
    }

    @Test
    void theNextRunShowsWhatAKilledOneLeft() {
        showAllDue();
        keepAll(0, 6);

        startRun();
        showAllDue();

        assertThat(seen()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
    }

    @Test
    void filesThatAKilledRunHasShownAndNotRemovedAreRemoved() throws IOException {
        showAllDue();
        keepAll(0, 6);
        Path waiting = folder.resolve("_waiting/arrived_on=" + DAY);
        Path copy = Files.createDirectory(folder.resolve("_copy"));
        copy(waiting, copy);
        nanoTime += Duration.ofHours(1).toNanos();
        showAllDue();
        copy(copy, waiting);
        // This one was moved, and not copied.
        Files.delete(waiting.resolve("0b5e-5.parquet"));
        Files.delete(waiting.resolve(".0b5e-5.parquet.crc"));

        assertThat(all()).as("a redrive before the next run").hasSize(6);
        startRun();
        showAllDue();

        assertThat(seen()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
        assertThat(waiting).isEmptyDirectory();
    }

    @Test
    void aReplayIsSeenAtOnceInPlaceOfWhatWaited() throws IOException {
        showAllDue();
        keepAll(0, 5);

        startRun();
        replay(4, "4 of the replay");
        showAllDue();

        assertThat(seen()).containsExactlyInAnyOrder("0", "1", "2", "3", "4 of the replay");
    }

    /** Somebody has removed files from the checkpoint. */
    @Test
    void aReplayOfABatchThatIsSeenTogetherWithOthersAddsNothing() throws IOException {
        showAllDue();
        keepAll(0, 7);
        nanoTime += Duration.ofHours(1).toNanos();
        showAllDue();

        startRun();
        replay(4, "4");

        assertThat(seen()).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void filesOfAnotherCheckpointAreTheirOwn() {
        showAllDue();
        keepAll(0, 5);
        records.begin("another", 0);
        keep("another", 0, DAY, "another 0", false);
        keep("another", 1, DAY, "another 1", false);
        nanoTime += Duration.ofHours(1).toNanos();
        showAllDue();

        assertThat(seen()).hasSize(7).doesNotHaveDuplicates();
        assertThat(names(DAY)).contains("0b5e-3-to-3.parquet", "0b5e-4.parquet", "another-1.parquet");
    }

    @Test
    void aDayHasABoundedNumberOfFiles() {
        showAllDue();
        for (int batch = 0; batch < 30; batch++) {
            keep(batch, DAY);
            nanoTime += Duration.ofMinutes(1).toNanos();
            records.showDue(spark());
        }

        assertThat(names(DAY)).hasSizeLessThanOrEqualTo(MOST_FILES + 2 * 2);
    }

    /** At each moment a reader of the days finds no record twice, and a redrive each record. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noRecordIsSeenTwiceOrLostWhateverHappens(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> kept = new ArrayList<>();
        showAllDue();
        for (int batch = 0; batch < 15; batch++) {
            keep(batch, random.nextBoolean() ? DAY : NEXT_DAY);
            kept.add(Integer.toString(batch));
            if (random.nextInt(4) == 0) {
                nanoTime += Duration.ofMinutes(random.nextInt(20)).toNanos();
            }
            records.showDue(spark());
            if (random.nextInt(6) == 0) {
                startRun();
                replay(batch, Integer.toString(batch));
            }
            assertThat(seen()).as("seed %d, batch %d", seed, batch).doesNotHaveDuplicates();
            assertThat(all()).as("seed %d, batch %d", seed, batch).containsExactlyInAnyOrderElementsOf(kept);
        }
        while (records.showAll(spark())) {
            // There is more to show.
        }
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(kept);
    }

    private void keepAll(int first, int end) {
        for (int batch = first; batch < end; batch++) {
            keep(batch, DAY);
        }
    }

    private boolean keep(long batch, LocalDate day) {
        return keep(QUERY, batch, day, Long.toString(batch), false);
    }

    private boolean keep(String query, long batch, LocalDate day, String payload, boolean mayBeReplay) {
        records.begin(query, batch);
        Path work = folder.resolve("_work");
        Row row = RowFactory.create(
                "NOT_JSON",
                "message",
                payload.getBytes(UTF_8),
                "stream",
                "shard",
                "1",
                null,
                0,
                "key",
                Timestamp.from(Instant.parse(day + "T12:00:00Z")),
                query,
                batch);
        spark().createDataFrame(List.of(row), RejectedRecords.schema())
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(work.toString());
        try {
            FileSystem files = files();
            return records.place(
                    RejectedRecords.onlyPartIn(new org.apache.hadoop.fs.Path(work.toUri()), files),
                    day,
                    RejectedFile.nameOf(query, batch, false),
                    mayBeReplay,
                    files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replay(long batch, String payload) throws IOException {
        String name = RejectedFile.nameOf(QUERY, batch, false);
        LocalDate day = DAY;
        for (LocalDate each : List.of(DAY, NEXT_DAY)) {
            if (Files.deleteIfExists(folder.resolve("arrived_on=" + each + "/" + name))
                    || Files.exists(folder.resolve("_waiting/arrived_on=" + each + "/" + name))) {
                day = each;
            }
        }
        records.remove(name, DAY, new Configuration(), files());
        keep(QUERY, batch, day, payload, true);
    }

    private void showAllDue() {
        while (records.showDue(spark())) {
            // There is more to show.
        }
    }

    private FileSystem files() throws IOException {
        return new org.apache.hadoop.fs.Path(folder.toUri()).getFileSystem(new Configuration());
    }

    /** The payloads that a reader of the folder finds. */
    private List<String> seen() {
        return payloads(spark().read()
                .schema(RejectedRecords.schema().add("arrived_on", "string"))
                .parquet(folder.toString())
                .selectExpr("cast(payload as string)"));
    }

    private List<String> all() {
        return payloads(
                RejectedRecords.read(spark(), folder.toUri(), Optional.empty()).selectExpr("cast(payload as string)"));
    }

    private static List<String> payloads(org.apache.spark.sql.Dataset<Row> rows) {
        return rows.collectAsList().stream().map(row -> row.getString(0)).toList();
    }

    private List<String> names(LocalDate day) {
        try (Stream<Path> files = Files.list(folder.resolve("arrived_on=" + day))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static SparkSession spark() {
        return LocalSpark.session();
    }
}
