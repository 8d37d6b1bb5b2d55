package io.streamlab.local.benchmark.upsert;

import io.streamlab.local.benchmark.BenchmarkException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/** How long Spark says that a streaming query has spent in its batches: from the call of foreachBatch to its return. */
final class BatchTimes extends StreamingQueryListener {
    private static final long LONGEST_WAIT_SECONDS = 30;

    private final BlockingQueue<Double> seconds = new LinkedBlockingQueue<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
        // Only progress tells times.
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        if (event.progress().numInputRows() > 0) {
            seconds.add(event.progress().durationMs().get("addBatch") / 1_000.0);
        }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
        // The failure reaches whoever waits for the query.
    }

    /** Of the next batch that has not been asked for; Spark reports it a moment after the batch. */
    double next() throws InterruptedException {
        Double next = seconds.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new BenchmarkException("the batch was not run, or Spark did not report it");
        }
        return next;
    }
}
