package io.streamlab.local.commands.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamlab.local.common.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the rows of a result are written: with whole values, and with nulls that no text looks like. */
enum OutputFormat {
    /** For people: columns side by side under a header. A null is NULL. */
    TABLE {
        @Override
        List<String> lines(QueryResult result) {
            TextTable table =
                    new TextTable(TextTable.Style.FRAMED, result.columns().toArray(String[]::new));
            result.rows()
                    .forEach(row ->
                            table.add(row.stream().map(OutputFormat::oneLine).toArray(String[]::new)));
            return table.lines();
        }
    },

    /** For programs: a JSON object for each row, on a line of its own. Of columns with the same name the second gets the suffix _2, and so on. */
    JSON {
        @Override
        List<String> lines(QueryResult result) {
            List<String> names = distinct(result.columns());
            return result.rows().stream().map(row -> object(names, row)).toList();
        }
    },

    /** For spreadsheets: comma-separated values under a header, quoted as in RFC 4180. A null is NULL; the text "NULL" is in quotes. */
    CSV {
        @Override
        List<String> lines(QueryResult result) {
            List<String> lines = new ArrayList<>();
            lines.add(result.columns().stream().map(OutputFormat::quoteIfNeeded).collect(Collectors.joining(",")));
            for (List<JsonNode> row : result.rows()) {
                lines.add(row.stream()
                        .map(value -> value.isNull() ? NULL : quoteIfNeeded(text(value)))
                        .collect(Collectors.joining(",")));
            }
            return lines;
        }
    };

    static final String NULL = "NULL";

    abstract List<String> lines(QueryResult result);

    /** Returns a value on one line, whatever line breaks and tabs it holds. */
    private static String oneLine(JsonNode value) {
        return text(value).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    /** A value for people: text as it is, anything nested as JSON. */
    static String text(JsonNode value) {
        return value.isNull() ? NULL : value.isContainerNode() ? value.toString() : value.asText();
    }

    private static String object(List<String> names, List<JsonNode> row) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, names.size()).forEach(i -> object.set(names.get(i), row.get(i)));
        return object.toString();
    }

    private static List<String> distinct(List<String> names) {
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String candidate = name;
            for (int suffix = 2; distinct.contains(candidate); suffix++) {
                candidate = name + "_" + suffix;
            }
            distinct.add(candidate);
        }
        return distinct;
    }

    private static String quoteIfNeeded(String text) {
        boolean needed = text.equals(NULL) || text.isEmpty() || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
