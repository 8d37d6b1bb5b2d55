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

            <!-- Rendered from the option table, io.streamlab.join.config.JobOptions. Do not edit this page by hand.
                 After a change of JobOptions: mvn test -Dtest=OptionsDocumentTest, then cp target/OPTIONS.md docs/OPTIONS.md -->

            Give the job its arguments in the style of AWS Glue: `--key value` or `--key=value`.
            The defaults run the example.
            You must give only the three paths: `--target_path`, `--rejected_path` and `--checkpoint_path`.

            The job checks all arguments before it reads anything, and reports all problems at once.
            It ignores [Glue's own arguments](https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html).

            On AWS, set an option as a parameter of the deployment: see [DEPLOY.md](DEPLOY.md#change-a-setting).
            On your machine, pass it to `scripts/submit-local`: see [LOCAL.md](LOCAL.md).
            """;

    private OptionsDocument() {}

    static String render() {
        StringBuilder document = new StringBuilder(INTRODUCTION);
        JobOptions.SECTIONS.forEach((title, options) -> {
            document.append("\n## ").append(title).append("\n\n");
            appendRow(document, "Option", "Default", "What it is");
            appendRow(document, "---", "---", "---");
            options.forEach(option -> appendRow(document, linked(option), describeDefault(option), option.summary()));
            options.stream().filter(OptionsDocument::hasDetails).forEach(option -> appendDetails(document, option));
        });
        document.append("\n## Types\n\n");
        appendRow(document, "Type", "A value must be", "Options");
        appendRow(document, "---", "---", "---");
        keysByType().forEach((type, keys) -> appendRow(document, type.get(0), type.get(1), String.join(", ", keys)));
        return document.toString();
    }

    private static boolean hasDetails(JobOption<?> option) {
        return !option.details().isEmpty();
    }

    private static String linked(JobOption<?> option) {
        String key = code(option.key());
        return hasDetails(option) ? "[" + key + "](#" + option.key() + ")" : key;
    }

    /** Appends the option's heading and its lines, with an empty line where a list begins or ends. */
    private static void appendDetails(StringBuilder document, JobOption<?> option) {
        document.append("\n### ").append(code(option.key())).append("\n\n").append(option.summary());
        boolean inList = false;
        for (String line : option.details()) {
            boolean isItem = line.startsWith("- ");
            document.append(isItem == inList ? "\n" : "\n\n").append(line);
            inList = isItem;
        }
        document.append("\n");
    }

    private static String describeDefault(JobOption<?> option) {
        if (option.isRequired()) {
            return "**required**";
        }
        String unit = option.unit().isEmpty() ? "" : " " + option.unit();
        return option.defaultText()
                .map(text -> text.isEmpty() ? "empty" : code(text) + unit)
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
