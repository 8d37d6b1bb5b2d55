package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.catalog.SourceTables;
import io.streamlab.join.config.InvalidConfigException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class PreflightTest {
    private static final Finding FINE = Finding.passed("dynamodb:Scan on reference table countries");

    private final ByteArrayOutputStream list = new ByteArrayOutputStream();

    @Test
    void tellsAllFailuresOfAllChecksTogether() {
        Preflight preflight = new Preflight(List.of(
                () -> List.of(FINE, Finding.failed("a", "it is missing")),
                () -> List.of(Finding.notTried("b", "a is missing")),
                () -> List.of(Finding.failed("c", "it may not be read"))));

        assertThatThrownBy(() -> preflight.run(new PrintStream(list)))
                .isInstanceOf(PreflightException.class)
                .hasMessage("The job lacks 2 things that it needs:\n"
                        + "  FAILED    a: it is missing\n"
                        + "  FAILED    c: it may not be read");
        assertThat(list.toString().lines())
                .containsExactly(
                        "ok        dynamodb:Scan on reference table countries",
                        "FAILED    a: it is missing",
                        "not tried b: a is missing",
                        "FAILED    c: it may not be read");
    }

    @Test
    void isContentWhenNothingFailed() {
        Preflight preflight = new Preflight(List.of(() -> List.of(FINE, Finding.notTried("b", "it would change b"))));

        preflight.run(new PrintStream(list));

        assertThat(list.toString().lines()).last().isEqualTo("The job finds everything it needs.");
    }

    @Test
    void tellsEachProblemOfTheSourceTablesColumns() {
        SourceTableCheck check = new SourceTableCheck(
                "shop.orders_stream",
                () -> {
                    throw new InvalidConfigException(
                            List.of("--rename_columns renames 'a'", "--rename_columns renames 'b'"));
                },
                table -> List.of());

        assertThat(texts(check))
                .startsWith(
                        "FAILED    glue:GetTable on source table shop.orders_stream: --rename_columns renames 'a'",
                        "FAILED    glue:GetTable on source table shop.orders_stream: --rename_columns renames 'b'");
    }

    @Test
    void looksAtTheStreamThatTheSourceTableNames() {
        SourceTableCheck check = new SourceTableCheck(
                "shop.orders_stream",
                () -> SourceTables.of("orders", null),
                table -> List.of(() -> List.of(Finding.passed("stream " + table.stream()))));

        assertThat(texts(check))
                .containsExactly(
                        "ok        glue:GetTable on source table shop.orders_stream", "ok        stream orders");
    }

    @Test
    void doesNotLookForAStreamOfWhichNothingIsKnown() {
        SourceTableCheck check = new SourceTableCheck(
                "shop.orders_stream",
                () -> {
                    throw SdkClientException.create("Unable to execute HTTP request: refused");
                },
                table -> List.of());

        assertThat(texts(check))
                .containsExactly(
                        "FAILED    glue:GetTable on source table shop.orders_stream: SdkClientException: Unable to "
                                + "execute HTTP request: refused",
                        "not tried the stream, its columns and its connector: only the source table tells what they are");
    }

    @Test
    void tellsEveryArgumentThatDoesNotFit() {
        ConfigCheck check = new ConfigCheck("columns", () -> {
            throw new InvalidConfigException(List.of("--record_key is wrong", "--join_columns is wrong"));
        });

        assertThat(texts(check))
                .containsExactly(
                        "FAILED    columns: --record_key is wrong", "FAILED    columns: --join_columns is wrong");
    }
}
