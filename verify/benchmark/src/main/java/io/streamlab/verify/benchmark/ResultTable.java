package io.streamlab.verify.benchmark;

import java.util.ArrayList;
import java.util.List;

/** A table as Markdown has it, with columns as wide as their longest value: good to read in a terminal and to be put into a page. */
public final class ResultTable {
    private final List<List<String>> rows = new ArrayList<>();

    public ResultTable(String... heading) {
        rows.add(List.of(heading));
    }

    /** @param cells as many as the heading has */
    public void add(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row has " + cells.length + " cells, the heading "
                    + rows.get(0).size());
        }
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, rows.get(0), widths, " ");
        append(text, rule(widths), widths, "-");
        rows.stream().skip(1).forEach(row -> append(text, row, widths, " "));
        return text.toString();
    }

    private static List<String> rule(int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int width : widths) {
            cells.add("-".repeat(width));
        }
        return cells;
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths, String edge) {
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            text.append('|').append(edge).append(cell);
            text.append(" ".repeat(widths[column] - cell.length())).append(edge);
        }
        text.append("|\n");
    }
}
