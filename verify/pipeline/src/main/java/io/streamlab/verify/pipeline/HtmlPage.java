package io.streamlab.verify.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page of HTML that is a single file: it fetches nothing, and may not. Readable on a phone, in dark mode and on paper. Every text is
 * escaped.
 */
public final class HtmlPage {
    /** No script, no image, no font, no connection: only the styles of the page itself. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --page: #ffffff; --box: #f6f8fa;
              --good: #1a7f37; --bad: #cf222e;
              --c0: #2a78d6; --c1: #b6620a; --c2: #1a8f67; --c3: #8e4ec6; --c4: #c2376b; --c5: #6b7280; --c6: #a8a200; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --page: #0d1117;
              --box: #151b23; --good: #3fb950; --bad: #f85149;
              --c0: #58a6ff; --c1: #e3964a; --c2: #3fc796; --c3: #bc8cff; --c4: #f778ba; --c5: #9aa4b0; --c6: #d4cc33; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 960px; padding: 1rem; background: var(--page); color: var(--ink);
              font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
            h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0; }
            h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
            p { margin: 0.4rem 0; }
            .soft { color: var(--soft); }
            .verdict { font-weight: 600; color: var(--good); }
            .verdict.wrong { color: var(--bad); }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 0.6rem; margin: 1rem 0; }
            .tile { background: var(--box); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 0.8rem; }
            .tile b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
            .tile span { color: var(--soft); font-size: 0.85rem; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
            th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            th { color: var(--soft); font-weight: 600; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
            code, pre { font-family: ui-monospace, monospace; font-size: 0.85rem; }
            pre { background: var(--box); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 0.8rem; overflow-x: auto; }
            .flow { display: block; width: 100%; height: auto; }
            .flow.narrow { display: none; max-width: 420px; margin: 0 auto; }
            @media (max-width: 640px) { .flow { display: none; } .flow.narrow { display: block; } }
            .flow rect { fill: var(--box); stroke: var(--line); }
            .flow rect.main { stroke: var(--c0); stroke-width: 2; }
            .flow text { fill: var(--ink); font: 600 13px system-ui, sans-serif; text-anchor: middle; }
            .flow text.soft { fill: var(--soft); font-weight: 400; font-size: 12px; }
            .flow path { stroke: var(--soft); stroke-width: 1.5; fill: none; }
            .flow .head { fill: var(--soft); stroke: none; }
            .legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; font-size: 0.85rem; margin: 0.5rem 0; padding: 0; list-style: none; }
            .legend i { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 2px; margin-right: 0.4em; }
            .bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 0.25rem 0.6rem; align-items: center;
              font-size: 0.85rem; }
            .bars .value { text-align: right; font-variant-numeric: tabular-nums; }
            .bar { display: flex; height: 1.1em; border-radius: 3px; overflow: hidden; }
            .bar i { display: block; }
            details { margin: 0.6rem 0; }
            summary { cursor: pointer; color: var(--soft); font-size: 0.9rem; }
            .c0 { background: var(--c0); } .c1 { background: var(--c1); } .c2 { background: var(--c2); } .c3 { background: var(--c3); }
            .c4 { background: var(--c4); } .c5 { background: var(--c5); } .c6 { background: var(--c6); }
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    public HtmlPage(String title) {
        this.title = title;
    }

    /** Returns a text as HTML shows it, whatever it holds. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Adds HTML, in which every text is escaped already. */
    public HtmlPage add(String html) {
        body.append(html).append('\n');
        return this;
    }

    /** Adds the heading of a section. */
    public HtmlPage section(String heading) {
        return add("<h2>" + escaped(heading) + "</h2>");
    }

    /** Adds a sentence. */
    public HtmlPage sentence(String text) {
        return add("<p>" + escaped(text) + "</p>");
    }

    /**
     * Adds a table.
     *
     * @param header a name that begins with {@code #} is that of a column of numbers
     */
    public HtmlPage table(List<String> header, List<List<String>> rows) {
        add("<div class=\"wide\"><table>");
        StringBuilder names = new StringBuilder("<thead><tr>");
        for (String name : header) {
            names.append(isNumber(name) ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
                    .append(escaped(isNumber(name) ? name.substring(1) : name))
                    .append("</th>");
        }
        add(names + "</tr></thead><tbody>");
        for (List<String> row : rows) {
            StringBuilder cells = new StringBuilder("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cells.append(isNumber(header.get(i)) ? "<td class=\"number\">" : "<td>")
                        // A phone has no room for a name such as MISSING_RECORD_KEY in one line.
                        .append(escaped(row.get(i)).replace("_", "_<wbr>"))
                        .append("</td>");
            }
            add(cells + "</tr>");
        }
        return add("</tbody></table></div>");
    }

    private static boolean isNumber(String header) {
        return header.startsWith("#");
    }

    /** Writes the page. */
    public void write(Path file) {
        try {
            Files.writeString(file, toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the page " + file, e);
        }
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escaped(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<main>\n<h1>"
                + escaped(title) + "</h1>\n" + body + "</main>\n</body>\n</html>\n";
    }
}
