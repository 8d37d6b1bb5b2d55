package io.streamlab.verify.endurance;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import io.streamlab.local.stack.Stack;
import io.streamlab.local.stack.StackDirectory;
import io.streamlab.verify.pipeline.JsonReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code scripts/endurance}. Exit status: 0 nothing has grown, 1 something has, or something failed, 2 wrong arguments. */
@Command(name = "endurance", description = "Runs the job for many small commits, and looks for what grows with them.")
public final class Endurance implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int FEWEST_COMMITS = 30;

    @Option(
            names = "--commits",
            paramLabel = "N",
            defaultValue = "3000",
            description = "how many batches the job is to write, two to three seconds each")
    private int commits;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "decides the orders")
    private long seed;

    @Option(
            names = "--write_profile",
            paramLabel = "PROFILE",
            defaultValue = "updates",
            description = "the job's write profile; with inserts Hudi clusters files as well")
    private EnduranceSettings.Profile profile;

    @Option(
            names = "--hudi_options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "further options of Hudi for the job, such as a=b,c=d")
    private String hudiOptions;

    @Option(
            names = "--most_growth",
            paramLabel = "FACTOR",
            defaultValue = "1.1",
            description =
                    "how many times its first value a figure may have in the end. Versions in the catalog may not grow")
    private double mostGrowth;

    @Option(names = "--report", paramLabel = "FILE", description = "write the figures to this file, as JSON")
    private Path report;

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            description = "put plots into this folder; default plots in the folder of --directory")
    private Path plots;

    @Option(names = "--directory", paramLabel = "DIR", description = "where state, logs and data are")
    private Path directory;

    private Endurance() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Endurance())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        Path folder = directory != null ? directory : checkout.root().resolve(".local/endurance");
        StackDirectory stackDirectory = new StackDirectory(folder);
        Console console = new Console(System.out, System::nanoTime);
        EnduranceRun run = new EnduranceRun(
                checkout.root(),
                new Stack(checkout, stackDirectory),
                stackDirectory,
                console,
                outcome -> write(outcome, folder));
        try (CleanUp cleanUp = CleanUp.alsoOnExit()) {
            if (commits < FEWEST_COMMITS) {
                throw new CommandException("--commits is " + commits + ", and must be " + FEWEST_COMMITS + " or more");
            }
            EnduranceReport outcome =
                    run.play(new EnduranceSettings(commits, seed, profile, hudiOptions, mostGrowth), cleanUp);
            console.step(
                    "%,d commits, %,d records sent, %,d rejected, %,d rows re-enriched by %d changes, %d unaccounted for",
                    outcome.commits(),
                    outcome.recordsSent(),
                    outcome.recordsRejected(),
                    outcome.rowsReenriched(),
                    outcome.referenceChanges(),
                    outcome.unaccounted());
            console.show(String.format(Locale.ROOT, "     %-46s %10s %10s %10s", "", "first", "last", "at most"));
            console.show("     S3 requests of an idle job, an hour: " + outcome.idleS3RequestsAnHour());
            outcome.goals().forEach(goal -> console.show(goal.inWords()));
            return outcome.passed() ? 0 : FAILED;
        } catch (CommandException e) {
            System.err.println("endurance: " + e.getMessage());
            return FAILED;
        }
    }

    private void write(EnduranceReport outcome, Path folder) {
        JsonReport.write(outcome, report != null ? report : folder.resolve("report.json"));
        outcome.plot(plots != null ? plots : folder.resolve("plots"));
    }
}
