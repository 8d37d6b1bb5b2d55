package io.streamlab.verify.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers SQL by the command that users ask with, {@code scripts/query --local}. */
public final class LocalQueries {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path checkout;
    private final Map<String, String> environment;
    private final Path log;
    private final CleanUp cleanUp;

    /**
     * @param environment where the servers are
     * @param log takes what the command prints in addition to its results
     * @param cleanUp ends a query that is running
     */
    public LocalQueries(Path checkout, Map<String, String> environment, Path log, CleanUp cleanUp) {
        this.checkout = checkout;
        this.environment = environment;
        this.log = log;
        this.cleanUp = cleanUp;
    }

    /** Returns the rows of each statement, as objects with a field for each column; all statements in one process. */
    public List<List<JsonNode>> ask(String... statements) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("query-");
            try {
                List<Path> results = new ArrayList<>();
                List<String> command = new ArrayList<>(
                        List.of(checkout.resolve("scripts/query").toString(), "--local", "--format", "json"));
                for (int i = 0; i < statements.length; i++) {
                    results.add(folder.resolve(i + ".json"));
                    command.addAll(List.of("--output", results.get(i).toString()));
                }
                command.addAll(List.of(statements));
                run(command);
                List<List<JsonNode>> rows = new ArrayList<>();
                for (Path result : results) {
                    rows.add(Files.readAllLines(result).stream()
                            .map(LocalQueries::parse)
                            .toList());
                    Files.delete(result);
                }
                return rows;
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the query's results cannot be read", e);
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        cleanUp.add(process::destroy);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new CommandException("the query failed; see " + log);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the query has answered with no JSON: " + line, e);
        }
    }
}
