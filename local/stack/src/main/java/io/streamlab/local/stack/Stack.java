package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.example.AwsClients;
import io.streamlab.local.example.ExampleResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The local stand-in for AWS, identified by its folder. Its servers outlive the process that starts them: whoever knows
 * the folder can see and stop them.
 */
public final class Stack {

    private static final Set<String> NEEDED_BY_EXAMPLE = Set.of("kinesis", "s3", "glue");

    private final Checkout checkout;
    private final StackDirectory directory;

    public Stack(Checkout checkout, StackDirectory directory) {
        this.checkout = checkout;
        this.directory = directory;
    }

    /**
     * Starts every server and creates the example's resources. What an earlier run left in the folder is removed.
     *
     * @param ports the servers' ports
     * @param progress takes a line at the beginning and one per server, from several threads
     * @throws CommandException if it is running already, or cannot be started; nothing is running then that was not before
     */
    public StackState start(Ports ports, Consumer<String> progress) {
        return DirectoryLock.holding(directory.lockFile(), () -> {
            refuseIfRunning();
            emptyData();
            progress.accept("Starting the local stand-in; its logs are in " + directory.logs());
            return plan(ports, progress).run();
        });
    }

    /**
     * Starts one server again, at the same address.
     *
     * @param name of the server
     * @param progress takes a line for each server that is started, and one that says what is kept
     * @throws CommandException if the stand-in is not running, the server does not exist or does not start, or what it held
     *     cannot be kept
     */
    public StackState restart(String name, Consumer<String> progress) {
        return DirectoryLock.holding(directory.lockFile(), () -> {
            StackState running = state().filter(known -> known.complete() && known.isAlive())
                    .orElseThrow(() -> new CommandException("it is not running; start it: scripts/local-stack start"));
            return new StackRestart(directory, running, servers(Ports.of(running)), progress).run(name);
        });
    }

    /**
     * Ends every server that is running.
     *
     * @return whether any was
     */
    public boolean stop() {
        return DirectoryLock.holding(directory.lockFile(), () -> {
            Optional<StackState> state = state();
            boolean wasAlive = state.filter(StackState::isAlive).isPresent();
            state.ifPresent(known -> known.end(directory.stateFile()));
            return wasAlive;
        });
    }

    /**
     * Counts a process that works on the servers among them, so that {@code status} shows it and {@code stop} ends it first.
     *
     * @param address what it works on
     */
    public void adopt(String name, URI address, ProcessHandle process) {
        DirectoryLock.holding(directory.lockFile(), () -> {
            StackState running = state().orElseThrow(() -> new CommandException("no stand-in is running"));
            running.with(new ServerState(name, address.toString(), ProcessIdentity.of(process), Map.of()))
                    .write(directory.stateFile());
            return running;
        });
    }

    /** Returns what the last start left, running or not; empty if it was stopped or never started. */
    public Optional<StackState> state() {
        return StackState.read(directory.stateFile());
    }

    private StackStart plan(Ports ports, Consumer<String> progress) {
        List<Server> servers = servers(ports);
        ports.requireKnown();

        Endpoints endpoints = new Endpoints(environmentOf(servers));
        List<Server> needed = servers.stream()
                .filter(server -> NEEDED_BY_EXAMPLE.contains(server.name()))
                .toList();
        Preparation example = new Preparation(
                "the example's resources", needed, () -> new ExampleResources(new AwsClients(endpoints)).create());
        return new StackStart(directory, servers, example, progress);
    }

    /** Returns every server, the slowest first: launches follow each other. */
    private List<Server> servers(Ports ports) {
        Server kinesis = new KinesisServer(checkout, ports);
        Server dynamoDb = new DynamoDbServer(checkout, directory, ports);
        Server s3 = new S3Server(checkout, directory, ports);
        Server glue = new GlueCatalogServer(checkout, directory, ports);
        Server metastore = new MetastoreServer(checkout, directory, ports, s3.address());
        Server mySql = new MariaDbServer(checkout, directory, ports);
        Server replicator = new ReplicatorServer(checkout, directory, mySql, dynamoDb);
        return List.of(metastore, mySql, s3, dynamoDb, replicator, glue, kinesis);
    }

    private static Map<String, String> environmentOf(List<Server> servers) {
        Map<String, String> environment = new TreeMap<>();
        servers.forEach(server -> environment.putAll(server.environment()));
        return environment;
    }

    private void refuseIfRunning() {
        if (state().filter(StackState::isAlive).isPresent()) {
            throw new CommandException("a stand-in is running already in " + directory.root()
                    + "; stop it first, or use it: eval \"$(scripts/local-stack env)\"");
        }
    }

    private void emptyData() {
        Path data = directory.data();
        if (!Files.exists(data)) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + data, e);
        }
    }
}
