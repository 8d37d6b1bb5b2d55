package io.streamlab.verify.benchmark.endtoend;

import io.streamlab.local.common.CommandException;
import io.streamlab.verify.benchmark.ArmsProcess;
import io.streamlab.verify.benchmark.KinesisEmulator;
import io.streamlab.verify.benchmark.KinesisProducer;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.Signals;
import io.streamlab.verify.benchmark.WorkFolder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;

/** One run of the benchmark: a backlog that is worked off, and then a stream into which records flow at half that pace. */
final class EndToEndRun {
    private static final int SHARDS = 4;

    /** Enough for the job's classes to be loaded and its loops to be compiled. */
    private static final long WARM_UP_RECORDS = 5_000;

    private static final long POLL_MILLIS = 50;

    /** Calls a second that the producer makes; its rate is a multiple of it. */
    private static final int CALLS_PER_SECOND = 10;

    private final KinesisEmulator emulator;
    private final KinesisProducer producer;
    private final ArmsProcess process;
    private final Map<String, String> environment;
    /** An emulator that runs already may have streams of an earlier run. */
    private final String prefix = "benchmark-" + UUID.randomUUID() + "-";

    private final String warmUpStream = prefix + "warm-up";

    /** @param dynamoDb where the reference table is */
    EndToEndRun(KinesisEmulator emulator, KinesisProducer producer, ArmsProcess process, Map<String, String> dynamoDb) {
        this.emulator = emulator;
        this.producer = producer;
        this.process = process;
        this.environment = new LinkedHashMap<>(dynamoDb);
        // Every emulator understands JSON, not every one the SDK's own format.
        this.environment.put("CBOR_ENABLED", "false");
    }

    void warmUp() throws InterruptedException {
        producer.createStream(warmUpStream, SHARDS);
        producer.fill(warmUpStream, WARM_UP_RECORDS, count -> {});
    }

    /** @param batchRecords that a batch takes at most */
    Outcome workOff(long records, int batchRecords) throws InterruptedException {
        String stream = prefix + "backlog";
        producer.createStream(stream, SHARDS);
        long step = Math.max(1, records / 10);
        producer.fill(stream, records, count -> {
            if (count % step == 0) {
                say("%,d of %,d records are on the stream", count, records);
            }
        });
        try (WorkFolder folder = WorkFolder.create("backlog")) {
            new Signals(folder.path()).signalEnd(records);
            // One batch right after the other.
            Outcome outcome = run(settings(stream, batchRecords, 1), folder);
            require(outcome, records);
            return outcome;
        }
    }

    /** @param recordsPerSecond that flow; a multiple of ten counts */
    Outcome keepUp(int recordsPerSecond, Duration duration, int batchRecords, int windowSeconds)
            throws InterruptedException {
        String stream = prefix + "flow";
        producer.createStream(stream, SHARDS);
        try (WorkFolder folder = WorkFolder.create("flow")) {
            EndToEndSettings settings = settings(stream, batchRecords, windowSeconds);
            CompletableFuture<Outcome> job = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(settings, folder);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CompletionException(e);
                }
            });
            Signals signals = new Signals(folder.path());
            while (!signals.isStarted() && !job.isDone()) {
                Thread.sleep(POLL_MILLIS);
            }
            say("Records flow, %,d a second for %d s", recordsPerSecond, duration.toSeconds());
            long sent = producer.produce(stream, recordsPerSecond, duration);
            signals.signalEnd(sent);
            Outcome outcome = join(job);
            require(outcome, sent);
            return outcome;
        }
    }

    /** Returns what the producer can keep to, not above the given rate. */
    static int possibleRate(double recordsPerSecond) {
        return Math.max(1, (int) (recordsPerSecond / CALLS_PER_SECOND)) * CALLS_PER_SECOND;
    }

    private EndToEndSettings settings(String stream, int batchRecords, int windowSeconds) {
        return new EndToEndSettings(
                emulator.endpoint(),
                stream,
                warmUpStream,
                WARM_UP_RECORDS,
                Math.max(1, batchRecords / SHARDS),
                windowSeconds);
    }

    private Outcome run(EndToEndSettings settings, WorkFolder folder) throws InterruptedException {
        List<Outcome> outcomes =
                process.run(EndToEndProgram.class, settings, environment, folder, Outcome.class, EndToEndRun::describe);
        if (outcomes.size() != 1) {
            throw new CommandException("the job's process has reported " + outcomes.size() + " outcomes");
        }
        return outcomes.get(0);
    }

    private static Outcome join(CompletableFuture<Outcome> job) {
        try {
            return job.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CommandException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Every record has a key of its own, so each must be a row. */
    private static void require(Outcome outcome, long sent) {
        long matched = LongStream.range(0, sent).filter(Orders::isMatched).count();
        if (outcome.rows() != sent || outcome.keys() != sent || outcome.matched() != matched) {
            throw new CommandException(String.format(
                    Locale.ROOT,
                    "WRONG: of %,d records, %,d of them with a reference row, the table has %,d rows, %,d keys, and %,d with one",
                    sent,
                    matched,
                    outcome.rows(),
                    outcome.keys(),
                    outcome.matched()));
        }
    }

    private static String describe(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "  %,d rows in %d batches",
                outcome.rows(),
                outcome.batches().size());
    }

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
