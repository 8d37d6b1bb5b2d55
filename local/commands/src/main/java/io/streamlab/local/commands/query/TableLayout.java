package io.streamlab.local.commands.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Draws a result as a table of text, as wide as its values. */
final class TableLayout {
    private TableLayout() {}

    static List<String> lines(QueryResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(result.columns());
        for (List<JsonNode> row : result.rows()) {
            rows.add(row.stream().map(TableLayout::cell).toList());
        }
        int[] widths = IntStream.range(0, result.columns().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .getAsInt())
                .toArray();
        List<String> lines = new ArrayList<>();
        String rule = rule(widths);
        lines.add(rule);
        lines.add(line(rows.get(0), widths));
        lines.add(rule);
        rows.stream().skip(1).forEach(row -> lines.add(line(row, widths)));
        lines.add(rule);
        return lines;
    }

    /** A value on one line, whatever line breaks and tabs it holds. */
    private static String cell(JsonNode value) {
        return OutputFormat.text(value)
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append(' ')
                    .append(cells.get(i))
                    .append(" ".repeat(widths[i] - width(cells.get(i))))
                    .append(" |");
        }
        return line.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder("+");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('+');
        }
        return rule.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
