package io.streamlab.join.run;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.apache.spark.util.SignalUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and SIGINT into a stop request. The JVM goes on until the job has ended.
 *
 * <p>A shutdown hook of the JVM cannot do this:
 *
 * <ol>
 *   <li>SIGTERM comes while a batch runs. The JVM begins to shut down and waits for the hook, and the hook waits for the batch.
 *   <li>The batch merges files. Hudi registers a shutdown hook for each merge, which a JVM that shuts down refuses.
 *   <li>The task fails. Spark's executor in the same JVM does not report failures of a shutdown. The batch never ends.
 * </ol>
 *
 * <p>What signals do:
 *
 * <ol>
 *   <li>The first signal requests the stop.
 *   <li>Signals in the second after the first belong to the first: Ctrl-C reaches every process of a terminal, and a
 *       command that started the job passes its own signal on.
 *   <li>A later signal ends the JVM, as it does without this class: exit code 143 for SIGTERM, 130 for SIGINT. Shutdown hooks
 *       have {@value #LONGEST_SHUTDOWN_SECONDS} seconds.
 * </ol>
 */
final class StopSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    static final String SIGTERM = "TERM";
    static final String SIGINT = "INT";

    /** Processes of one machine pass a signal on within milliseconds, also under load. People press Ctrl-C again later. */
    private static final long SAME_SIGNAL_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    /** Time for the shutdown hooks of Spark, which remove its temporary files. */
    private static final long LONGEST_SHUTDOWN_SECONDS = 5;

    /** 128 and the signal's number, by convention of shells. */
    private static final int EXIT_CODE_OF_SIGTERM = 143;

    private static final int EXIT_CODE_OF_SIGINT = 130;

    private final Consumer<String> stop;
    private final IntConsumer lastSeconds;
    private final LongSupplier nanoTime;

    private boolean requested;
    private long requestedAt;
    private boolean closed;

    StopSignals(Consumer<String> stop, IntConsumer lastSeconds, LongSupplier nanoTime) {
        this.stop = stop;
        this.lastSeconds = lastSeconds;
        this.nanoTime = nanoTime;
    }

    /**
     * Listens from now on.
     *
     * @param stop requests the stop; gets the signal's name. Called at most once, by a thread of its own
     */
    static StopSignals listen(Consumer<String> stop) {
        StopSignals signals = new StopSignals(stop, StopSignals::haltSoon, System::nanoTime);
        // Java 8 has no public class for signals. Spark's logs a warning where signals cannot be taken, as with the
        // option -Xrs.
        SignalUtils.register(SIGTERM, () -> signals.takes(SIGTERM));
        SignalUtils.register(SIGINT, () -> signals.takes(SIGINT));
        return signals;
    }

    /** Returns whether the signal has done its work here. Otherwise it ends the JVM. */
    synchronized boolean takes(String signal) {
        if (requested && nanoTime.getAsLong() - requestedAt <= SAME_SIGNAL_NANOSECONDS) {
            return true;
        }
        if (requested) {
            LOG.warn("SIG{}: ending at once; the next start repeats the batch that was running", signal);
            lastSeconds.accept(signal.equals(SIGINT) ? EXIT_CODE_OF_SIGINT : EXIT_CODE_OF_SIGTERM);
            return false;
        }
        if (closed) {
            return false;
        }
        requested = true;
        requestedAt = nanoTime.getAsLong();
        stop.accept("SIG" + signal);
        return true;
    }

    /** Requests no stop any more: a signal ends the JVM, as without this class. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** Ends the JVM in a few seconds, even if a shutdown hook waits for the batch. */
    private static void haltSoon(int exitCode) {
        Thread halt = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(LONGEST_SHUTDOWN_SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(exitCode);
                },
                "halt");
        halt.setDaemon(true);
        halt.start();
    }
}
