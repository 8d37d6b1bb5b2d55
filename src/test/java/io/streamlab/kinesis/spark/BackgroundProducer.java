package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.RecordOracle;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Sends records at a steady rate while a test does something else. */
final class BackgroundProducer {

    private BackgroundProducer() {}

    interface Action {
        void run() throws Exception;
    }

    /** Runs the action, sending this many records in each period; fails if a record could not be sent. */
    static void sendWhile(RecordOracle oracle, int recordsPerPeriod, Duration period, Action action) throws Exception {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> sending = thread.scheduleAtFixedRate(
                () -> oracle.send(recordsPerPeriod), 0, period.toMillis(), TimeUnit.MILLISECONDS);
        try {
            action.run();
        } finally {
            thread.shutdown();
        }
        if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the producer does not end");
        }
        if (!sending.isCancelled()) {
            sending.get();
        }
    }
}
