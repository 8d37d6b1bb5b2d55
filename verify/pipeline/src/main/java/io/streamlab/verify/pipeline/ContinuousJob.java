package io.streamlab.verify.pipeline;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.stack.Termination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The streaming job under spark-submit, started by the command that users start it with. */
public final class ContinuousJob {
    /** Exit code of a process that ended because of SIGTERM: 128 and the signal's number. */
    private static final int ENDED_BY_SIGTERM = 143;

    private static final Duration LONGEST_STOP = Duration.ofMinutes(2);
    private static final int LOG_LINES_SHOWN = 15;

    private final Process process;
    private final Path log;

    private ContinuousJob(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param environment where the servers are
     * @param log takes what the job prints
     */
    public static ContinuousJob start(
            Path checkout, Map<String, String> environment, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(checkout.resolve("scripts/submit-local").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            Files.write(log, new byte[0]);
            return new ContinuousJob(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("the job cannot be started", e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public LoggedBatches reports() {
        return LoggedBatches.readFrom(log);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /**
     * Waits until the job ends by itself.
     *
     * @return its exit code
     * @throws CommandException if it does not within the limit
     */
    public int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new CommandException("the job has not ended within " + limit.toMinutes() + " minutes; see " + log);
        }
        return process.exitValue();
    }

    /** @throws CommandException with the end of the job's log, if it has ended by itself */
    public void requireRunning() {
        if (!process.isAlive()) {
            throw new CommandException("the job ended with exit code " + process.exitValue() + "; the end of " + log
                    + ":\n" + lastLines());
        }
    }

    /**
     * Asks the job to end after the batch that is running, and waits for it.
     *
     * @throws CommandException if it does not end cleanly
     */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new CommandException("the job did not end within " + LONGEST_STOP.toSeconds() + " s and was killed");
        }
        int exitCode = process.exitValue();
        if (exitCode != 0 && exitCode != ENDED_BY_SIGTERM) {
            throw new CommandException(
                    "the job did not end cleanly: exit code " + exitCode + "; the end of " + log + ":\n" + lastLines());
        }
    }

    /** Kills the job, and returns when it has ended. */
    public void kill() {
        Termination.force(process.toHandle());
        // Java notices the end a moment after the system. Whoever asks in between would take the job for one that runs.
        process.onExit().join();
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "  (cannot be read: " + e.getMessage() + ")";
        }
    }
}
