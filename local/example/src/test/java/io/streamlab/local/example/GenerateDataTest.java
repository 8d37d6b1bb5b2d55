package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GenerateDataTest {
    private final StringWriter messages = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--records -1 | --records -1: must not be negative",
                "--rate -2 | --rate -2.0: must not be negative",
                "--records 0 | --records 0 goes on until Ctrl-C: it needs a --rate",
                "--malformed 101 | --malformed 101.0: must lie between 0 and 100",
                "--malformed NaN | --malformed NaN: must lie between 0 and 100",
                "--seed x | Invalid value for option '--seed': 'x' is not a long",
                "--record 5 | Unknown options: '--record', '5'"
            })
    void aWrongArgumentIsNamedWithItsRule(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(messages.toString()).startsWith(message);
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run("--help")).isZero();
        assertThat(messages.toString())
                .contains("--stream", "--records", "--rate", "--seed", "--malformed", "--report", "Exit codes:");
    }

    private int run(String... arguments) {
        PrintStream unused = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        PrintWriter writer = new PrintWriter(messages, true);
        return new CommandLine(new GenerateData(unused, unused, false))
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }
}
