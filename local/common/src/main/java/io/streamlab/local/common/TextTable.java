package io.streamlab.local.common;

import java.util.ArrayList;
import java.util.List;

/** A table of text, with columns as wide as their longest cell. */
public final class TextTable {
    /** How the table is drawn. */
    public enum Style {
        /** Columns two blanks apart, with a line under the heading. */
        PLAIN("  ", "  "),
        /** As Markdown has tables: good to read in a terminal and to be put into a page. */
        MARKDOWN("|", "|"),
        /** A frame around the heading and around the rows. */
        FRAMED("|", "+");

        private final String border;
        private final String corner;

        Style(String border, String corner) {
            this.border = border;
            this.corner = corner;
        }
    }

    private final Style style;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(Style style, String... heading) {
        this.style = style;
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

    /** Returns the lines of the table, from the first to the last. */
    public List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        });
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        String rule = rule(widths);
        lines.add(1, rule);
        if (style == Style.FRAMED) {
            lines.add(0, rule);
            lines.add(rule);
        }
        return lines;
    }

    /** Returns the lines, each with a line break. */
    @Override
    public String toString() {
        return String.join("\n", lines()) + "\n";
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(style.border);
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padded = cell + " ".repeat(widths[column] - width(cell));
            line.append(style == Style.PLAIN ? padded : " " + padded + " ").append(style.border);
        }
        return line.toString().stripTrailing();
    }

    private String rule(int[] widths) {
        StringBuilder line = new StringBuilder(style.corner);
        for (int width : widths) {
            String dashes = "-".repeat(width);
            line.append(style == Style.PLAIN ? dashes : "-" + dashes + "-").append(style.corner);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
