package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import io.streamlab.verify.benchmark.endtoend.EndToEndBenchmark;
import io.streamlab.verify.benchmark.lookup.LookupBenchmark;
import io.streamlab.verify.benchmark.reenrich.ReenrichBenchmark;
import io.streamlab.verify.benchmark.source.SourceBenchmark;
import io.streamlab.verify.benchmark.upsert.GrowthBenchmark;
import io.streamlab.verify.benchmark.upsert.PartitionsBenchmark;
import io.streamlab.verify.benchmark.upsert.UpsertBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * The command {@code scripts/benchmark}; each benchmark is a subcommand. Exit status: 0 when it has run and every arm was correct where it
 * has to be, 1 when not, 2 when the arguments are wrong.
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
            ReenrichBenchmark.class,
            EndToEndBenchmark.class
        })
public final class Benchmark {
    private static final int FAILED = 1;

    private Benchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark())
                .setExecutionExceptionHandler(Benchmark::describe)
                .execute(arguments));
    }

    /** What the user can do something about is told in a sentence; anything else is a fault and shown whole. */
    private static int describe(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (!(failure instanceof CommandException)) {
            throw failure;
        }
        System.err.println("benchmark: " + failure.getMessage());
        return FAILED;
    }
}
