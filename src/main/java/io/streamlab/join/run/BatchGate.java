package io.streamlab.join.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the batch that is running end before the process does.
 *
 * <p>A stop within a batch would lose nothing, as the batch is replayed, but it would leave a half-written commit for
 * the next start to roll back. So on SIGTERM no further batch is begun, and the query is stopped when the one that runs
 * is done and noted in the checkpoint. What is done between batches is let end in the same way, and no batch runs meanwhile.
 */
public final class BatchGate implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(BatchGate.class);

    /** Above Spark's own hook (40, Hadoop's file systems' 10 and 30 more): Spark must live until the batch is done. */
    private static final int HOOK_PRIORITY = 100;

    /** Longer than a batch should ever take; whoever sends the signal decides when to send the one that kills. */
    private static final long HOOK_TIMEOUT_MINUTES = 60;

    private static final long POLL_MILLISECONDS = 50;

    /** How often the idle work is asked whether there is any. */
    private static final long IDLE_MILLISECONDS = 500;

    private final transient VoidFunction2<Dataset<Row>, Long> batch;

    private boolean stopping;
    private boolean stopped;
    private boolean running;
    /** The next batch has come up to the gate, which tells that Spark has noted the last one as done. */
    private boolean waiting;

    public BatchGate(VoidFunction2<Dataset<Row>, Long> batch) {
        this.batch = batch;
    }

    @Override
    public void call(Dataset<Row> records, Long batchId) throws Exception {
        enter();
        try {
            batch.call(records, batchId);
        } finally {
            leave();
        }
    }

    /** Waits until the query ends by itself, fails, or is stopped by a signal; it is stopped when the idle work fails. */
    public void awaitEnd(StreamingQuery query, IdleWork idleWork) throws StreamingQueryException, TimeoutException {
        Runnable hook = () -> stopBetweenBatches(query);
        ShutdownHookManager hooks = ShutdownHookManager.get();
        hooks.addShutdownHook(hook, HOOK_PRIORITY, HOOK_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        try {
            while (!query.awaitTermination(IDLE_MILLISECONDS)) {
                runInGap(idleWork::betweenBatches);
            }
            while (runInGap(idleWork::atEnd)) {
                // There is more to do, and no signal has come meanwhile.
            }
        } finally {
            if (!isStopping()) {
                query.stop();
            }
            awaitStopUnderWay();
            if (!hooks.isShutdownInProgress()) {
                hooks.removeShutdownHook(hook);
            }
        }
    }

    /** Begins no further batch, waits for the one that runs, then stops the query. */
    void stopBetweenBatches(StreamingQuery query) {
        LOG.info("Stopping after the batch that is running");
        try {
            awaitGap(query);
            if (query.isActive()) {
                // Not under the lock: the thread that waits in enter() takes it once more to end.
                query.stop();
            }
            LOG.info("Stopped between two batches");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while waiting for the batch that is running; it will be replayed");
        } catch (TimeoutException e) {
            LOG.warn("The query did not stop in time; the batch that was running will be replayed", e);
        } finally {
            noteStopped();
        }
    }

    private synchronized void noteStopped() {
        stopped = true;
        notifyAll();
    }

    /**
     * A query ends for those who wait for it a little before its stop is done, which still needs the Spark context; and
     * who waits here is about to close that.
     */
    private synchronized void awaitStopUnderWay() {
        try {
            while (stopping && !stopped) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitGap(StreamingQuery query) throws InterruptedException {
        stopping = true;
        while (running || query.isActive() && !betweenBatches(query)) {
            wait(POLL_MILLISECONDS);
        }
    }

    private boolean betweenBatches(StreamingQuery query) {
        return waiting || !query.status().isTriggerActive();
    }

    /** @return what the work does; false without it, while a batch runs or when the job is to stop */
    private boolean runInGap(BooleanSupplier work) {
        if (!enterGap()) {
            return false;
        }
        try {
            return work.getAsBoolean();
        } finally {
            leave();
        }
    }

    private synchronized boolean enterGap() {
        if (running || stopping) {
            return false;
        }
        running = true;
        return true;
    }

    private synchronized void enter() throws InterruptedException {
        waiting = true;
        while (stopping || running) {
            notifyAll();
            // If the job is to stop, until the query's stop interrupts this thread.
            wait();
        }
        waiting = false;
        running = true;
    }

    private synchronized void leave() {
        running = false;
        notifyAll();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }
}
