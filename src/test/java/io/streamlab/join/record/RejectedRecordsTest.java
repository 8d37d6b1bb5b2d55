package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.catalog.SessionCatalog;
import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRecordsTest {
    private static final JobConfig CONFIG = ExampleConfig.with();
    private static final RecordParser PARSER = new RecordParser(
            StreamColumns.of(StructType.fromDDL("uuid string, orderdate string"), CONFIG.target()), CONFIG);
    private static final String QUERY = "0b5e3c1a-query";
    private static final String GOOD = "{\"uuid\": \"a\", \"orderdate\": \"1/4/10\"}";

    @TempDir
    private Path folder;

    private RejectedRecords rejected;

    @BeforeEach
    void openFolder() {
        rejected = recordsIn(folder.resolve("rejected").toUri());
    }

    @Test
    void keepsTheRejectedRecordsOfEachBatch() {
        keep(0, GOOD, "first", "second");
        keep(1, "third");

        Dataset<Row> kept = read();
        assertThat(kept.schema()).isEqualTo(RejectedRecords.schema().add("arrived_on", "date"));
        assertThat(payloads(kept.where("batch_id = 0"))).containsExactlyInAnyOrder("first", "second");
        assertThat(payloads(kept.where("batch_id = 1"))).containsExactly("third");
        assertThat(kept.select("query_id").distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly(QUERY);
    }

    @Test
    void replacesWhatAnEarlierAttemptAtTheSameBatchKept() {
        keep(7, "first", "second");
        keepAgain(7, "first", "second");

        assertThat(payloads(read())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void removesWhatAnEarlierAttemptKeptWhenNothingIsRejectedAnyMore() throws IOException {
        keep(7, "first");
        Files.createDirectory(rejectedFolder().resolve("_" + QUERY + "-7"));

        keepAgain(7, GOOD);

        assertThat(files()).isEmpty();
    }

    @Test
    void replacesNothingOfAnotherQuery() {
        keep(0, "first");
        keep("another-query", 0, true, "second");

        assertThat(payloads(read())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void leavesOneFileForEachBatchThatHasAnyAndNothingElse() throws IOException {
        keep(3, "first", "second", "third");
        keep(4, GOOD);
        keep(5, "fourth");

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "arrived_on=2026-01-31/" + QUERY + "-3.parquet",
                        "arrived_on=2026-01-31/" + QUERY + "-5.parquet");
    }

    @Test
    void keepsEachRecordUnderTheDayOfItsArrivalInUtc() throws IOException {
        keepArrived(
                4,
                false,
                "before midnight",
                "2026-01-31T23:59:59.999Z",
                "after midnight",
                "2026-02-01T00:00:00Z",
                "long ago",
                "1969-12-31T23:59:59.500Z");

        assertThat(payloads(read().where("arrived_on = '2026-01-31'"))).containsExactly("before midnight");
        assertThat(payloads(read().where("arrived_on = '2026-02-01'"))).containsExactly("after midnight");
        assertThat(payloads(read().where("arrived_on = '1969-12-31'"))).containsExactly("long ago");
        assertThat(files()).hasSize(3);
    }

    /** Nothing here depends on today: the first attempt's files are those of the replay, whenever the replay runs. */
    @Test
    void aReplayReplacesTheFilesOfEachDayThatTheEarlierAttemptHad() throws IOException {
        keepArrived(4, false, "first", "2026-01-30T10:00:00Z", "second", "2026-02-01T10:00:00Z");
        keepArrived(4, true, GOOD, "2026-01-30T10:00:00Z", "second", "2026-02-01T10:00:00Z");

        assertThat(payloads(read())).containsExactly("second");
        assertThat(files()).containsExactly("arrived_on=2026-02-01/" + QUERY + "-4.parquet");
    }

    @Test
    void movesTheFilesOfAnEarlierVersionToTheDaysOnWhichTheyWereWritten() throws IOException {
        keep(6, "first");
        keep(7, "second");
        toTheFormOfAnEarlierVersion("2026-02-03T01:00:00Z");
        Files.createFile(rejectedFolder().resolve("notes.txt"));

        new DayFolders(new org.apache.hadoop.fs.Path(rejectedFolder().toUri())).sortIn(configuration());

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "arrived_on=2026-02-03/" + QUERY + "-6.parquet",
                        "arrived_on=2026-02-03/" + QUERY + "-7.parquet",
                        "notes.txt");
        assertThat(payloads(read().where("arrived_on is not null"))).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void aReplayReplacesWhatAnEarlierVersionKept() throws IOException {
        keep(7, "first", "second");
        toTheFormOfAnEarlierVersion("2026-02-03T01:00:00Z");
        new DayFolders(new org.apache.hadoop.fs.Path(rejectedFolder().toUri())).sortIn(configuration());

        keepAgain(7, "first", "second");

        assertThat(payloads(read())).containsExactlyInAnyOrder("first", "second");
        assertThat(files()).containsExactly("arrived_on=2026-01-31/" + QUERY + "-7.parquet");
    }

    /** S3 moves a file by a copy and a delete. */
    @Test
    void repeatsAMoveThatWasCutShort() throws IOException {
        keep(7, "first");
        toTheFormOfAnEarlierVersion("2026-02-03T01:00:00Z");
        Path copy = rejectedFolder().resolve("arrived_on=2026-02-03/" + QUERY + "-7.parquet");
        Files.createDirectories(copy.getParent());
        Files.copy(rejectedFolder().resolve(QUERY + "-7.parquet"), copy);

        new DayFolders(new org.apache.hadoop.fs.Path(rejectedFolder().toUri())).sortIn(configuration());

        assertThat(payloads(read())).containsExactly("first");
    }

    @Test
    void writesNothingForABatchWithoutRejectedRecords() {
        keep(0, GOOD);

        assertThat(rejectedFolder()).doesNotExist();
    }

    /** A reader passes over names that begin with an underscore or a dot; every other file must be whole. */
    @Test
    void showsAReaderWholeFilesOnly() throws InterruptedException {
        List<String> torn = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                torn.addAll(visibleFilesThatAreNotWhole());
            }
        });
        reader.start();
        try {
            for (int attempt = 0; attempt < 5; attempt++) {
                keepAgain(1, "first", "second");
            }
        } finally {
            reader.interrupt();
            reader.join();
        }

        assertThat(torn).isEmpty();
    }

    @Test
    void takesAPathThatEndsWithASlash() {
        rejected = recordsIn(URI.create(folder.toUri() + "rejected/"));
        keep(0, "first");

        assertThat(payloads(read())).containsExactly("first");
    }

    private List<String> visibleFilesThatAreNotWhole() {
        File[] files = rejectedFolder()
                .resolve("arrived_on=2026-01-31")
                .toFile()
                .listFiles((directory, name) -> !name.matches("[._].*"));
        return Stream.of(files == null ? new File[0] : files)
                .filter(file -> !isWholeOrGone(file))
                .map(File::getName)
                .toList();
    }

    /** Parquet ends with its magic word. */
    private static boolean isWholeOrGone(File file) {
        try (RandomAccessFile content = new RandomAccessFile(file, "r")) {
            byte[] end = new byte[4];
            content.seek(Math.max(0, content.length() - end.length));
            content.readFully(end);
            return new String(end, StandardCharsets.US_ASCII).equals("PAR1");
        } catch (FileNotFoundException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void keep(long batchId, String... payloads) {
        keep(QUERY, batchId, false, payloads);
    }

    /** As the first batch after a start, which may have been tried before. */
    private void keepAgain(long batchId, String... payloads) {
        keep(QUERY, batchId, true, payloads);
    }

    private void keep(String queryId, long batchId, boolean mayBeReplay, String... payloads) {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(payloads))) {
            rejected.keep(batch, queryId, batchId, mayBeReplay);
        }
    }

    /** @param payloadsAndArrivals a payload, its arrival, the next payload ... */
    private void keepArrived(long batchId, boolean mayBeReplay, String... payloadsAndArrivals) {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.arrived(payloadsAndArrivals))) {
            rejected.keep(batch, QUERY, batchId, mayBeReplay);
        }
    }

    private static RejectedRecords recordsIn(URI folder) {
        return new RejectedRecords(
                folder, new RejectedTable("shop", "orders", folder, () -> new SessionCatalog(LocalSpark.session())));
    }

    private static Configuration configuration() {
        return LocalSpark.session().sessionState().newHadoopConf();
    }

    private void toTheFormOfAnEarlierVersion(String written) throws IOException {
        Path day = rejectedFolder().resolve("arrived_on=2026-01-31");
        try (Stream<Path> files = Files.list(day)) {
            for (Path file : files.toList()) {
                Path old = rejectedFolder().resolve(file.getFileName());
                Files.move(file, old);
                Files.setLastModifiedTime(old, FileTime.from(Instant.parse(written)));
            }
        }
        Files.delete(day);
    }

    /** Returns the paths of the files that a reader sees, and of those that should not be there. */
    private List<String> files() throws IOException {
        if (!Files.exists(rejectedFolder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(rejectedFolder())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> rejectedFolder().relativize(file).toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .toList();
        }
    }

    private Path rejectedFolder() {
        return folder.resolve("rejected");
    }

    private Dataset<Row> read() {
        return LocalSpark.session().read().parquet(rejectedFolder().toString());
    }

    private static List<String> payloads(Dataset<Row> records) {
        return records.selectExpr("string(payload)").as(Encoders.STRING()).collectAsList();
    }
}
