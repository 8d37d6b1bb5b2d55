package io.streamlab.join.run;

import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** The run of a started query to its end: schedules the idle work, and stops the query between two batches on request. */
public final class QueryRun {
    /** How often the idle work is asked whether there is something to do, and how soon a stop request is met. */
    private static final long IDLE_MILLISECONDS = 500;

    private final StreamingQuery query;
    private final BatchGate gate;
    private final IdleWork idleWork;
    private final StopRequestFile stopRequest;

    /**
     * @param gate through which the query's batches go, and which takes stop requests
     * @param stopRequest the file that requests a stop of this run
     */
    public QueryRun(StreamingQuery query, BatchGate gate, IdleWork idleWork, StopRequestFile stopRequest) {
        this.query = query;
        this.gate = gate;
        this.idleWork = idleWork;
        this.stopRequest = stopRequest;
    }

    /**
     * Waits until the query ends by itself, fails, or is stopped on request. Stops the query if the idle work fails.
     *
     * @throws StreamingQueryException when the query has failed
     * @throws TimeoutException when the query does not stop in time
     */
    public void awaitEnd() throws StreamingQueryException, TimeoutException {
        try {
            while (!isStopRequested() && !query.awaitTermination(IDLE_MILLISECONDS)) {
                gate.runIdle(idleWork::betweenBatches);
            }
            while (!isStopRequested() && gate.runIdle(idleWork::atEnd)) {
                // There is more to do.
            }
            if (gate.isStopping()) {
                gate.stopBetweenBatches(query);
                query.awaitTermination();
            }
        } finally {
            query.stop();
        }
    }

    private boolean isStopRequested() {
        if (!gate.isStopping() && stopRequest.isThere()) {
            gate.requestStop(stopRequest.toString());
            stopRequest.remove();
        }
        return gate.isStopping();
    }
}
