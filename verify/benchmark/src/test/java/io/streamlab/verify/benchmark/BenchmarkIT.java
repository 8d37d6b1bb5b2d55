package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each benchmark of batches and tables, as a user runs it, with tables too small for its figures to mean anything. Those that
 * measure with the arms of another one only run with {@value #LONG_TESTS}{@code =true}.
 */
class BenchmarkIT {
    private static final String LONG_TESTS = "LONG_TESTS";

    @TempDir
    private Path folder;

    @Test
    void upsertComparesEveryArmAndItsTable() throws IOException, InterruptedException {
        JsonNode report = run("upsert", "--rows", "2000", "--batch", "200", "--rounds", "1");

        for (String key : List.of(
                "updates_speedup_vs_published",
                "updates_ratio_to_limit",
                "inserts_speedup_vs_published",
                "inserts_ratio_to_limit")) {
            assertThat(report.path(key).asDouble()).as(key).isPositive();
        }
        JsonNode updates = report.at("/workloads/updates");
        assertThat(updates.at("/ours/table").asText()).isEqualTo("exact");
        assertThat(updates.at("/published/table").asText()).isEqualTo("late records replaced newer rows");
        assertThat(report.at("/workloads/inserts/plain append/table").asText())
                .isEqualTo("a row for each record: no upsert");
        assertThat(folder.resolve("upsert.svg")).exists();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LONG_TESTS, matches = "true")
    void growthHasEachSize() throws IOException, InterruptedException {
        JsonNode report = run("growth", "--sizes", "1000,2000", "--batch", "200", "--rounds", "1", "--arms", "JOB");

        for (String rows : List.of("1000", "2000")) {
            for (String workload : List.of("updates", "inserts")) {
                assertThat(report.path("sizes")
                                .path(rows)
                                .path(workload)
                                .at("/ours/table")
                                .asText())
                        .isEqualTo("exact");
            }
        }
        assertThat(folder.resolve("growth.svg")).exists();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LONG_TESTS, matches = "true")
    void partitionsHasEachLayout() throws IOException, InterruptedException {
        JsonNode report = run("partitions", "--rows", "2000", "--batch", "200", "--rounds", "1");

        assertThat(report.path("one_region")).hasSize(4);
        assertThat(report.path("all_regions")).hasSize(4);
        assertThat(folder.resolve("partitions.svg")).exists();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LONG_TESTS, matches = "true")
    void lookupFindsAllRows() throws IOException, InterruptedException {
        JsonNode report = run("lookup", "--sizes", "100", "--rounds", "1");

        assertThat(report.at("/sizes/100")).hasSize(4);
        assertThat(folder.resolve("lookup.svg")).exists();
    }

    @Test
    void lookupKeysReadsALargeTableByKeys() throws IOException, InterruptedException {
        JsonNode report =
                run("lookup_keys", "--sizes", "4,1000000", "--records", "300", "--values", "150", "--rounds", "1");

        assertThat(report.at("/sizes/4/by_keys").asBoolean()).isFalse();
        assertThat(report.at("/sizes/1000000/by_keys").asBoolean()).isTrue();
        assertThat(report.at("/sizes/1000000/read_units").asDouble()).isEqualTo(150);
        assertThat(folder.resolve("lookup_keys.svg")).exists();
    }

    @Test
    void reenrichMeasuresEachChange() throws IOException, InterruptedException {
        JsonNode report = run("reenrich", "--rows", "2000", "--items", "10", "--changes", "1,5", "--rounds", "1");

        assertThat(report.at("/changes/1/rows").asLong()).isEqualTo(200);
        assertThat(report.at("/changes/5/rows").asLong()).isEqualTo(1_000);
        assertThat(report.path("rebuild_seconds")).hasSize(1);
    }

    @Test
    void endToEndTellsRateAndFreshness() throws IOException, InterruptedException {
        JsonNode report = runWithoutPlots("end_to_end", "--records", "8000", "--batch", "1000", "--seconds", "35");

        assertThat(report.path("sustained_records_per_s").asDouble()).isPositive();
        assertThat(report.path("freshness_p50_s").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(report.path("freshness_p95_s").asDouble());
    }

    private JsonNode run(String... arguments) throws IOException, InterruptedException {
        List<String> withPlots = new ArrayList<>(List.of(arguments));
        withPlots.addAll(List.of("--plots", folder.toString()));
        return runWithoutPlots(withPlots.toArray(String[]::new));
    }

    /** The report; exit status 0 means that each table of the job was right in every row. */
    private JsonNode runWithoutPlots(String... arguments) throws IOException, InterruptedException {
        Path report = folder.resolve("report.json");
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Checkout.find().root().resolve("scripts/benchmark").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--report", report.toString()));
        ProcessBuilder benchmark =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // Figures do not matter here. Processes of seconds need neither the second compiler nor a parallel collector.
        benchmark.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = benchmark.start();

        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return new JsonMapper().readTree(report.toFile());
    }
}
