package io.streamlab.join.metrics;

import java.time.Instant;

/** Where figures of batch reports go besides the log. */
interface MetricsSink extends AutoCloseable {
    /** For those who read the log alone. */
    MetricsSink NONE = (report, endedAt) -> {};

    /** Takes the figures of a report that has ended; neither fails nor waits. */
    void publish(BatchReport report, Instant endedAt);

    @Override
    default void close() {}
}
