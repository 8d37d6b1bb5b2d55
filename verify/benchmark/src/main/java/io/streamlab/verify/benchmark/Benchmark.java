package io.streamlab.verify.benchmark;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.TextTable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * What the benchmarks of batches and tables have in common: each says what it measures with, measures, prints tables, and leaves
 * a report and a plot where they are asked for. Exit status: 0 if what was measured is right, 1 if not.
 *
 * @param <F> what was found
 */
public abstract class Benchmark<F> implements Callable<Integer> {
    private static final int WRONG = 1;

    private final String name;

    @Option(names = "--report", description = "write the figures to this file, as JSON")
    private Path reportFile;

    @Option(names = "--plots", description = "put plots into this folder; default .local/benchmarks of the checkout")
    private Path plots;

    private Checkout checkout;
    private ArmsProcess arms;

    /** @param name of the command, of the report and of the plot's file */
    protected Benchmark(String name) {
        this.name = name;
    }

    /** Returns what is measured with, for the report: numbers, versions. */
    protected abstract Map<String, Object> settings();

    protected abstract F measure() throws InterruptedException;

    protected abstract List<TextTable> tables(F found);

    protected abstract void report(F found, Report report);

    /** Draws a plot into the file; a benchmark may have none. */
    protected void plot(F found, Path file) {}

    /** Returns whether the results of what was measured are right. */
    protected abstract boolean isRight(F found);

    /** Returns the Hudi to measure with, instead of the local stand-in's. */
    protected Optional<Path> hudiBundle() {
        return Optional.empty();
    }

    @Override
    public final Integer call() throws InterruptedException {
        checkout = Checkout.find();
        arms = new ArmsProcess(checkout, hudiBundle(), System.err);
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        Map<String, Object> settings = settings();
        System.out.println(environment.describe());
        System.out.println(settings);
        F found = measure();
        for (TextTable table : tables(found)) {
            System.out.println();
            System.out.print(table);
        }
        if (reportFile != null) {
            Report report = new Report(name, environment, settings);
            report(found, report);
            report.write(reportFile);
        }
        Path folder = plots != null ? plots : checkout.root().resolve(".local/benchmarks");
        plot(found, folder.resolve(name + ".svg"));
        return isRight(found) ? 0 : WRONG;
    }

    /** Returns the Hudi that the arms run on. */
    protected final String hudi() {
        return arms.hudi();
    }

    /**
     * Runs a program in a Spark process of its own.
     *
     * @param program reads the settings
     * @param type of its results
     * @param describe a result in a line
     * @param environment by which the program finds its servers
     */
    protected final <R> List<R> runWith(
            Class<?> program,
            Object settings,
            Class<R> type,
            Function<R, String> describe,
            Map<String, String> environment)
            throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create(name)) {
            return arms.run(program, settings, environment, folder, type, describe);
        }
    }

    /**
     * Runs a program in a Spark process of its own, with a DynamoDB of its own.
     *
     * @param program reads the settings, and finds the server in its environment
     * @param type of its results
     * @param describe a result in a line
     * @param referenceTables the items of the reference tables, by the tables' names
     */
    protected final <R> List<R> run(
            Class<?> program,
            Object settings,
            Class<R> type,
            Function<R, String> describe,
            Map<String, List<List<String>>> referenceTables)
            throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create(name);
                DynamoDbLocal dynamoDb = DynamoDbLocal.start(checkout, folder.path("dynamodb.log"))) {
            referenceTables.forEach((table, items) -> {
                System.err.printf(Locale.ROOT, "  putting %,d items into %s%n", items.size(), table);
                ReferenceItems.create(dynamoDb.environment(), table, items);
            });
            return arms.run(program, settings, dynamoDb.environment(), folder, type, describe);
        }
    }
}
