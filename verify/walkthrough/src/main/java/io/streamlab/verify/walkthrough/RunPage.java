package io.streamlab.verify.walkthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.verify.pipeline.FlowPicture;
import io.streamlab.verify.pipeline.FlowPicture.Arrow;
import io.streamlab.verify.pipeline.FlowPicture.Box;
import io.streamlab.verify.pipeline.HtmlPage;
import io.streamlab.verify.pipeline.PhaseBars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run as a page, made of nothing but the figures of its JSON report. */
final class RunPage {
    private final JsonNode report;
    private final List<JsonNode> batches = new ArrayList<>();

    private RunPage(JsonNode report) {
        this.report = report;
        report.get("batch_reports").forEach(batches::add);
    }

    /** @param report as {@link RunReport} is written */
    static HtmlPage of(JsonNode report) {
        return new RunPage(report).page();
    }

    private HtmlPage page() {
        HtmlPage page = new HtmlPage("Orders joined with reference data that changed meanwhile");
        page.add("<p class=\"soft\">" + HtmlPage.escaped(report.get("command").asText()) + "</p>");
        addVerdict(page);
        addTiles(page);
        page.section("The flow");
        page.add(FlowPicture.of("flow", description(), wide(), arrows(wide())));
        page.add(FlowPicture.of("flow narrow", description(), narrow(), arrows(narrow())));
        addReferenceChange(page);
        page.section("Seconds of each batch");
        PhaseBars.addTo(page, batches);
        addFreshness(page);
        addRejected(page);
        return page;
    }

    private void addVerdict(HtmlPage page) {
        String sum = String.format(
                Locale.ROOT,
                "%s sent = %s written + %s superseded + %s rejected",
                count("sent"),
                count("written"),
                count("superseded"),
                count("rejected"));
        boolean isRight = report.get("accounted_for").asBoolean();
        page.add("<p class=\"verdict" + (isRight ? "" : " wrong") + "\">"
                + HtmlPage.escaped(
                        (isRight ? "Every record is accounted for: " : "NOT every record is accounted for: ") + sum)
                + "</p>");
        report.get("differences").forEach(difference -> page.sentence(difference.asText()));
    }

    private void addTiles(HtmlPage page) {
        page.add("<div class=\"tiles\">");
        tile(page, count("distinct_keys"), "rows in the table");
        tile(page, count("matched"), "of them with reference data");
        tile(page, count("reenriched"), "rows re-enriched");
        tile(page, seconds(report.get("commit_to_table_seconds").asDouble()), "from MySQL's commit to a row");
        tile(page, report.get("batches").asText(), "batches");
        tile(page, seconds(report.get("seconds").asDouble()), "the whole run");
        page.add("</div>");
    }

    private static void tile(HtmlPage page, String value, String what) {
        page.add("<div class=\"tile\"><b>" + HtmlPage.escaped(value) + "</b><span>" + HtmlPage.escaped(what)
                + "</span></div>");
    }

    private String description() {
        return String.format(
                Locale.ROOT,
                "%s orders went through Kinesis into the job, which wrote %s rows into a Hudi table and kept %s records apart. %d "
                        + "updates in MySQL were replicated to DynamoDB, where the job looks the reference rows up.",
                count("sent"),
                count("distinct_keys"),
                count("rejected"),
                report.get("statements").size());
    }

    private List<Box> wide() {
        return boxes(new int[][] {
            {72, 131}, {236, 131}, {400, 131}, {564, 131}, {728, 131}, {400, 227}, {72, 35}, {236, 35}, {400, 35}
        });
    }

    private List<Box> narrow() {
        return boxes(new int[][] {
            {228, 35}, {228, 131}, {228, 227}, {228, 323}, {228, 419}, {72, 227}, {384, 35}, {384, 131}, {384, 227}
        });
    }

    /** @param places of the boxes: the way of an order, of a rejected record, and of a reference row */
    private List<Box> boxes(int[][] places) {
        String[][] texts = {
            {"orders", count("sent") + " sent"},
            {"Kinesis", ""},
            {"the job", report.get("batches").asText() + " batches"},
            {"Hudi table", count("distinct_keys") + " rows"},
            {"query", count("matched") + " matched"},
            {"rejected records", count("rejected") + " records"},
            {"MySQL", report.get("statements").size() + " updates"},
            {
                "replicator",
                String.format(
                        Locale.ROOT,
                        "%.0f ms",
                        report.at("/replication_millis/median").asDouble())
            },
            {"DynamoDB", report.get("reference_items").asText() + " items"},
        };
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            boxes.add(new Box(texts[i][0], texts[i][1], places[i][0], places[i][1], i == 2));
        }
        return boxes;
    }

    private static List<Arrow> arrows(List<Box> boxes) {
        return List.of(
                new Arrow(boxes.get(0), boxes.get(1)),
                new Arrow(boxes.get(1), boxes.get(2)),
                new Arrow(boxes.get(2), boxes.get(3)),
                new Arrow(boxes.get(3), boxes.get(4)),
                new Arrow(boxes.get(2), boxes.get(5)),
                new Arrow(boxes.get(6), boxes.get(7)),
                new Arrow(boxes.get(7), boxes.get(8)),
                new Arrow(boxes.get(8), boxes.get(2)));
    }

    private void addReferenceChange(HtmlPage page) {
        page.section("The table before and after the reference data changed");
        List<String> statements = new ArrayList<>();
        report.get("statements").forEach(statement -> statements.add(statement.asText() + ";"));
        page.add("<pre>" + HtmlPage.escaped(String.join("\n", statements)) + "</pre>");
        List<List<String>> rows = new ArrayList<>();
        report.get("countries")
                .forEach(country -> rows.add(List.of(
                        country.get("code").asText(),
                        country.get("combined_name").asText(),
                        grouped(country.get("rows_before").asLong()),
                        grouped(country.get("rows_after").asLong()))));
        page.table(List.of("code", "combinedname", "#rows before", "#rows after"), rows);
    }

    private void addFreshness(HtmlPage page) {
        page.section("Freshness");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "from MySQL's commit to DynamoDB (median)",
                String.format(
                        Locale.ROOT,
                        "%.3f s",
                        report.at("/replication_millis/median").asDouble() / 1000)));
        rows.add(List.of(
                "from MySQL's commit to the first row with the new name",
                seconds(report.get("commit_to_table_seconds").asDouble())));
        List<Double> lags = batches.stream()
                .filter(batch -> batch.has("consumer_lag_ms"))
                .map(batch -> batch.get("consumer_lag_ms").asLong() / 1000.0)
                .sorted()
                .toList();
        if (!lags.isEmpty()) {
            rows.add(List.of(
                    "from a record's arrival to its row, of the oldest record of a batch (median)",
                    seconds(lags.get(lags.size() / 2))));
            rows.add(List.of("the same, the longest", seconds(lags.get(lags.size() - 1))));
        }
        page.table(List.of("what", "#how long"), rows);
    }

    private void addRejected(HtmlPage page) {
        page.section("Rejected records");
        if (report.get("rejections").isEmpty()) {
            page.sentence("None: every record became a row, or was superseded by a later one.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        report.get("rejections")
                .forEach(rejection -> rows.add(List.of(
                        rejection.get("reason").asText(),
                        grouped(rejection.get("records").asLong()),
                        rejection.get("example").asText())));
        page.table(List.of("reason", "#records", "such as"), rows);
    }

    private String count(String figure) {
        return grouped(report.get(figure).asLong());
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
