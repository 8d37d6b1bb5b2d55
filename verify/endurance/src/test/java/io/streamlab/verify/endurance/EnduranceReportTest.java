package io.streamlab.verify.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.verify.pipeline.JsonReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnduranceReportTest {
    private static final EnduranceSettings SETTINGS =
            new EnduranceSettings(60, 1, EnduranceSettings.Profile.UPDATES, "", 1.1);

    @TempDir
    private Path folder;

    @Test
    void aReportHasItsFiguresAndItsPlots() throws Exception {
        EnduranceReport report = report(60 * 20);

        assertThat(report.passed()).isTrue();
        report.plot(folder.resolve("plots"));
        Path file = folder.resolve("report.json");
        JsonReport.write(report, file);

        JsonNode figures = new JsonMapper().readTree(file.toFile());
        assertThat(figures.get("commits").asInt()).isEqualTo(60);
        assertThat(figures.get("records_rejected").asInt()).isEqualTo(60);
        assertThat(figures.get("unaccounted").asInt()).isZero();
        assertThat(figures.at("/goals/0/name").asText()).isEqualTo("seconds of a batch");
        assertThat(figures.at("/samples/0/s3_requests").asInt()).isPositive();
        assertThat(figures.at("/idle_s3_requests_an_hour/PUT lease").asInt()).isEqualTo(1_080);
        assertThat(folder.resolve("plots"))
                .isDirectoryContaining("glob:**/endurance-batches.svg")
                .isDirectoryContaining("glob:**/endurance-process.svg")
                .isDirectoryContaining("glob:**/endurance-objects.svg")
                .isDirectoryContaining("glob:**/endurance-requests.svg");
    }

    @Test
    void aRecordThatNoBatchAccountsForIsAFailure() {
        EnduranceReport report = report(60 * 20 + 1);

        assertThat(report.unaccounted()).isEqualTo(1);
        assertThat(report.passed()).isFalse();
    }

    private static EnduranceReport report(long sent) {
        List<JsonNode> batches = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int batch = 1; batch <= 60; batch++) {
            batches.add(new JsonMapper()
                    .createObjectNode()
                    .put("batch_ms", 1_500 + batch % 7)
                    .put("commit", "1")
                    .put("records_read", 20)
                    .put("records_rejected", 1)
                    .put("records_superseded", 2)
                    .put("rows_written", 15)
                    .put("rows_deleted", 2));
            if (batch % 5 == 0) {
                samples.add(new Sample(
                        batch,
                        150,
                        90,
                        300,
                        80L * batch,
                        batch,
                        5L * batch,
                        3,
                        30,
                        90,
                        4,
                        900,
                        200,
                        9_000,
                        300,
                        batch,
                        2,
                        1));
            }
        }
        return EnduranceReport.of(
                SETTINGS, 90, batches, sent, 12, samples, Map.of("PUT lease", 40L), Map.of("PUT lease", 1_080L));
    }
}
