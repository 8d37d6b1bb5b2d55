package io.streamlab.verify.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.Checkout;
import io.streamlab.local.example.GeneratedRecord;
import io.streamlab.local.example.OrderGenerator;
import io.streamlab.local.example.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published story, as a newcomer plays it. */
class RunLocalIT {
    private static final int RECORDS = 400;
    private static final int SEED = 7;
    private static final int MALFORMED_PERCENT = 5;

    @TempDir
    private Path folder;

    @Test
    void enrichesWithTheUpdatedReferenceRowsAndAccountsForEveryRecord() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Path report = folder.resolve("out.json");
        Process process = start(
                output,
                "--records",
                Integer.toString(RECORDS),
                "--rate",
                "0",
                "--seed",
                Integer.toString(SEED),
                "--malformed",
                Integer.toString(MALFORMED_PERCENT),
                "--report",
                report.toString());

        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();

        String shown = Files.readString(output);
        assertThat(process.exitValue()).as(shown).isZero();
        JsonNode figures = new JsonMapper().readTree(report.toFile());
        Tally sent = sent();
        assertThat(figures.get("sent").asLong()).isEqualTo(RECORDS);
        assertThat(figures.get("rejected").asLong()).isEqualTo(sent.counts().malformed());
        assertThat(figures.get("distinct_keys").asLong())
                .isEqualTo(sent.counts().distinctKeys());
        assertThat(figures.get("written").asLong()
                        + figures.get("superseded").asLong()
                        + figures.get("rejected").asLong())
                .isEqualTo(RECORDS);
        assertThat(figures.get("matched").asLong()).isPositive();
        assertThat(figures.get("replication_millis").get("count").asInt()).isEqualTo(4);
        assertThat(shown)
                .contains("UPDATE country_lookup_table SET combinedname='IN-IND-India' WHERE code='IN';")
                .containsPattern("CN +CN-CHN-China +0 +[1-9]")
                .containsPattern("CN +CN-China +[1-9]\\d* +[1-9]")
                .containsPattern("IN +IN-IND-India +0 +[1-9]")
                .containsPattern("IN +IN-India +[1-9]\\d* +[1-9]")
                .containsPattern("MISSING_RECORD_KEY +[1-9]\\d* +field 'uuid' is the record key and is missing or null")
                .contains("Every record is accounted for");
    }

    @Test
    void aServerThatDiesIsNamedInOneSentence() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = start(output, "--records", "100000", "--rate", "10");
        await().atMost(Duration.ofMinutes(5))
                .until(() -> Files.readString(output).contains("Sending the first"));
        JsonNode servers = new JsonMapper()
                .readTree(folder.resolve("stack/state.json").toFile())
                .get("servers");
        for (JsonNode server : servers) {
            if (server.get("name").asText().equals("kinesis")) {
                ProcessHandle.of(server.at("/process/pid").asLong())
                        .orElseThrow()
                        .destroyForcibly();
            }
        }

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

        String shown = Files.readString(output);
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(shown.lines())
                .last()
                .isEqualTo("run-local: kinesis ended during the run; its log is "
                        + folder.resolve("stack/logs/kinesis.log"));
        assertThat(shown).doesNotContain("\tat ");
    }

    /** The command, with a stand-in of its own, and all that it prints in the file. */
    private Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Checkout.find().root().resolve("scripts/run-local").toString(),
                "--directory",
                folder.resolve("stack").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Tally sent() {
        Tally tally = new Tally();
        OrderGenerator orders = new OrderGenerator(SEED, MALFORMED_PERCENT);
        List<GeneratedRecord> records = new ArrayList<>();
        orders.take(RECORDS).forEachRemaining(records::add);
        tally.add(records);
        return tally;
    }
}
