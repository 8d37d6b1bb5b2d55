package io.streamlab.verify.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.Figures.Summary;
import io.streamlab.verify.walkthrough.CountryCount.RowsOfName;
import io.streamlab.verify.walkthrough.RunReport.Story;
import io.streamlab.verify.walkthrough.TableView.Rejection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir
    private Path folder;

    @Test
    void isWrittenAsJsonWithTheNamesThatAreDocumented() throws IOException {
        Path file = folder.resolve("out.json");

        report(List.of()).write(file);

        JsonNode json = new JsonMapper().readTree(file.toFile());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "sent",
                        "written",
                        "superseded",
                        "rejected",
                        "reenriched",
                        "distinct_keys",
                        "matched",
                        "unmatched",
                        "batches",
                        "seconds_per_phase",
                        "replication_millis",
                        "commit_to_table_seconds",
                        "seconds",
                        "accounted_for",
                        "differences",
                        "command",
                        "reference_items",
                        "statements",
                        "countries",
                        "rejections",
                        "batch_reports");
        assertThat(json.get("distinct_keys").asInt()).isEqualTo(80);
        assertThat(json.get("accounted_for").asBoolean()).isTrue();
    }

    @Test
    void saysSoWhenNotEveryRecordIsAccountedFor() {
        assertThat(report(List.of("1 record is missing")).describe())
                .isEqualTo("NOT every record is accounted for: 100 sent = 90 written + 6 superseded + 4 rejected; "
                        + "80 rows in the table, 30 of them matched; 7 rows re-enriched\n  1 record is missing");
    }

    static RunReport report(List<String> differences) {
        return report(differences, List.of(), List.of());
    }

    static RunReport report(List<String> differences, List<Rejection> rejections, List<JsonNode> batches) {
        return new RunReport(
                100,
                90,
                6,
                4,
                7,
                80,
                30,
                50,
                3,
                Map.of("read", 1.5),
                new Summary(4, 20, 30),
                2.5,
                60,
                differences,
                new Story(
                        "scripts/run-local --records 100",
                        4,
                        List.of("UPDATE country_lookup_table SET combinedname='IN-IND-India' WHERE code='IN'"),
                        List.of(new RowsOfName("IN", "IN-India", 12, 34)),
                        rejections,
                        batches));
    }
}
