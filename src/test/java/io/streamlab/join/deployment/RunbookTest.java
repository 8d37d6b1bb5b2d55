package io.streamlab.join.deployment;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator looks into docs/RUNBOOK.md for what a mail or the log says, word by word. */
class RunbookTest {
    private static final Path PAGE = Path.of("docs", "RUNBOOK.md");
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** The first cell of a row, if it begins with a code span. */
    private static final Pattern FIRST_CELL = Pattern.compile("^\\| (\\[?`.*?) \\|", Pattern.MULTILINE);

    private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");

    @Test
    void namesEveryAlarmAsTheMailDoes() throws IOException {
        Template template = Template.read("monitoring");
        Resolver withMySql =
                Resolver.of(template, "ReplicationTaskArn", "arn:aws:dms:us-east-1:123456789012:task:EXAMPLE");
        Set<String> alarms = template.resourcesOfType("AWS::CloudWatch::Alarm").stream()
                .map(alarm -> withMySql.properties(alarm).get("AlarmName").toString())
                .map(name -> name.replace("streamlab-streaming-join-", ""))
                .collect(toSet());

        assertThat(firstCells("\n## Alarms\n", "\n### Lag\n")).containsExactlyInAnyOrderElementsOf(alarms);
    }

    @Test
    void quotesTheJobsMessagesAsTheCodeHasThem() throws IOException {
        String code = sources();
        List<String> messages = firstCells("\n## Error messages\n", "\n**From AWS's own services:**\n");

        assertThat(messages).hasSizeGreaterThan(60);
        for (String message : messages) {
            for (String part : message.split("\\.\\.\\.")) {
                assertThat(code.contains(part.trim()))
                        .as("%s quotes '%s', which no message of the job has: '%s'", PAGE, message, part.trim())
                        .isTrue();
            }
        }
    }

    @Test
    void sortsTheJobsMessagesByTheirLetters() throws IOException {
        String before = "\n**Before the job reads a record**";
        String inBatch = "\n**In a batch**";

        assertThat(firstSpans(before, inBatch)).hasSizeGreaterThan(10).isSorted();
        assertThat(firstSpans(inBatch, "\n**From AWS's own services:**\n"))
                .hasSizeGreaterThan(20)
                .isSorted();
    }

    /** Where to look for a row: by its first message, whatever its case and punctuation. */
    private static List<String> firstSpans(String from, String to) throws IOException {
        return cells(from, to).stream()
                .map(cell -> spansOf(cell).get(0).replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT))
                .collect(toList());
    }

    /** Returns all code spans of the first cells. */
    private static List<String> firstCells(String from, String to) throws IOException {
        return cells(from, to).stream().flatMap(cell -> spansOf(cell).stream()).collect(toList());
    }

    private static List<String> cells(String from, String to) throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(from, to);
        String part = page.substring(page.indexOf(from), page.indexOf(to));
        return FIRST_CELL.matcher(part).results().map(row -> row.group(1)).collect(toList());
    }

    private static List<String> spansOf(String cell) {
        return CODE_SPAN.matcher(cell).results().map(span -> span.group(1)).collect(toList());
    }

    /** Texts that stand in several literals, one after the other, are one text here. */
    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(RunbookTest::read)
                    .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
                    .collect(joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
