package io.streamlab.local.stack;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts one server of a running stand-in again, at its address and with what it keeps in its folder. */
final class StackRestart {

    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    /** How long a server may take to end when asked. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** The servers that keep what they hold in files. */
    private static final Set<String> KEEPING = Set.of("mysql", "replicator");

    /** The server whose loss another server makes good. */
    private static final Map<String, String> FILLED_BY = Map.of("dynamodb", "replicator");

    private final StackDirectory directory;
    private final Map<String, Server> servers;
    private final Consumer<String> progress;

    private StackState state;

    StackRestart(StackDirectory directory, StackState state, List<Server> servers, Consumer<String> progress) {
        this.directory = directory;
        this.state = state;
        this.servers =
                servers.stream().collect(Collectors.toMap(Server::name, server -> server, (a, b) -> a, TreeMap::new));
        this.progress = progress;
    }

    /**
     * Restarts a server, whether it has ended or not.
     *
     * @throws CommandException if there is no such server, if it would lose what others cannot give it back, or if it does not
     *     start
     */
    StackState run(String name) {
        if (!servers.containsKey(name)) {
            throw new CommandException(
                    "there is no server " + name + "; the servers are " + String.join(", ", servers.keySet()));
        }
        if (KEEPING.contains(name)) {
            restart(name);
            progress.accept("  " + name + " has all that it held");
        } else if (FILLED_BY.containsKey(name)) {
            String source = FILLED_BY.get(name);
            restart(name);
            restart(source);
            progress.accept("  " + name + " keeps its tables in memory: the " + source
                    + " has loaded its own again, other tables are lost");
        } else {
            throw new CommandException(
                    name + " keeps what it holds in memory, and nothing can give that back. Begin again:"
                            + " scripts/local-stack stop, then start");
        }
        return state;
    }

    private void restart(String name) {
        ServerState before = state.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("the stand-in was started without " + name));
        Termination.end(List.of(before.process()), GRACE);
        keepLog(name);
        Server server = servers.get(name);
        ServerProcess process = ServerProcess.launch(server, directory.log(name));
        state = state.with(before, ServerState.of(server, process.identity()));
        state.write(directory.stateFile());
        try {
            process.awaitReady(READY_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("the start of " + name + " was interrupted", e);
        }
        progress.accept("  %-10s ready again   %s".formatted(name, server.address()));
    }

    /** Keeps the log of the process that has ended: it may say why. */
    private void keepLog(String name) {
        Path log = directory.log(name);
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(name + ".log.before"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + log, e);
        }
    }
}
