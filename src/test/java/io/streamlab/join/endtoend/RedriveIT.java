package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Rejected records go back on the stream, and the job takes them once the cause is mended. */
class RedriveIT extends TestedPipeline {
    /** The job rejects a payload of several objects with the first, and takes it with the second. */
    private static final Map<String, String> WRONG = Map.of("payload_format", "json");

    private static final Map<String, String> MENDED = Map.of("payload_format", "auto");

    private static final String TWO_ORDERS =
            "[" + order(2, "China", "2/28/10") + "," + order(3, "India", "2/15/11") + "]";

    @Test
    void rejectedRecordsComeIntoTheTableOnceTheirCauseIsMended() {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10"), TWO_ORDERS, "{\"uuid\": 4, \"country\": "));
        drain(WRONG);
        assertThat(keys()).containsExactly("1");

        assertThat(redrive("count"))
                .contains("NOT_AN_OBJECT 1 0")
                .contains("NOT_JSON 1 0")
                .contains("all 2 0");
        assertThat(redrive("put", "redrive_reasons", "NOT_AN_OBJECT")).contains("Put 1 records on the stream");
        drain(MENDED);

        assertThat(keys()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(reasons())
                .as("the redriven one is not rejected again")
                .containsExactlyInAnyOrder("NOT_AN_OBJECT", "NOT_JSON");

        assertThat(redrive("put")).contains("NOT_AN_OBJECT 0 1").contains("Put 1 records on the stream");
        assertThat(redrive("put")).contains("all 0 2").contains("Put 0 records on the stream");
        drain(MENDED);

        assertThat(keys()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(reasons())
                .as("the broken one is rejected a second time, and can be redriven again")
                .containsExactlyInAnyOrder("NOT_AN_OBJECT", "NOT_JSON", "NOT_JSON");
        assertThat(redrive("count")).contains("NOT_JSON 1 1");
    }

    @Test
    void aRedriveThatIsKilledGoesOnAndLosesNothing() throws Exception {
        List<String> payloads = new ArrayList<>();
        for (int uuid = 0; uuid < 1_000; uuid++) {
            payloads.add("[" + order(uuid, "India", "1/4/10") + "]");
        }
        pipeline.putRecords(payloads);
        drain(WRONG);
        assertThat(reasons()).hasSize(1_000);

        SubmittedJob killed = pipeline.start(Map.of("redrive", "put", "redrive_records_per_second", "50"));
        await().atMost(Duration.ofMinutes(3)).until(() -> notes() >= 3);
        killed.kill();
        long noted = notes();

        String said = redrive("put", "redrive_records_per_second", "10000");

        assertThat(noted).isBetween(3L, 19L);
        assertThat(said).contains("all " + (1_000 - 50 * noted) + " " + 50 * noted);
        SubmittedJob job = drain(MENDED);
        long read = job.reports().stream()
                .mapToLong(report -> report.get("records_read").asLong())
                .sum();
        assertThat(read).as("at most one request goes twice").isBetween(1_000L, 1_050L);
        assertThat(keys()).hasSize(1_000).doesNotHaveDuplicates();
    }

    private SubmittedJob drain(Map<String, String> arguments) {
        SubmittedJob job = pipeline.drain(arguments);
        assertThat(job.awaitExit()).as(job.output()).isZero();
        return job;
    }

    /** Returns what the run says, with single spaces. */
    private String redrive(String mode, String... options) {
        Map<String, String> arguments = new TreeMap<>(Map.of("redrive", mode));
        for (int i = 0; i < options.length; i += 2) {
            arguments.put(options[i], options[i + 1]);
        }
        return drain(arguments).output().replaceAll(" +", " ");
    }

    private List<String> keys() {
        Dataset<Row> table = pipeline.table(reader);
        return texts(table, "uuid");
    }

    private List<String> reasons() {
        reader.catalog().refreshTable(pipeline.tableName() + "_rejected");
        return texts(pipeline.rejected(reader), "reason");
    }

    private static List<String> texts(Dataset<Row> rows, String column) {
        return rows.select(column).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** Returns how many requests the redrive has noted. */
    private long notes() throws Exception {
        Path ledger = new Path(pipeline.path("rejected"), "_redriven");
        FileSystem files = ledger.getFileSystem(reader.sessionState().newHadoopConf());
        if (!files.exists(ledger)) {
            return 0;
        }
        return Stream.of(files.listStatus(ledger))
                .filter(file -> file.getPath().getName().endsWith(".txt")
                        && !file.getPath().getName().startsWith("."))
                .count();
    }
}
