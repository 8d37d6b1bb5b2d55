package io.streamlab.verify.chaos;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Stops the job with SIGTERM as often as asked, each time at a random moment, and starts it again. */
final class StopSeries {
    /** Far more than a restart and some batches take on a machine under load. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MOST_BATCHES_BEFORE = 3;
    private static final long POLL_MILLISECONDS = 50;

    /** Moments are taken from as long a time as a batch takes, or this at least. */
    private static final long SHORTEST_BATCH_MILLISECONDS = 3_000;

    private final JobUnderChaos job;
    private final WorkWatch watch;
    private final Timeline timeline;
    private final double longestEnd;
    private final Random random;
    private final Console console;
    private final List<Double> secondsAfterWork = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int inBatches;

    /** @param longestEnd the seconds that an end may take after the work that was under way */
    StopSeries(
            JobUnderChaos job, WorkWatch watch, Timeline timeline, double longestEnd, Random random, Console console) {
        this.job = job;
        this.watch = watch;
        this.timeline = timeline;
        this.longestEnd = longestEnd;
        this.random = random;
        this.console = console;
    }

    /**
     * Starts the job and leaves it stopped.
     *
     * @param goesOn whether there is still any sense in it; when not, this returns early
     * @throws CommandException if the job ends by itself, or plans no batch in time
     */
    void run(int stops, BooleanSupplier goesOn) throws InterruptedException {
        // The first run of a Glue version makes an archive of its classes when it ends, which takes longer.
        startAndAwaitBatches(1);
        job.stop(PATIENCE);
        while (secondsAfterWork.size() < stops && goesOn.getAsBoolean()) {
            long millisecondsOfABatch = startAndAwaitBatches(1 + random.nextInt(MOST_BATCHES_BEFORE));
            TimeUnit.MILLISECONDS.sleep(random.nextInt((int) millisecondsOfABatch));
            stop();
        }
    }

    /** @return how long the last batch took, in milliseconds */
    private long startAndAwaitBatches(int count) throws InterruptedException {
        int end = watch.batches() + count;
        job.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long begun = System.nanoTime();
        int seen = watch.batches();
        long longest = SHORTEST_BATCH_MILLISECONDS;
        while (watch.batches() < end) {
            if (!job.isRunning() || System.nanoTime() > deadline) {
                throw new CommandException("the job has ended by itself or plans no batch; see " + job.log());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
            if (watch.batches() > seen) {
                seen = watch.batches();
                longest =
                        Math.max(SHORTEST_BATCH_MILLISECONDS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                begun = System.nanoTime();
            }
        }
        return Math.min(longest, TimeUnit.MINUTES.toMillis(1));
    }

    private void stop() throws InterruptedException {
        boolean inBatch = watch.batchIsUnderWay();
        long signal = System.nanoTime();
        int exitCode = job.stop(PATIENCE);
        double sinceSignal = seconds(System.nanoTime() - signal);
        double sinceWork = seconds(System.nanoTime() - Math.max(signal, watch.lastWork()));
        secondsAfterWork.add(sinceWork);
        inBatches += inBatch ? 1 : 0;
        String stop = "stop " + secondsAfterWork.size();
        console.step(
                "Stopped %s a batch: %d, %.1f s after the signal, %.1f s after the last write",
                inBatch ? "in" : "between batches, not in", secondsAfterWork.size(), sinceSignal, sinceWork);
        if (exitCode != 0) {
            problems.add(stop + " ended with exit code " + exitCode + "; see " + job.log());
        }
        if (sinceWork > longestEnd) {
            problems.add(String.format("%s took %.1f s after the last write; see %s", stop, sinceWork, job.log()));
        }
        timeline.unfinished().forEach(file -> problems.add(stop + " left " + file));
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds / 1e9;
    }

    int stops() {
        return secondsAfterWork.size();
    }

    /** Returns how many stops hit a batch. */
    int inBatches() {
        return inBatches;
    }

    /** Returns the most seconds that an end took after the last write; 0 without a stop. */
    double slowestEnd() {
        return secondsAfterWork.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Returns a sentence for everything that a stop must not do. */
    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }
}
