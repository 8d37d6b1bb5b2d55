package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateDataIT {
    @TempDir
    Path folder;

    private LocalStream stream;

    @BeforeEach
    void createStream() {
        stream = new LocalStream(1);
    }

    @AfterEach
    void deleteStream() {
        stream.close();
    }

    @Test
    void theReportSaysWhatIsOnTheStream() throws Exception {
        Path report = folder.resolve("report.json");

        Process command = start(
                "--stream",
                stream.name,
                "--records",
                "700",
                "--seed",
                "5",
                "--malformed",
                "10",
                "--report",
                report.toString());

        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(output()).isZero();
        JsonNode json = new JsonMapper().readTree(report.toFile());
        assertThat(json.get("sent").asInt()).isEqualTo(700);
        assertThat(json.get("valid").asInt()).isEqualTo(630);
        assertThat(json.get("malformed").asInt()).isEqualTo(70);
        assertThat(stream.readShards().get(0)).hasSize(700);
        assertThat(output()).contains("Put 700 records on stream " + stream.name);
    }

    @Test
    void aRunWithoutEndStopsInGoodOrderOnASignal() throws Exception {
        Path report = folder.resolve("report.json");
        Process command =
                start("--stream", stream.name, "--records", "0", "--rate", "50", "--report", report.toString());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stream.readShards().get(0).size() >= 20);

        command.destroy();

        assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(output()).isZero();
        int sent = new JsonMapper().readTree(report.toFile()).get("sent").asInt();
        assertThat(stream.readShards().get(0)).hasSize(sent);
        assertThat(output()).contains("Put " + sent + " records on stream " + stream.name);
    }

    @Test
    void aMissingStreamIsOneClearLineAndExitCodeOne() throws Exception {
        Process command = start("--stream", "no-such-stream");

        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(1);
        assertThat(output())
                .contains("generate-data: there is no stream no-such-stream at " + KinesisServer.endpoint() + ": ")
                .doesNotContain("\tat ");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GenerateData.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        process.environment().putAll(KinesisServer.environment());
        return process.start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }
}
