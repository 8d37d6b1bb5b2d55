package io.streamlab.verify.benchmark.source;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.KinesisEmulator;
import io.streamlab.verify.benchmark.KinesisProducer;
import io.streamlab.verify.benchmark.WorkFolder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/benchmark source}. */
@Command(
        name = "source",
        mixinStandardHelpOptions = true,
        description =
                "Compares the job's Kinesis source with the published ones, on one emulator: how fast a backlog is read, how late a record "
                        + "is, and what is lost when each batch is evaluated twice.")
public final class SourceBenchmark implements Callable<Integer> {
    private static final int WRONG = 1;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "200000",
            description = "records in the backlog; default ${DEFAULT-VALUE}")
    private long records;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "how often each connector reads the backlog, in turns; default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "how long records flow where their delay is measured; default ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--awslabs-jar",
            paramLabel = "FILE",
            description = "awslabs' connector for Scala 2.12, built as docs/KINESIS_SOURCE.md describes")
    private Path awslabsJar;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "an emulator that runs already, in place of the benchmark's own, which only keeps records in memory and so "
                            + "costs next to nothing")
    private URI endpoint;

    @Option(names = "--report", paramLabel = "FILE", description = "write the figures to this file, as JSON")
    private Path report;

    private SourceBenchmark() {}

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        List<Connector> connectors = connectors(checkout);
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        System.out.println(environment.describe());
        SourceWorkload workload = new SourceWorkload(records, rounds, seconds);
        SourceComparison comparison = measure(checkout, connectors, workload);
        System.out.println(comparison.table());
        if (report != null) {
            comparison.report(environment).write(report);
        }
        comparison.faults().forEach(System.out::println);
        return comparison.faults().isEmpty() ? 0 : WRONG;
    }

    private List<Connector> connectors(Checkout checkout) {
        List<Connector> connectors = new ArrayList<>(List.of(Connector.ours(checkout), Connector.qubole(checkout)));
        if (awslabsJar != null) {
            if (!Files.isRegularFile(awslabsJar)) {
                throw new CommandException("--awslabs-jar names " + awslabsJar + ", which is no file");
            }
            connectors.add(Connector.awslabs(awslabsJar));
        }
        return connectors;
    }

    private SourceComparison measure(Checkout checkout, List<Connector> connectors, SourceWorkload workload)
            throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create("source")) {
            return measure(checkout, connectors, workload, folder);
        }
    }

    private SourceComparison measure(
            Checkout checkout, List<Connector> connectors, SourceWorkload workload, WorkFolder folder)
            throws InterruptedException {
        try (KinesisEmulator emulator = endpoint == null ? KinesisEmulator.start() : KinesisEmulator.at(endpoint);
                KinesisProducer producer = new KinesisProducer(emulator, NumberedRecord::payload)) {
            return new SourceRun(checkout, folder.path(), emulator, producer, workload).compare(connectors);
        } catch (CommandException e) {
            // The message names a log in it.
            folder.keep();
            throw e;
        }
    }
}
