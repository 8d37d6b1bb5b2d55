package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code scripts/local-stack}. Exit status: 0 done, 1 not done or not running, 2 wrong arguments. */
@Command(name = "local-stack", synopsisSubcommandLabel = "start|stop|restart|status|env")
public final class LocalStack {

    private static final int FAILED = 1;

    private final Checkout checkout = Checkout.find();

    @Spec
    private CommandSpec command;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            scope = CommandLine.ScopeType.INHERIT,
            description = "where state, logs and data are; default .local/stack in the checkout")
    private Path directory;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LocalStack()).setExecutionExceptionHandler(LocalStack::report);
    }

    private static int report(Exception e, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
        if (!(e instanceof CommandException)) {
            throw e;
        }
        command.getErr().println("local-stack: " + e.getMessage());
        return FAILED;
    }

    @Command(description = "Start every server and create the example's resources.")
    int start(
            @Option(
                            names = "--port",
                            paramLabel = "SERVER=PORT",
                            description = "listen on this port instead of a free one; may be repeated")
                    Map<String, Integer> ports) {
        Instant begin = Instant.now();
        stack().start(new Ports(ports == null ? Map.of() : ports), out()::println);
        out().printf(
                        "Ready after %.1f s. For this shell: eval \"$(scripts/local-stack env)\"%n",
                        Duration.between(begin, Instant.now()).toMillis() / 1000.0);
        return 0;
    }

    @Command(description = "Stop every server; what they held is lost.")
    int stop() {
        out().println(stack().stop() ? "Stopped." : "It was not running.");
        return 0;
    }

    @Command(description = "Start one server again, with the data that it keeps in files.")
    int restart(@Parameters(paramLabel = "SERVER", description = "the server, as status names it") String server) {
        stack().restart(server, out()::println);
        return 0;
    }

    @Command(description = "Show every server; exit status 1 if any is not running.")
    int status() {
        Optional<StackState> state = stack().state();
        if (state.isEmpty()) {
            out().println("Not running.");
            return FAILED;
        }
        boolean allAlive = state.get().complete();
        for (ServerState server : state.get().servers()) {
            boolean alive = server.process().isAlive();
            allAlive &= alive;
            out().printf(
                            "%-10s %-8s pid %-8d %s%n",
                            server.name(),
                            alive ? "running" : "DEAD",
                            server.process().pid(),
                            server.address());
            if (!alive) {
                ended(server.name());
            }
        }
        return allAlive ? 0 : FAILED;
    }

    @Command(description = "Print the environment variables by which AWS clients find the servers, as shell commands.")
    int env() {
        StackState state = stack().state()
                .filter(known -> known.complete() && known.isAlive())
                .orElseThrow(() -> new CommandException("it is not running; start it: scripts/local-stack start"));
        state.environment().forEach((name, value) -> out().println("export " + name + "=" + quote(value)));
        return 0;
    }

    /** Says why a server has ended, as far as it says so itself, and what to do. */
    private void ended(String server) {
        StackDirectory stackDirectory = new StackDirectory(root());
        ReplicatorStatus.problem(stackDirectory.data(server))
                .ifPresent(problem -> out().println("           " + problem.replace("\n", "\n           ")));
        out().println("           log: " + stackDirectory.log(server) + "; start it again: scripts/local-stack restart "
                + server);
    }

    private Stack stack() {
        return new Stack(checkout, new StackDirectory(root()));
    }

    private Path root() {
        return directory != null ? directory : checkout.root().resolve(".local/stack");
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** For a shell: nothing inside single quotes is expanded. */
    private static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
