package io.streamlab.verify.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.verify.pipeline.JsonReport;
import io.streamlab.verify.walkthrough.TableView.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
    private static final String BATCH = "{\"batch_id\":%d,\"records_read\":50,\"rows_written\":45,\"read_ms\":500,"
            + "\"lookup_ms\":250,\"upsert_ms\":1000,\"batch_ms\":2000,\"consumer_lag_ms\":%d}";

    @TempDir
    private Path folder;

    @Test
    void showsTheFiguresOfTheReport() throws IOException {
        String page = page(
                RunReportTest.report(List.of(), List.of(), List.of(batch(0, 3_000), batch(1, 4_000), batch(2, 9_000))));

        assertThat(page)
                .contains("Every record is accounted for: 100 sent = 90 written + 6 superseded + 4 rejected")
                .contains("<b>80</b><span>rows in the table</span>")
                .contains("<b>30</b><span>of them with reference data</span>")
                .contains("<b>7</b><span>rows re-enriched</span>")
                .contains("<b>2.5 s</b><span>from MySQL&#39;s commit to a row</span>")
                .contains("100 sent</text>", "4 items</text>", "20 ms</text>")
                .contains("<td>IN</td><td>IN-India</td><td class=\"number\">12</td><td class=\"number\">34</td>")
                .contains("SET combinedname=&#39;IN-IND-India&#39;")
                .contains("None: every record became a row")
                .contains("scripts/run-local --records 100");
        assertThat(page)
                .as("a batch is as long as the longest, and a quarter of it read")
                .contains("<i class=\"c0\" style=\"width:25.00%\" title=\"read and parse 0.50 s\">")
                .contains("<i class=\"c6\" style=\"width:12.50%\" title=\"the rest 0.25 s\">")
                .contains("<td>batch 2</td><td class=\"number\">50</td><td class=\"number\">45</td>");
        assertThat(page)
                .contains("of the oldest record of a batch (median)</td><td class=\"number\">4.0 s</td>")
                .contains("the same, the longest</td><td class=\"number\">9.0 s</td>");
    }

    @Test
    void saysSoWhenNotEveryRecordIsAccountedFor() {
        assertThat(page(RunReportTest.report(List.of("1 record is missing"))))
                .contains("<p class=\"verdict wrong\">NOT every record is accounted for: ")
                .contains("<p>1 record is missing</p>");
    }

    /** A record is anybody's text. */
    @Test
    void showsATextAsTextWhateverItHolds() {
        String attack = "field 'uuid' is <script>alert(\"1\")</script> & more";

        String page = page(RunReportTest.report(
                List.of("<img src=x onerror=y>"), List.of(new Rejection("NOT_JSON", 2, attack)), List.of()));

        assertThat(page)
                .doesNotContain("<script", "<img")
                .contains(
                        "<td>NOT_<wbr>JSON</td><td class=\"number\">2</td>"
                                + "<td>field &#39;uuid&#39; is &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more</td>");
    }

    @Test
    void fetchesNothingAndMayNot() {
        String page = page(RunReportTest.report(List.of()));

        assertThat(page)
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                .doesNotContain("http://", "https://", "url(", "@import", "src=");
    }

    @Test
    void isWrittenAsAFile() throws IOException {
        Path file = folder.resolve("run.html");

        RunReportTest.report(List.of()).writePage(file);

        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    }

    private static String page(RunReport report) {
        return RunPage.of(JsonReport.of(report)).toString();
    }

    private static JsonNode batch(int number, long lag) throws IOException {
        return new JsonMapper().readTree(String.format(BATCH, number, lag));
    }
}
