package io.streamlab.local.replicator.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Java program that runs as its users run it: as a process, told by arguments and environment. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(Process process) {
        this.process = process;
        reader = new Thread(this::readOutput, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param java arguments of the Java virtual machine and of the program
     * @param environment in addition to our own
     */
    public static ChildProcess start(Path workingDirectory, Map<String, String> environment, List<String> java)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start());
    }

    /** Waits for a line that begins with some text. */
    public String awaitLine(String beginning) {
        return Awaitility.await("line '" + beginning + "'")
                .pollInterval(Duration.ofMillis(20))
                .atMost(START_TIMEOUT)
                .until(() -> line(beginning), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until the program has ended by itself. @return its exit code */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("Still running after " + STOP_TIMEOUT + ": " + output);
        }
        reader.join(STOP_TIMEOUT.toMillis());
        return process.exitValue();
    }

    public List<String> output() {
        return List.copyOf(output);
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill} does. @return the exit code */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> line(String beginning) {
        Optional<String> line = output.stream()
                .filter(candidate -> candidate.startsWith(beginning))
                .findFirst();
        if (line.isEmpty() && !process.isAlive() && !reader.isAlive()) {
            throw new IllegalStateException("Ended with exit code " + process.exitValue() + ": " + output);
        }
        return line;
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("(no more output: " + e.getMessage() + ")");
        }
    }
}
