package io.streamlab.join.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** The run of a started query to its end: schedules the idle work, and stops the query between two batches on SIGTERM. */
public final class QueryRun {
    /** Above Spark's hook, 40, and those of Hadoop's file systems, 10 and 30: they must live until the batch is done. */
    private static final int HOOK_PRIORITY = 100;

    /** Longer than any batch should take. Whoever sends SIGTERM decides when to send SIGKILL. */
    private static final long HOOK_TIMEOUT_MINUTES = 60;

    /** How often the idle work is asked whether there is something to do. */
    private static final long IDLE_MILLISECONDS = 500;

    private final StreamingQuery query;
    private final BatchGate gate;
    private final IdleWork idleWork;

    /** @param gate through which the query's batches go */
    public QueryRun(StreamingQuery query, BatchGate gate, IdleWork idleWork) {
        this.query = query;
        this.gate = gate;
        this.idleWork = idleWork;
    }

    /**
     * Waits until the query ends by itself, fails, or is stopped by a signal. Stops the query if the idle work fails.
     *
     * @throws StreamingQueryException when the query has failed
     * @throws TimeoutException when the query does not stop in time
     */
    public void awaitEnd() throws StreamingQueryException, TimeoutException {
        ShutdownHookManager hooks = ShutdownHookManager.get();
        Runnable hook = () -> gate.stopBetweenBatches(query);
        hooks.addShutdownHook(hook, HOOK_PRIORITY, HOOK_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        try {
            while (!query.awaitTermination(IDLE_MILLISECONDS)) {
                gate.runIdle(idleWork::betweenBatches);
            }
            while (gate.runIdle(idleWork::atEnd)) {
                // There is more to do, and nobody has requested a stop.
            }
        } finally {
            if (!gate.isStopping()) {
                query.stop();
            }
            gate.awaitStopUnderWay();
            if (!hooks.isShutdownInProgress()) {
                hooks.removeShutdownHook(hook);
            }
        }
    }
}
