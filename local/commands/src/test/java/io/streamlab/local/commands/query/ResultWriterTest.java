package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultWriterTest {
    private static final QueryResult NONE = new QueryResult(List.of("n"), List.of());
    private static final QueryResult ONE = new QueryResult(List.of("n"), List.of(List.of(IntNode.valueOf(1))));
    private static final QueryResult TWO =
            new QueryResult(List.of("n"), List.of(List.of(IntNode.valueOf(1)), List.of(IntNode.valueOf(2))));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream counts = new ByteArrayOutputStream();

    @Test
    void resultsFollowEachOtherOnTheStandardOutput() throws IOException {
        ResultWriter writer = writer(List.of());

        writer.write(TWO);
        writer.write(ONE);

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":1}");
    }

    @Test
    void eachResultGoesToItsOwnFile() throws IOException {
        Path first = folder.resolve("made/on/the/way/first.jsonl");
        Path second = folder.resolve("second.jsonl");
        ResultWriter writer = writer(List.of(first, second));

        writer.write(TWO);
        writer.write(NONE);

        assertThat(first).hasContent("{\"n\":1}\n{\"n\":2}\n");
        assertThat(Files.readString(second)).isEmpty();
        assertThat(out.size()).isZero();
    }

    @Test
    void theNumberOfRowsOfEachResultIsTold() throws IOException {
        ResultWriter writer = writer(List.of());

        writer.write(NONE);
        writer.write(ONE);
        writer.write(TWO);

        assertThat(counts.toString(StandardCharsets.UTF_8).lines()).containsExactly("(0 rows)", "(1 row)", "(2 rows)");
    }

    private ResultWriter writer(List<Path> files) {
        return new ResultWriter(OutputFormat.JSON, files, stream(out), stream(counts));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
