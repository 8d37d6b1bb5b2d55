package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class QueryTest {
    private final StringWriter messages = new StringWriter();

    @Test
    void withoutAStatementThereIsOneOfTheExample() {
        assertThat(run("--local", "--output", "a.jsonl", "--output", "b.jsonl")).isEqualTo(2);
        assertThat(messages.toString()).startsWith("--output is given 2 times for 1 statements");
    }

    @Test
    void thereIsOneFilePerStatementOrNone() {
        assertThat(run("--local", "--output", "a.jsonl", "select 1", "select 2"))
                .isEqualTo(2);
        assertThat(messages.toString()).startsWith("--output is given 1 times for 2 statements");
    }

    @Test
    void aFormatThatIsUnknownIsNamedWithThoseThatAre() {
        assertThat(run("--format", "xml", "select 1")).isEqualTo(2);
        assertThat(messages.toString())
                .startsWith(
                        "Invalid value for option '--format': expected one of [TABLE, JSON, CSV] (case-insensitive) "
                                + "but was 'xml'");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(messages, true);
        String[] complete = new String[arguments.length + 2];
        complete[0] = "--archives";
        complete[1] = "unused";
        System.arraycopy(arguments, 0, complete, 2, arguments.length);
        return new CommandLine(new Query(Map.of()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(writer)
                .setErr(writer)
                .execute(complete);
    }
}
