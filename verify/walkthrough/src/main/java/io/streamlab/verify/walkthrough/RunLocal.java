package io.streamlab.verify.walkthrough;

import static java.util.stream.Stream.concat;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import io.streamlab.local.stack.Stack;
import io.streamlab.local.stack.StackDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code scripts/run-local}. Exit status: 0 every record is accounted for, 1 it is not, or something failed,
 * 2 wrong arguments.
 */
@Command(name = "run-local", description = "Runs the whole pipeline on this machine and accounts for every record.")
public final class RunLocal implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(names = "--records", paramLabel = "N", defaultValue = "1000", description = "how many records to send")
    private int records;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "50", description = "records per second; 0: no limit")
    private double rate;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "the same seed, the same records")
    private long seed;

    @Option(names = "--malformed", paramLabel = "P", defaultValue = "0", description = "percent of records to break")
    private double malformedPercent;

    @Option(names = "--reenrich", description = "re-enrich rows already in the table")
    private boolean reenrich;

    @Option(names = "--lookup_mode", paramLabel = "MODE", description = "how the job reads the reference table")
    private String lookupMode;

    @Option(
            names = "--cluster",
            paramLabel = "N",
            description = "run the job on a Spark cluster of one master and N workers")
    private Integer workers;

    @Option(names = "--keep", description = "leave the servers and the job running")
    private boolean keep;

    @Option(names = "--report", paramLabel = "FILE", description = "write the figures to this file, as JSON")
    private Path report;

    @Option(names = "--html", paramLabel = "FILE", description = "write the run as a page to this file")
    private Path page;

    @Option(names = "--directory", paramLabel = "DIR", description = "where state, logs and data are")
    private Path directory;

    private final String command;

    private RunLocal(String command) {
        this.command = command;
    }

    public static void main(String[] arguments) {
        String command = String.join(
                " ",
                concat(Stream.of("scripts/run-local"), Stream.of(arguments)).toList());
        System.exit(new CommandLine(new RunLocal(command)).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        StackDirectory stackDirectory = new StackDirectory(
                directory != null ? directory : checkout.root().resolve(".local/stack"));
        Console console = new Console(System.out, System::nanoTime);
        WalkThrough walkThrough = new WalkThrough(
                checkout.root(),
                stackDirectory,
                new Stack(checkout, stackDirectory),
                new Orders(records, rate, seed, malformedPercent),
                jobArguments(),
                reenrich,
                command,
                console);
        try (CleanUp cleanUp = CleanUp.alsoOnExit()) {
            RunReport outcome = walkThrough.play(keep, cleanUp);
            if (report != null) {
                outcome.write(report);
            }
            if (page != null) {
                outcome.writePage(page);
                console.show("The run as a page: " + page.toAbsolutePath());
            }
            if (keep) {
                cleanUp.cancel();
                console.show(WalkThrough.HOW_TO_GO_ON);
            }
            return outcome.accountedFor() ? 0 : FAILED;
        } catch (CommandException e) {
            System.err.println("run-local: " + e.getMessage());
            return FAILED;
        }
    }

    /** Returns the arguments of the job that a run may choose. */
    private List<String> jobArguments() {
        List<String> arguments = new ArrayList<>();
        if (workers != null) {
            arguments.addAll(List.of("--cluster", workers.toString()));
        }
        if (lookupMode != null) {
            arguments.addAll(List.of("--lookup_mode", lookupMode));
        }
        return arguments;
    }

    /** What to send. */
    record Orders(int count, double perSecond, long seed, double malformedPercent) {
        Orders {
            List<String> problems = new ArrayList<>();
            if (count < 2) {
                problems.add("--records " + count + ": at least 2, for a half before and a half after the updates");
            }
            if (perSecond < 0) {
                problems.add("--rate " + perSecond + ": must not be negative");
            }
            if (!(malformedPercent >= 0 && malformedPercent <= 100)) {
                problems.add("--malformed " + malformedPercent + ": must lie between 0 and 100");
            }
            if (!problems.isEmpty()) {
                throw new CommandException(String.join("; ", problems));
            }
        }
    }
}
