package io.streamlab.local.stack;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A server that has been launched: waits until it is ready. */
final class ServerProcess {

    /**
     * A job of its own (set -m), so that Ctrl-C in the terminal that started it does not reach the server, and nothing of
     * this process's input or output stays open in it.
     */
    private static final String LAUNCH =
            """
            set -m
            log=$1
            shift
            "$@" </dev/null >"$log" 2>&1 &
            echo $!
            """;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int LOG_LINES_SHOWN = 20;

    private final Server server;
    private final ProcessIdentity identity;
    private final Path log;

    private ServerProcess(Server server, ProcessIdentity identity, Path log) {
        this.server = server;
        this.identity = identity;
        this.log = log;
    }

    /**
     * Launches the server, detached from this process and its terminal.
     *
     * @param log takes what the server prints
     */
    static ServerProcess launch(Server server, Path log) {
        ServerCommand command = server.command();
        try {
            Files.createDirectories(log.getParent());
            // A server may be recognised as ready by what it prints: not by what it printed the last time.
            Files.deleteIfExists(log);
            Files.createDirectories(command.workingDirectory());
            long pid = launch(command, log);
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow(() -> ended(server, log));
            return new ServerProcess(server, ProcessIdentity.of(process), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot launch " + server.name(), e);
        }
    }

    private static long launch(ServerCommand command, Path log) throws IOException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", LAUNCH, "launch", log.toString()));
        words.addAll(command.words());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(command.workingDirectory().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(command.environment());
        Process launcher = builder.start();
        String pid = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(pid.strip());
    }

    ProcessIdentity identity() {
        return identity;
    }

    /**
     * Waits until the server is ready.
     *
     * @throws CommandException with the end of the server's log, if it ends instead or takes longer than {@code limit}
     */
    void awaitReady(Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            boolean ready = server.isReady();
            if (!identity.isAlive()) {
                throw ended(server, log);
            }
            if (ready) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CommandException(
                        server.name() + " was not ready within " + limit.toSeconds() + " s" + tail(log));
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private static CommandException ended(Server server, Path log) {
        return new CommandException(server.name() + " ended during the start" + tail(log));
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
            return last.isEmpty()
                    ? "; " + log + " is empty"
                    : "; the end of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "; " + log + " cannot be read: " + e.getMessage();
        }
    }
}
