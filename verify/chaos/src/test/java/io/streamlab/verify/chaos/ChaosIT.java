package io.streamlab.verify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form; {@code scripts/chaos} by itself is the long one. */
class ChaosIT {
    private static final int KILLS = 2;

    /** Of this seed come the points at which most is at stake: before a commit is complete, and right after. */
    private static final int SEED = 272;

    /** Many times what it takes on a quiet machine. */
    private static final int LONGEST_MINUTES = 15;

    /** Holds the job's logs, which are needed if it fails. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void tableIsWhatWasSentHoweverOftenTheJobIsKilled() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Path report = folder.resolve("report.json");

        int exitCode = runChaos(report, output);

        assertThat(exitCode).as(Files.readString(output)).isZero();
        JsonNode figures = new JsonMapper().readTree(report.toFile());
        assertThat(figures.get("kills").asInt()).isEqualTo(KILLS);
        assertThat(figures.get("kills_by_point").get("commit").asInt()).isEqualTo(1);
        assertThat(figures.get("kills_by_point").get("sync").asInt()).isEqualTo(1);
        for (String figure :
                List.of("sent", "deleted", "rows", "commits", "reference_changes", "reads", "commits_seen")) {
            assertThat(figures.get(figure).asInt()).as(figure).isPositive();
        }
        assertThat(figures.get("faults").get("s3").asInt()).isPositive();
        for (String figure : List.of("missing", "doubled", "wrong", "torn")) {
            assertThat(figures.get(figure).asInt()).as(figure).isZero();
        }
    }

    private int runChaos(Path report, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Checkout.find().root().resolve("scripts/chaos").toString(),
                        "--kills",
                        Integer.toString(KILLS),
                        "--seed",
                        Integer.toString(SEED),
                        "--directory",
                        folder.resolve("stack").toString(),
                        "--report",
                        report.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
                    .as("in time")
                    .isTrue();
            return process.exitValue();
        } finally {
            // It ends whatever it has started.
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }
}
