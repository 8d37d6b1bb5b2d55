package io.streamlab.join.metrics;

import java.time.Instant;

/** Gets the figures of batch reports, besides the log. */
interface MetricsSink extends AutoCloseable {
    /** Drops the figures: the log alone has them. */
    MetricsSink NONE = (report, endedAt) -> {};

    /** Takes the figures of a report that has ended. Neither fails nor waits. */
    void publish(BatchReport report, Instant endedAt);

    @Override
    default void close() {}
}
