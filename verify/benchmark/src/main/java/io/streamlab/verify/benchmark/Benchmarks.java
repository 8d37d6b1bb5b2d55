package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import io.streamlab.verify.benchmark.endtoend.EndToEndBenchmark;
import io.streamlab.verify.benchmark.lookup.LookupBenchmark;
import io.streamlab.verify.benchmark.lookup.LookupKeysBenchmark;
import io.streamlab.verify.benchmark.reenrich.ReenrichBenchmark;
import io.streamlab.verify.benchmark.source.SourceBenchmark;
import io.streamlab.verify.benchmark.upsert.GrowthBenchmark;
import io.streamlab.verify.benchmark.upsert.PartitionsBenchmark;
import io.streamlab.verify.benchmark.upsert.UpsertBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * The command {@code scripts/benchmark}; each benchmark is a subcommand. Exit status: 0 if the benchmark has run and the results
 * are right, 1 if not, 2 if the arguments are wrong.
 */
@Command(
        name = "scripts/benchmark",
        description = "Measures the job against others on this machine.",
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {
            SourceBenchmark.class,
            UpsertBenchmark.class,
            GrowthBenchmark.class,
            PartitionsBenchmark.class,
            LookupBenchmark.class,
            LookupKeysBenchmark.class,
            ReenrichBenchmark.class,
            EndToEndBenchmark.class
        })
public final class Benchmarks {
    private static final int FAILED = 1;

    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks())
                .setExecutionExceptionHandler(Benchmarks::describe)
                .execute(arguments));
    }

    /** Prints a failure that the user can mend as a sentence. Anything else is a fault and shown whole. */
    private static int describe(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (!(failure instanceof CommandException)) {
            throw failure;
        }
        System.err.println("benchmark: " + failure.getMessage());
        return FAILED;
    }
}
