package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Environment MACHINE = new Environment(
            Instant.parse("2026-01-31T08:00:00Z"), "Linux 6", "Some processor", 2, 8192, "Some VM 17.0.1");

    @TempDir
    private Path folder;

    @Test
    void holdsTheMachineTheSettingsAndTheFigures() throws IOException {
        Path file = folder.resolve("report.json");
        Report report = new Report("source", MACHINE, Map.of("records", 1000));
        report.put("ratio", 1.25);
        report.put("peers", Map.of("other", List.of(1, 2)));

        report.write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/benchmark").asText()).isEqualTo("source");
        assertThat(json.at("/environment/date").asText()).isEqualTo("2026-01-31T08:00:00Z");
        assertThat(json.at("/environment/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/environment/memory_mib").asInt()).isEqualTo(8192);
        assertThat(json.at("/settings/records").asInt()).isEqualTo(1000);
        assertThat(json.at("/ratio").asDouble()).isEqualTo(1.25);
        assertThat(json.at("/peers/other/1").asInt()).isEqualTo(2);
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        Path file = folder.resolve("missing/report.json");

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new Report("source", MACHINE, Map.of()).write(file))
                .withMessageStartingWith("cannot write the report " + file);
    }

    @Test
    void theMachineIsDescribedInALine() {
        assertThat(MACHINE.describe())
                .isEqualTo("2026-01-31T08:00:00Z, Some processor, 2 cores, 8.0 GiB, Linux 6, Some VM 17.0.1");
    }
}
