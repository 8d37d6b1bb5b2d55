package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
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
        rejected = new RejectedRecords(folder.resolve("rejected").toUri());
    }

    @Test
    void keepsTheRejectedRecordsOfEachBatch() {
        keep(0, GOOD, "first", "second");
        keep(1, "third");

        Dataset<Row> kept = read();
        assertThat(kept.schema()).isEqualTo(RejectedRecords.schema());
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

        assertThat(rejectedFolder()).isEmptyDirectory();
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

        try (Stream<Path> files = Files.list(rejectedFolder())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".crc")))
                    .containsExactlyInAnyOrder(QUERY + "-3.parquet", QUERY + "-5.parquet");
        }
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
        rejected = new RejectedRecords(URI.create(folder.toUri() + "rejected/"));
        keep(0, "first");

        assertThat(payloads(read())).containsExactly("first");
    }

    private List<String> visibleFilesThatAreNotWhole() {
        File[] files = rejectedFolder().toFile().listFiles((directory, name) -> !name.matches("[._].*"));
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
