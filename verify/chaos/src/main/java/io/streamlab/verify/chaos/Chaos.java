package io.streamlab.verify.chaos;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import io.streamlab.local.stack.Stack;
import io.streamlab.local.stack.StackDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code scripts/chaos}. Exit status: 0 the table is what it has to be, 1 it is not, or something failed, 2
 * wrong arguments.
 */
@Command(
        name = "chaos",
        description = "Kills the job again and again, and compares the table with what was sent, row by row.")
public final class Chaos implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int PROBLEMS_SHOWN = 20;

    private static final int DEFAULT_KILLS = 20;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "how often to kill the job; default 20, and 0 with --stops")
    private Integer kills;

    @Option(
            names = "--stops",
            paramLabel = "N",
            defaultValue = "0",
            description = "instead of kills: how often to stop the job with SIGTERM")
    private int stops;

    @Option(
            names = "--longest_end",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long the job may take to end after the batch that a stop hit")
    private double longestEnd;

    @Option(
            names = "--move_rows",
            description = "write a table with partitions, in which each new version of an order moves its row")
    private boolean movesRows;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "decides the orders, the points of the kills and the faults")
    private long seed;

    @Option(
            names = "--reenrich",
            description =
                    "run the job with --reenrich true; in the end every row must show its reference row's newest values")
    private boolean reenrich;

    @Option(
            names = "--write_profile",
            paramLabel = "PROFILE",
            defaultValue = "updates",
            description = "the job's write profile; with inserts the job is also killed while Hudi clusters files")
    private ChaosSettings.Profile profile;

    @Option(
            names = "--lookup_mode",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = "how the job reads the reference table; with stream calls of its stream fail, too")
    private String lookupMode;

    @Option(
            names = "--cluster",
            paramLabel = "N",
            defaultValue = "0",
            description = "run the job on a Spark cluster of N workers, and kill its executors and workers too")
    private int workers;

    @Option(names = "--report", paramLabel = "FILE", description = "write the figures to this file, as JSON")
    private Path report;

    @Option(names = "--directory", paramLabel = "DIR", description = "where state, logs and data are")
    private Path directory;

    private Chaos() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        StackDirectory stackDirectory = new StackDirectory(
                directory != null ? directory : checkout.root().resolve(".local/chaos"));
        Console console = new Console(System.out, System::nanoTime);
        ChaosRun run = new ChaosRun(checkout.root(), new Stack(checkout, stackDirectory), stackDirectory, console);
        try (CleanUp cleanUp = CleanUp.alsoOnExit()) {
            ChaosReport outcome = run.play(
                    new ChaosSettings(
                            kills != null ? kills : stops > 0 ? 0 : DEFAULT_KILLS,
                            stops,
                            longestEnd,
                            seed,
                            reenrich,
                            movesRows,
                            profile,
                            lookupMode,
                            workers),
                    cleanUp);
            if (report != null) {
                outcome.write(report);
            }
            console.step(
                    "%d kills, %d stops, %,d records sent, %,d rows of %d commits, %d reads of %d of these: "
                            + "%d missing, %d doubled, %d wrong, %d torn",
                    outcome.kills(),
                    outcome.stops(),
                    outcome.sent(),
                    outcome.rows(),
                    outcome.commits(),
                    outcome.reads(),
                    outcome.commitsSeen(),
                    outcome.missing(),
                    outcome.doubled(),
                    outcome.wrong(),
                    outcome.torn());
            outcome.problems().stream().limit(PROBLEMS_SHOWN).forEach(problem -> console.step("%s", problem));
            return outcome.passed() ? 0 : FAILED;
        } catch (CommandException e) {
            System.err.println("chaos: " + e.getMessage());
            return FAILED;
        }
    }
}
