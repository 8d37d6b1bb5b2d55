package io.streamlab.verify.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The seconds of each batch by phase, as bars and as a table. */
public final class PhaseBars {
    /** The phases of a batch in their order, by the figures of its report. */
    private static final Map<String, String> PHASES = phases();

    private static final String REST = "the rest";

    /** More bars than these are no picture any more. The table has all batches. */
    private static final int MOST_BARS = 60;

    private PhaseBars() {}

    private static Map<String, String> phases() {
        Map<String, String> phases = new LinkedHashMap<>();
        phases.put("read_ms", "read and parse");
        phases.put("reject_ms", "keep rejected");
        phases.put("lookup_ms", "look up");
        phases.put("reenrich_ms", "find outdated rows");
        phases.put("upsert_ms", "upsert");
        phases.put("unmatched_ms", "count unmatched");
        return phases;
    }

    /** @param reports of batches and of work between batches, as the job writes them */
    public static void addTo(HtmlPage page, List<JsonNode> reports) {
        List<Map<String, Double>> seconds =
                reports.stream().map(PhaseBars::seconds).toList();
        double longest = seconds.stream().mapToDouble(PhaseBars::sum).max().orElse(1);
        List<String> names = new ArrayList<>(PHASES.values());
        names.add(REST);
        StringBuilder legend = new StringBuilder("<ul class=\"legend\" aria-label=\"phases\">");
        for (int i = 0; i < names.size(); i++) {
            legend.append("<li><i class=\"c")
                    .append(i)
                    .append("\"></i>")
                    .append(names.get(i))
                    .append("</li>");
        }
        page.add(legend + "</ul>").add("<div class=\"bars\">");
        for (int i = Math.max(0, reports.size() - MOST_BARS); i < reports.size(); i++) {
            page.add("<span>" + HtmlPage.escaped(name(reports.get(i))) + "</span>" + bar(seconds.get(i), names, longest)
                    + "<span class=\"value\">" + text(sum(seconds.get(i))) + " s</span>");
        }
        page.add("</div>");
        if (reports.size() > MOST_BARS) {
            page.sentence("The last " + MOST_BARS + " of " + reports.size() + "; the table has all.");
        }
        page.add("<details><summary>The same as a table, with counts</summary>");
        List<String> header = new ArrayList<>(List.of("batch", "#read", "#written", "#rejected", "#re-enriched"));
        names.forEach(name -> header.add("#" + name + " (s)"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            List<String> row = new ArrayList<>(List.of(name(reports.get(i))));
            for (String figure : List.of("records_read", "rows_written", "records_rejected", "rows_reenriched")) {
                row.add(reports.get(i).has(figure) ? reports.get(i).get(figure).asText() : "");
            }
            Map<String, Double> ofBatch = seconds.get(i);
            names.forEach(name -> row.add(ofBatch.containsKey(name) ? text(ofBatch.get(name)) : ""));
            rows.add(row);
        }
        page.table(header, rows).add("</details>");
    }

    /** Returns how a report is called: by its batch, or as work between batches. */
    private static String name(JsonNode report) {
        return report.has("batch_id") ? "batch " + report.get("batch_id").asLong() : "between batches";
    }

    /** Returns the seconds of each phase, and what is left of the whole. */
    static Map<String, Double> seconds(JsonNode report) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        PHASES.forEach((figure, phase) -> {
            if (report.has(figure)) {
                seconds.put(phase, report.get(figure).asLong() / 1000.0);
            }
        });
        double whole = report.path(report.has("batch_id") ? "batch_ms" : "between_batches_ms")
                        .asLong()
                / 1000.0;
        double rest = whole - sum(seconds);
        if (rest > 0) {
            seconds.put(REST, rest);
        }
        return seconds;
    }

    private static double sum(Map<String, Double> seconds) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String bar(Map<String, Double> seconds, List<String> names, double longest) {
        StringBuilder bar = new StringBuilder("<div class=\"bar\" aria-hidden=\"true\">");
        seconds.forEach((name, value) -> bar.append(String.format(
                Locale.ROOT,
                "<i class=\"c%d\" style=\"width:%.2f%%\" title=\"%s %s s\"></i>",
                names.indexOf(name),
                100 * value / longest,
                name,
                text(value))));
        return bar + "</div>";
    }

    private static String text(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }
}
