package io.streamlab.join.metrics;

import static java.util.stream.Collectors.joining;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Renders the figures of a batch report as the three tables of docs/OPERATIONS.md, into a page that has marks for them. */
final class FiguresDocument {
    private static final String BATCH = "figures of a batch";
    private static final String REENRICHMENT = "figures of re-enrichment";
    private static final String SOURCE = "figures of the source";

    private FiguresDocument() {}

    /** Returns the page with the tables as {@link Figure} has them; all else stays as it is. */
    static String render(String page) {
        String rendered = replace(BATCH, table(EnumSet.range(Figure.BATCH_ID, Figure.FAILED_AFTER)), page);
        rendered = replace(
                REENRICHMENT, table(EnumSet.range(Figure.ROWS_REENRICHED, Figure.TIME_BETWEEN_BATCHES)), rendered);
        return replace(
                SOURCE, table(EnumSet.range(Figure.SOURCE_MILLIS_BEHIND, Figure.SOURCE_PLANNING_TIME)), rendered);
    }

    private static String table(Set<Figure> figures) {
        StringBuilder table = new StringBuilder();
        table.append(row("Figure", "CloudWatch", "Meaning")).append(row("---", "---", "---"));
        figures.forEach(figure -> table.append(
                row("`" + figure.key() + "`", figure.cloudWatchName().orElse(""), figure.description())));
        return table.toString();
    }

    private static String row(String... cells) {
        return List.of(cells).stream().collect(joining(" | ", "| ", " |\n")).replace("|  |", "| |");
    }

    private static String replace(String section, String table, String page) {
        String begin = "<!-- begin: " + section;
        String end = "<!-- end: " + section + " -->";
        int from = page.indexOf("-->\n", indexOf(begin, page)) + "-->\n".length();
        return page.substring(0, from) + "\n" + table + "\n" + page.substring(indexOf(end, page));
    }

    private static int indexOf(String mark, String page) {
        int index = page.indexOf(mark);
        if (index < 0) {
            throw new IllegalStateException("the page has no mark \"" + mark + "\"");
        }
        return index;
    }
}
