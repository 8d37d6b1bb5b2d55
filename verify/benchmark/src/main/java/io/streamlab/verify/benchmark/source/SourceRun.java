package io.streamlab.verify.benchmark.source;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.verify.benchmark.KinesisEmulator;
import io.streamlab.verify.benchmark.KinesisProducer;
import io.streamlab.verify.benchmark.Signals;
import io.streamlab.verify.benchmark.SparkProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** One run of the benchmark on one emulator, with a reader in a JVM of its own for each measurement. */
final class SourceRun {
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx2g", "-Dlog4j2.configurationFile=io/streamlab/verify/benchmark/log4j2-arm.properties");

    /** The SDKs' own format of Kinesis, CBOR, is not understood by every emulator, nor the emulators' by every SDK; JSON is by all. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", Endpoints.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", Endpoints.ACCESS_KEY,
            "AWS_REGION", Endpoints.REGION,
            // Of the AWS SDK for Java 2, and of 1.
            "CBOR_ENABLED", "false",
            "AWS_CBOR_DISABLE", "true");

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration AS_FAST_AS_IT_CAN = Duration.ZERO;
    private static final Duration TRIGGER = Duration.ofSeconds(1);

    private final Checkout checkout;
    private final Path folder;
    private final KinesisEmulator emulator;
    private final KinesisProducer producer;
    private final SourceWorkload workload;
    /** An emulator that runs already may have streams of an earlier run. */
    private final String prefix = "benchmark-" + UUID.randomUUID() + "-";

    private final String warmUpStream = prefix + "warm-up";
    private final String backlogStream = prefix + "backlog";
    private int readers;

    SourceRun(
            Checkout checkout,
            Path folder,
            KinesisEmulator emulator,
            KinesisProducer producer,
            SourceWorkload workload) {
        this.checkout = checkout;
        this.folder = folder;
        this.emulator = emulator;
        this.producer = producer;
        this.workload = workload;
    }

    SourceComparison compare(List<Connector> connectors) throws InterruptedException {
        fill();
        Map<Connector, List<Reading>> backlog = new LinkedHashMap<>();
        connectors.forEach(connector -> backlog.put(connector, new ArrayList<>()));
        for (int round = 1; round <= workload.rounds(); round++) {
            for (Connector connector : connectors) {
                Reading reading = readBacklog(connector);
                say("%s read the backlog in %.1f s (round %d)", connector.name(), reading.seconds(), round);
                backlog.get(connector).add(reading);
            }
        }
        Map<Connector, Live> delays = new LinkedHashMap<>();
        Map<Connector, Live> twice = new LinkedHashMap<>();
        for (Connector connector : connectors) {
            delays.put(connector, readLive(connector, "delay", Duration.ofSeconds(workload.seconds()), 1));
            say("%s has read a stream into which records flow", connector.name());
        }
        for (Connector connector : connectors) {
            twice.put(connector, readLive(connector, "twice", SourceWorkload.DOUBLE_EVALUATION, 2));
            say("%s has read one with every batch evaluated twice", connector.name());
        }
        return new SourceComparison(emulator.name(), workload, connectors, backlog, delays, twice);
    }

    /**
     * What a connector has read of a stream while records flowed into it.
     *
     * @param sent how many there were
     */
    record Live(Reading reading, long sent) {}

    private void fill() throws InterruptedException {
        producer.createStream(warmUpStream, SourceWorkload.SHARDS);
        producer.fill(warmUpStream, SourceWorkload.WARM_UP_RECORDS, count -> {});
        producer.createStream(backlogStream, SourceWorkload.SHARDS);
        long step = Math.max(1, workload.records() / 10);
        producer.fill(backlogStream, workload.records(), count -> {
            if (count % step == 0) {
                say("%,d of %,d records are on the stream", count, workload.records());
            }
        });
    }

    private Reading readBacklog(Connector connector) throws InterruptedException {
        Path own = createReaderFolder("backlog", connector);
        new Signals(own).signalEnd(workload.records());
        return await(start(connector, own, backlogStream, AS_FAST_AS_IT_CAN, 1), own);
    }

    private Live readLive(Connector connector, String measurement, Duration duration, int evaluations)
            throws InterruptedException {
        Path own = createReaderFolder(measurement, connector);
        String stream = prefix + own.getFileName();
        producer.createStream(stream, SourceWorkload.SHARDS);
        CompletableFuture<Void> reader = start(connector, own, stream, TRIGGER, evaluations);
        Signals signals = new Signals(own);
        while (!signals.isStarted() && !reader.isDone()) {
            Thread.sleep(POLL.toMillis());
        }
        long sent = producer.produce(stream, SourceWorkload.RECORDS_PER_SECOND, duration);
        signals.signalEnd(sent);
        return new Live(await(reader, own), sent);
    }

    private CompletableFuture<Void> start(
            Connector connector, Path own, String stream, Duration trigger, int evaluations) {
        List<Path> classpath = Stream.of(
                        List.of(checkout.jar("verify/benchmark")),
                        connector.jars(),
                        checkout.dependencies("local/spark"))
                .flatMap(List::stream)
                .toList();
        List<String> arguments = new ArrayList<>(List.of(
                connector.format(),
                own.toString(),
                Long.toString(trigger.toMillis()),
                Integer.toString(evaluations),
                stream,
                warmUpStream,
                Integer.toString(SourceWorkload.WARM_UP_RECORDS)));
        connector
                .options(ReaderProgram.STREAM, emulator.endpoint())
                .forEach((key, value) -> arguments.add(key + "=" + value));
        return CompletableFuture.runAsync(() -> {
            try {
                SparkProcess.run(
                        connector.name(),
                        classpath,
                        JVM_OPTIONS,
                        ReaderProgram.class,
                        arguments,
                        ENVIRONMENT,
                        own.resolve("log"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CompletionException(e);
            }
        });
    }

    private static Reading await(CompletableFuture<Void> reader, Path own) {
        try {
            reader.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CommandException failure) {
                throw failure;
            }
            throw e;
        }
        return Reading.read(own.resolve(ReaderProgram.READING));
    }

    private Path createReaderFolder(String measurement, Connector connector) {
        try {
            return Files.createDirectory(folder.resolve(measurement + "-" + connector.format() + "-" + readers++));
        } catch (IOException e) {
            throw new CommandException("cannot create a folder in " + folder, e);
        }
    }

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
