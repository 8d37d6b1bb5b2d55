package io.streamlab.join.deployment;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator looks into docs/RUNBOOK.md for what a mail or the log says, word by word. */
class RunbookTest {
    private static final Path PAGE = Path.of("docs", "RUNBOOK.md");
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** A row whose first cell is one code span, the rest of which may be a link. */
    private static final Pattern ROW = Pattern.compile("^\\| \\[?`([^`]+)`(?:]\\([^)]*\\))? \\|", Pattern.MULTILINE);

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

        assertThat(messages).hasSizeGreaterThan(20);
        for (String message : messages) {
            for (String part : message.split("\\.\\.\\.")) {
                assertThat(code.contains(part.trim()))
                        .as("%s quotes '%s', which no message of the job has: '%s'", PAGE, message, part.trim())
                        .isTrue();
            }
        }
    }

    private static List<String> firstCells(String from, String to) throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(from, to);
        String part = page.substring(page.indexOf(from), page.indexOf(to));
        return ROW.matcher(part)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
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
