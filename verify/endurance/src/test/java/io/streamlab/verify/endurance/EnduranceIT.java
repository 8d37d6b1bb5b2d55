package io.streamlab.verify.endurance;

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

/** The short form; {@code scripts/endurance} by itself is the long one. */
class EnduranceIT {
    private static final int COMMITS = 40;

    /** A few dozen batches say little of time, and Spark and S3A fill their pools of threads meanwhile. */
    private static final double MOST_GROWTH = 2;

    /** Many times what it takes on a quiet machine. */
    private static final int LONGEST_MINUTES = 15;

    /** Holds the job's logs, which are needed if it fails. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void nothingGrowsWithTheCommits() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Path report = folder.resolve("report.json");

        int exitCode = runEndurance(report, output);

        assertThat(exitCode).as(Files.readString(output)).isZero();
        JsonNode figures = new JsonMapper().readTree(report.toFile());
        assertThat(figures.get("commits").asInt()).isGreaterThanOrEqualTo(COMMITS);
        assertThat(figures.get("unaccounted").asInt()).isZero();
        for (String figure : List.of("records_rejected", "rows_reenriched", "reference_changes")) {
            assertThat(figures.get(figure).asInt()).as(figure).isPositive();
        }
        JsonNode last = figures.get("samples").get(figures.get("samples").size() - 1);
        for (String figure : List.of(
                "threads",
                "open_files",
                "s3_requests",
                "dynamo_db_requests",
                "glue_requests",
                "archive_objects",
                "tombstone_bytes",
                "ledger_bytes",
                "checkpoint_objects",
                "rejected_objects",
                "table_versions")) {
            assertThat(last.get(figure).asLong()).as(figure).isPositive();
        }
        assertThat(last.get("table_versions").asInt())
                .as("made, and given the time of the first commit")
                .isLessThanOrEqualTo(2);
        assertThat(folder.resolve("plots/endurance-batches.svg")).isNotEmptyFile();
    }

    private int runEndurance(Path report, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Checkout.find().root().resolve("scripts/endurance").toString(),
                        "--commits",
                        Integer.toString(COMMITS),
                        "--most_growth",
                        Double.toString(MOST_GROWTH),
                        "--directory",
                        folder.resolve("stack").toString(),
                        "--plots",
                        folder.resolve("plots").toString(),
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
