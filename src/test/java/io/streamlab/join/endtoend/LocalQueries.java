package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Asks with the users' command, {@code scripts/query --local}. */
final class LocalQueries {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NO_JAVA_FOR_TRINO = "Trino needs a JDK";

    private LocalQueries() {}

    /**
     * The answers to queries: of each its rows, of each row its values as text. Where the machine has no JDK for Trino the
     * test counts as one that could not be run.
     *
     * @param options of the command, beside its format and where it writes
     */
    static List<List<List<String>>> answer(List<String> queries, String... options) {
        return answer(queries, files -> {
            List<String> command = new ArrayList<>(List.of("scripts/query", "--local", "--format", "json"));
            command.addAll(List.of(options));
            files.forEach(file -> command.addAll(List.of("--output", file)));
            command.addAll(queries);
            run(command);
        });
    }

    /** The same answers, by the Spark of a JVM that runs the job, too. */
    static List<List<List<String>>> answer(List<String> queries, SubmittedJob jvm) {
        return answer(queries, files -> {
            List<String> request =
                    new ArrayList<>(List.of("query", "JSON", Pipeline.DATABASE, Integer.toString(files.size())));
            request.addAll(files);
            request.addAll(queries);
            jvm.run(request);
        });
    }

    private static List<List<List<String>>> answer(List<String> queries, Consumer<List<String>> engine) {
        try {
            Path folder = Files.createTempDirectory("answers-");
            try {
                return answer(queries, folder, engine);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param engine writes the answers into files */
    private static List<List<List<String>>> answer(List<String> queries, Path folder, Consumer<List<String>> engine)
            throws IOException {
        List<Path> files = IntStream.range(0, queries.size())
                .mapToObj(query -> folder.resolve(query + ".json"))
                .toList();
        engine.accept(files.stream().map(Path::toString).toList());
        List<List<List<String>>> answers = new ArrayList<>();
        for (Path file : files) {
            answers.add(rows(file));
        }
        return answers;
    }

    private static void run(List<String> command) {
        Process process;
        String output;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int exitCode = process.onExit().join().exitValue();
        assumeTrue(!output.contains(NO_JAVA_FOR_TRINO), () -> output.lines()
                .filter(line -> line.contains(NO_JAVA_FOR_TRINO))
                .findFirst()
                .orElseThrow());
        assertThat(exitCode).as(output).isZero();
    }

    private static List<List<String>> rows(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            List<String> values = new ArrayList<>();
            for (JsonNode value : MAPPER.readTree(line)) {
                values.add(value.asText());
            }
            rows.add(values);
        }
        return rows;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
