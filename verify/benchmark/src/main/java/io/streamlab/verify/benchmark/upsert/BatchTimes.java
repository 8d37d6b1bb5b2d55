package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.CommandException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/** How long Spark says that a streaming query has spent in its batches: from the call of foreachBatch to its return. */
final class BatchTimes extends StreamingQueryListener {
    private final BlockingQueue<Double> seconds = new LinkedBlockingQueue<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
        // Only progress reports times.
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

    /**
     * Of the next batch that has not been asked for; Spark reports it a moment after the batch.
     *
     * @param end of the query that runs it
     * @throws CommandException if the query has ended without running it
     */
    double next(CompletableFuture<Void> end) throws InterruptedException {
        while (true) {
            Double next = seconds.poll(1, TimeUnit.SECONDS);
            if (next != null) {
                return next;
            }
            if (end.isDone()) {
                throw new CommandException(
                        "the query has ended without running the batch",
                        end.handle((nothing, failure) -> failure).join());
            }
        }
    }
}
