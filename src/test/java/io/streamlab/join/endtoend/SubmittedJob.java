package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The job under the real spark-submit: a process that runs {@code scripts/submit-local}, and its output. */
final class SubmittedJob {
    private static final Duration LONGEST_RUN = Duration.ofMinutes(4);
    private static final String REPORT_MARK = "BatchReport";
    private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

    private final Process process;
    private final Path output;
    private int runs;

    private SubmittedJob(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static SubmittedJob submit(List<String> arguments) {
        return submit(arguments, System.getenv());
    }

    /** @param environment of the command, in place of that of the tests */
    static SubmittedJob submit(List<String> arguments, Map<String, String> environment) {
        try {
            List<String> command = new ArrayList<>(List.of("scripts/submit-local"));
            command.addAll(arguments);
            Path output = Files.createTempFile("submitted-job-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new SubmittedJob(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("scripts/submit-local cannot be started", e);
        }
    }

    /** Starts a JVM that waits for {@link #run}s. */
    static SubmittedJob waiting(String glueVersion) {
        return submit(List.of("--glue_version", glueVersion, "--runs_from_stdin"));
    }

    /**
     * Runs the job in this JVM.
     *
     * @return the reports of its batches
     */
    List<JsonNode> run(List<String> arguments) {
        int reportsBefore = reports().size();
        runs++;
        try {
            OutputStream input = process.getOutputStream();
            input.write((String.join("\t", arguments) + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the job cannot run; its output: " + output(), e);
        }
        awaitOutput("submit-local: run " + runs + " is done");
        List<JsonNode> reports = reports();
        return reports.subList(reportsBefore, reports.size());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Lets a JVM that waits for runs end. */
    void endRuns() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitOutput(String text) {
        await().atMost(LONGEST_RUN).pollInterval(Duration.ofMillis(100)).until(() -> {
            boolean alive = process.isAlive();
            boolean there = output().contains(text);
            assertThat(alive || there)
                    .as("the job runs; its output:%n%s", output())
                    .isTrue();
            return there;
        });
    }

    int awaitExit() {
        try {
            assertThat(process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS))
                    .as("the job ends within %s; its output:%n%s", LONGEST_RUN, output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the job", e);
        }
    }

    /** Waits until the batches that are done have read at least so many records. A commit between two batches reads none. */
    void awaitRecordsRead(long records) {
        await().atMost(LONGEST_RUN).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(process.isAlive())
                    .as("the job runs; its output:%n%s", output())
                    .isTrue();
            return reports().stream()
                            .mapToLong(report -> report.path("records_read").asLong())
                            .sum()
                    >= records;
        });
    }

    /** The batch reports so far. */
    List<JsonNode> reports() {
        ObjectMapper mapper = new ObjectMapper();
        return output().lines()
                .filter(line -> line.contains(REPORT_MARK) && line.contains("{"))
                .map(line -> {
                    try {
                        return mapper.readTree(line.substring(line.indexOf('{')));
                    } catch (IOException e) {
                        throw new UncheckedIOException("no batch report: " + line, e);
                    }
                })
                .toList();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastLines(int count) {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    /** Returns the executors of a job on a Spark cluster: the JVMs in which its tasks run. */
    List<ProcessHandle> executors() {
        return process.descendants()
                .filter(descendant -> descendant.info().commandLine().orElse("").contains(EXECUTOR))
                .toList();
    }

    /** SIGTERM, as a scheduler sends it. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL to the job and whatever started it. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
