package io.streamlab.verify.benchmark.endtoend;

import io.streamlab.verify.benchmark.endtoend.Outcome.Batch;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** What Spark says of the batches of a query. */
final class ProcessedBatches extends StreamingQueryListener {
    private final List<Batch> batches = new CopyOnWriteArrayList<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
        // Only progress reports batches.
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        StreamingQueryProgress progress = event.progress();
        if (progress.numInputRows() > 0) {
            long start = Instant.parse(progress.timestamp()).toEpochMilli();
            batches.add(new Batch(
                    progress.numInputRows(), start + progress.durationMs().get("triggerExecution")));
        }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
        // The failure reaches whoever waits for the query.
    }

    long records() {
        return batches.stream().mapToLong(Batch::records).sum();
    }

    List<Batch> all() {
        return List.copyOf(batches);
    }
}
