package io.streamlab.join.run;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets batches and idle work take turns, and stops the query between two of them.
 *
 * <p>A stop within a batch loses nothing, because Spark replays the batch. But the stop leaves a half-written commit, which
 * the next start has to roll back. So after a stop request no batch begins, and the query stops when the running batch is
 * done and noted in the checkpoint. Running idle work ends in the same way.
 */
public final class BatchGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchGate.class);

    private static final long POLL_MILLISECONDS = 50;

    /** A batch or idle work is running. */
    private boolean busy;
    /** The next batch waits at the gate: Spark has noted the last batch as done. */
    private boolean batchWaits;

    /** Idle work has failed, so the query is about to be stopped. */
    private boolean failed;

    private boolean stopping;

    private Optional<StopSignals> signals = Optional.empty();

    /** Returns a gate that takes SIGTERM and SIGINT for stop requests, until it is closed. */
    public static BatchGate stoppedBySignals() {
        BatchGate gate = new BatchGate();
        gate.signals = Optional.of(StopSignals.listen(gate::requestStop));
        return gate;
    }

    /**
     * Runs a batch, once no idle work runs. After a stop request the batch does not begin.
     *
     * @throws InterruptedException when the query stops while the batch waits
     */
    public void runBatch(Runnable batch) throws InterruptedException {
        enter();
        try {
            batch.run();
        } finally {
            leave();
        }
    }

    /**
     * Runs idle work, unless a batch runs or a stop is requested. If the work fails, no batch begins any more: the caller
     * stops the query, which would interrupt the batch.
     *
     * @return the work's answer; false if the work did not run
     */
    boolean runIdle(BooleanSupplier work) {
        if (!tryEnter()) {
            return false;
        }
        boolean hasEnded = false;
        try {
            boolean answer = work.getAsBoolean();
            hasEnded = true;
            return answer;
        } finally {
            leaveIdle(!hasEnded);
        }
    }

    /**
     * Lets nothing begin any more. May be called by any thread, also before the query exists.
     *
     * @param by what requests the stop, for the log
     */
    public synchronized void requestStop(String by) {
        if (!stopping) {
            stopping = true;
            LOG.info("Stopping after the batch that is running: {}", by);
        }
    }

    /** Returns whether a stop is requested. */
    synchronized boolean isStopping() {
        return stopping;
    }

    /**
     * After a stop request: waits until what runs is done, and stops the query.
     *
     * @throws TimeoutException when the query does not stop in time
     * @throws IllegalStateException when the thread is interrupted
     */
    void stopBetweenBatches(StreamingQuery query) throws TimeoutException {
        try {
            awaitGap(query);
            // Not synchronized: to end, the thread that waits in enter() needs the lock again.
            query.stop();
            LOG.info("Stopped between two batches");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while waiting for the end of the batch that is running; the next start repeats it", e);
        }
    }

    private synchronized void enter() throws InterruptedException {
        batchWaits = true;
        while (stopping || failed || busy) {
            notifyAll();
            // After a stop request or failed idle work: until the query's stop interrupts this thread.
            wait();
        }
        batchWaits = false;
        busy = true;
    }

    private synchronized boolean tryEnter() {
        if (busy || stopping || failed) {
            return false;
        }
        busy = true;
        return true;
    }

    private synchronized void leaveIdle(boolean hasFailed) {
        failed = hasFailed;
        leave();
    }

    private synchronized void leave() {
        busy = false;
        notifyAll();
    }

    private synchronized void awaitGap(StreamingQuery query) throws InterruptedException {
        while (busy || query.isActive() && !isBetweenBatches(query)) {
            wait(POLL_MILLISECONDS);
        }
    }

    private boolean isBetweenBatches(StreamingQuery query) {
        return batchWaits || !query.status().isTriggerActive();
    }

    @Override
    public void close() {
        signals.ifPresent(StopSignals::close);
    }
}
