package io.streamlab.join.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.record.RedriveLedger;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.kinesis.client.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedriveTest {
    private static final String NOON = "2026-01-31T12:00:00Z";

    @TempDir
    private Path folder;

    /** The requests that Kinesis took, each as its payloads with spaces between them. */
    private final List<String> requests = new ArrayList<>();

    /** Requests after which the process dies, before it notes them. */
    private int requestsUntilDeath = Integer.MAX_VALUE;

    @Test
    void putsTheRecordsBackInTheOrderOfTheirArrivalWithTheirKeys() {
        keep("2026-02-01", "a-1", record(10, "third", "2026-02-01T00:00:00Z"), record(9, "second", NOON));
        keep("2026-01-30", "a-0", record(1, "first", "2026-01-30T12:00:00Z"));

        assertThat(put()).contains("Put 3 records on the stream orders.");

        assertThat(requests).containsExactly("key-1=first key-9=second key-10=third");
    }

    @Test
    void putsARecordBackOnce() {
        keep("2026-01-31", "a-0", record(1, "first", NOON));
        put();
        keep("2026-01-31", "a-1", record(2, "second", NOON));
        put();

        assertThat(put()).contains("Put 0 records");
        assertThat(requests).containsExactly("key-1=first", "key-2=second");
    }

    /** The answer got lost, or the process died: nobody knows that Kinesis has the records. */
    @Test
    void aRunThatIsKilledRepeatsOneRequestAtMostAndLeavesNothingOut() {
        keep("2026-01-31", "a-0", records(0, 30));
        requestsUntilDeath = 2;
        assertThatThrownBy(() -> put("redrive_records_per_second", "10")).hasMessage("killed");
        assertThat(requests).hasSize(2);

        requestsUntilDeath = Integer.MAX_VALUE;
        put("redrive_records_per_second", "10");

        assertThat(requests).hasSize(4);
        assertThat(requests.get(2)).isEqualTo(requests.get(1));
        assertThat(new HashSet<>(payloads())).hasSize(30);
    }

    @Test
    void aRecordThatIsRejectedAgainIsPutBackAgain() {
        keep("2026-01-31", "a-0", record(1, "still wrong", NOON));
        put();
        keep("2026-01-31", "a-1", record(7, "still wrong", NOON));

        put();

        assertThat(payloads()).containsExactly("key-1=still wrong", "key-7=still wrong");
    }

    @Test
    void aRecordThatTwoCheckpointsRejectedIsPutBackOnce() {
        keep("2026-01-31", "a-0", record(1, "first", NOON, "TYPE_MISMATCH", "a", 0));
        keep("2026-01-31", "b-0", record(1, "first", NOON, "NOT_JSON", "b", 0));

        put();

        assertThat(payloads()).containsExactly("key-1=first");
    }

    @Test
    void choosesByReason() {
        keep(
                "2026-01-31",
                "a-0",
                record(1, "text", NOON, "TYPE_MISMATCH", "a", 0),
                record(2, "{", NOON, "NOT_JSON", "a", 0),
                record(3, "", NOON, "MISSING_RECORD_KEY", "a", 0));

        put("redrive_reasons", "TYPE_MISMATCH, MISSING_RECORD_KEY");

        assertThat(payloads()).containsExactly("key-1=text", "key-3=");
    }

    @Test
    void choosesByBatch() {
        keep(
                "2026-01-31",
                "a-0",
                record(1, "of a", NOON, "NOT_JSON", "a", 4),
                record(2, "of b", NOON, "NOT_JSON", "b", 4),
                record(3, "later", NOON, "NOT_JSON", "a", 5));

        put("redrive_batch", "a/4");
        assertThat(payloads()).containsExactly("key-1=of a");

        put("redrive_batch", "4");
        assertThat(payloads()).containsExactly("key-1=of a", "key-2=of b");
    }

    @Test
    void choosesByArrivalFromOneTimeUntilBeforeAnother() {
        keep("2026-01-30", "a-0", record(1, "before", "2026-01-30T23:59:59.999Z"));
        keep(
                "2026-01-31",
                "a-1",
                record(2, "first", "2026-01-31T00:00:00Z"),
                record(3, "last", "2026-01-31T11:59:59.999Z"),
                record(4, "after", NOON));

        put("redrive_from", "2026-01-31T00:00:00Z", "redrive_until", NOON);

        assertThat(payloads()).containsExactly("key-2=first", "key-3=last");
    }

    /** Files of earlier versions lie in the folder itself until a job moves them to a day, which may be a later one. */
    @Test
    void findsTheRecordsOfEarlierVersionsBeforeAndAfterTheyAreMoved() throws IOException {
        keep("2026-01-31", "a-0", record(1, "first", "2026-01-30T12:00:00Z"), record(2, "second", NOON));
        Path file = folder.resolve("arrived_on=2026-01-31/a-0.parquet");
        Path unsorted = folder.resolve("a-0.parquet");
        Files.move(file, unsorted);
        keep("2026-02-01", "a-1", record(3, "third", "2026-02-01T00:00:00Z"));
        put("redrive_from", NOON);
        assertThat(payloads()).containsExactly("key-2=second", "key-3=third");
        Files.createDirectories(folder.resolve("arrived_on=2026-02-03"));
        Files.move(unsorted, folder.resolve("arrived_on=2026-02-03/a-0.parquet"));

        put("redrive_from", "2026-01-30T12:00:00Z");

        assertThat(payloads()).containsExactly("key-2=second", "key-3=third", "key-1=first");
    }

    @Test
    void countsByReasonAndPutsNothing() throws IOException {
        keep("2026-01-31", "a-0", record(1, "first", NOON, "TYPE_MISMATCH", "a", 0));
        put();
        keep(
                "2026-01-31",
                "a-1",
                record(2, "second", NOON, "TYPE_MISMATCH", "a", 1),
                record(3, "{", NOON, "NOT_JSON", "a", 1));
        requests.clear();

        String said = count();

        assertThat(said.replaceAll(" +", " "))
                .contains("reason to put back put back before")
                .contains("NOT_JSON 1 0")
                .contains("TYPE_MISMATCH 1 1")
                .contains("all 2 1");
        assertThat(requests).isEmpty();
        assertThat(ledgerLines()).isEqualTo(1);
    }

    @Test
    void findsNothingInAFolderThatIsNotThere() {
        assertThat(count().replaceAll(" +", " ")).contains("all 0 0");
        assertThat(put()).contains("Put 0 records");
    }

    @Test
    void aRecordGoesToEachStreamOnce() {
        keep("2026-01-31", "a-0", record(1, "first", NOON));
        putTo("orders");
        putTo("orders-test");
        putTo("orders-test");

        assertThat(payloads()).containsExactly("key-1=first", "key-1=first");
    }

    @Test
    void aLargeRecordGoesByItselfAndOneThatIsTooLargeStopsNoOther() throws IOException {
        keep(
                "2026-01-31",
                "a-0",
                record(1, "first", NOON),
                record(2, "x".repeat(2_000_000), NOON),
                record(3, "y".repeat(1_100_000), NOON),
                record(4, "last", NOON));

        assertThatThrownBy(this::put)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The stream orders does not take 1 records because of their size");

        assertThat(requests).hasSize(3);
        assertThat(requests.get(0)).isEqualTo("key-1=first");
        assertThat(requests.get(1)).startsWith("key-3=y");
        assertThat(requests.get(2)).isEqualTo("key-4=last");
        assertThat(ledgerLines()).isEqualTo(3);
    }

    @Test
    void keepsToTheLimitsOfOneRequest() {
        keep("2026-01-31", "a-0", records(0, 1_201));
        put("redrive_records_per_second", "100000");

        assertThat(requests).extracting(request -> request.split(" ").length).containsExactly(500, 500, 201);
    }

    /** Files of the ledger and of a batch that is being written are none of the table's. */
    @Test
    void readersOfTheTableDoNotSeeTheLedger() {
        keep("2026-01-31", "a-0", record(1, "first", NOON));
        put();

        assertThat(LocalSpark.session()
                        .read()
                        .parquet(folder.toUri().toString())
                        .count())
                .isEqualTo(1);
    }

    private String put(String... options) {
        return run("orders", true, options);
    }

    private void putTo(String stream) {
        run(stream, true);
    }

    private String count() {
        return run("orders", false);
    }

    private String run(String stream, boolean puts, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("redrive", puts ? "put" : "count"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Redrive redrive = new Redrive(
                LocalSpark.session(),
                folder.toUri(),
                ExampleConfig.with(all.toArray(String[]::new)).redrive(),
                stream,
                new RedriveLedger(folder.toUri(), new Configuration()));
        PrintStream list = new PrintStream(said, true, UTF_8);
        if (puts) {
            redrive.put(this::take, list);
        } else {
            redrive.count(list);
        }
        return said.toString(UTF_8);
    }

    /** Kinesis, with a limit of 1.5 MB for a record. */
    private boolean take(List<StreamWriter.Entry> entries) {
        if (entries.stream().anyMatch(entry -> entry.bytes() > 1_500_000)) {
            assertThat(entries).hasSize(1);
            return false;
        }
        requests.add(String.join(" ", entries.stream().map(Object::toString).toList()));
        if (--requestsUntilDeath == 0) {
            throw new IllegalStateException("killed");
        }
        return true;
    }

    private List<String> payloads() {
        return requests.stream()
                .flatMap(request -> Stream.of(request.split(" (?=key-)")))
                .toList();
    }

    private long ledgerLines() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("_redriven"))) {
            long lines = 0;
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".txt")).toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }

    private static Row[] records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> record(number, "payload-" + number, NOON))
                .toArray(Row[]::new);
    }

    private static Row record(int sequenceNumber, String payload, String arrival) {
        return record(sequenceNumber, payload, arrival, "TYPE_MISMATCH", "a", 0);
    }

    private static Row record(
            int sequenceNumber, String payload, String arrival, String reason, String queryId, long batchId) {
        return RowFactory.create(
                reason,
                "a message",
                payload.getBytes(UTF_8),
                "orders",
                "shardId-000000000000",
                Integer.toString(sequenceNumber),
                0L,
                0,
                "key-" + sequenceNumber,
                Timestamp.from(Instant.parse(arrival)),
                queryId,
                batchId);
    }

    /** Writes a file as the job does. */
    private void keep(String day, String file, Row... records) {
        Path work = folder.resolve("_" + file);
        LocalSpark.session()
                .createDataFrame(List.of(records), RejectedRecords.schema())
                .coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(work.toUri().toString());
        Path target = folder.resolve("arrived_on=" + day);
        try (Stream<Path> parts = Files.list(work)) {
            Files.createDirectories(target);
            Path part = parts.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
            Files.move(part, target.resolve(file + ".parquet"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
