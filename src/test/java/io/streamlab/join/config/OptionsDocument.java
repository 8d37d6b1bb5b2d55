package io.streamlab.join.config;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders the option table as the Markdown page that users read. */
final class OptionsDocument {
    private static final String INTRODUCTION =
            """
            # Options

            <!-- Rendered from the option table, io.streamlab.join.config.JobOptions; OptionsDocumentTest tells how. -->

            The job's arguments, in the style of AWS Glue: `--key value` or `--key=value`. With the defaults the example
            runs; only the paths have none. What is wrong with the arguments is reported all at once, before anything is
            read. [Arguments of Glue's own](https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html)
            are left to Glue.
            """;

    private OptionsDocument() {}

    static String render() {
        StringBuilder document = new StringBuilder(INTRODUCTION);
        JobOptions.SECTIONS.forEach((title, options) -> {
            document.append("\n## ").append(title).append("\n\n");
            appendRow(document, "Key", "Type", "Unit", "Default", "What it does");
            appendRow(document, "---", "---", "---", "---", "---");
            options.forEach(option -> appendRow(
                    document,
                    code(option.key()),
                    option.type().name(),
                    option.unit(),
                    describeDefault(option),
                    option.description()));
        });
        document.append("\n## Types\n\n");
        appendRow(document, "Type", "A value must be", "Options");
        appendRow(document, "---", "---", "---");
        keysByType().forEach((type, keys) -> appendRow(document, type.get(0), type.get(1), String.join(", ", keys)));
        return document.toString();
    }

    private static String describeDefault(JobOption<?> option) {
        if (option.isRequired()) {
            return "**required**";
        }
        return option.defaultText()
                .map(text -> text.isEmpty() ? "empty" : code(text))
                .orElse("none");
    }

    /** Two options may have types of one name and different rules, such as two ranges of whole numbers. */
    private static Map<List<String>, List<String>> keysByType() {
        Map<List<String>, List<String>> keys = new LinkedHashMap<>();
        for (JobOption<?> option : JobOptions.ALL) {
            List<String> type = List.of(option.type().name(), option.type().rule());
            keys.computeIfAbsent(type, any -> new ArrayList<>()).add(code(option.key()));
        }
        return keys;
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static void appendRow(StringBuilder document, String... cells) {
        document.append(
                List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).collect(joining(" | ", "| ", " |\n")));
    }
}
