package io.streamlab.join.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What happened to one batch.
 *
 * <p>Counts are records, rows or items as their names say; each phase is timed in milliseconds as {@code <phase>_ms}.
 */
public final class BatchReport {
    static final String BATCH_TIME = "batch_ms";
    static final String TIME_BETWEEN_BATCHES = "between_batches_ms";
    static final String WINDOW_USE = "window_use_percent";
    static final String CONSUMER_LAG = "consumer_lag_ms";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Numbers, and maps of numbers by text. */
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private final long start = System.nanoTime();
    private Instant oldestArrival;

    private final boolean ofBatch;

    BatchReport(long batchId) {
        this.ofBatch = true;
        figures.put("batch_id", batchId);
    }

    /** Of no batch, so that nobody takes it for a sign that batches end. */
    BatchReport() {
        this.ofBatch = false;
    }

    public BatchReport count(String name, Number value) {
        figures.put(name, value);
        return this;
    }

    /** Notes several counts under one name; they go to the log only, as their names may be anything. */
    public BatchReport counts(String name, Map<String, Long> values) {
        figures.put(name, new LinkedHashMap<>(values));
        return this;
    }

    /** @param arrival when the record that has waited longest came into the stream */
    public BatchReport oldestArrival(Instant arrival) {
        this.oldestArrival = arrival;
        return this;
    }

    /** Runs one phase of the batch and notes how long it took. */
    public <T> T timed(String phase, Supplier<T> work) {
        long phaseStart = System.nanoTime();
        T result = work.get();
        figures.put(phase + "_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - phaseStart));
        return result;
    }

    /** @see #timed(String, Supplier) */
    public void timed(String phase, Runnable work) {
        timed(phase, () -> {
            work.run();
            return null;
        });
    }

    /**
     * Ends the report with the time of the whole batch, {@code batch_ms}; when it ended, {@code ended_at}, in
     * milliseconds since 1970; how much of the window it took, {@code window_use_percent}, unless the window is zero;
     * and how long the oldest of its records had been in the stream by then, {@code consumer_lag_ms}. Of no batch it has
     * the time only, {@code between_batches_ms}.
     */
    void end(Instant now, Duration window) {
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        figures.put(ofBatch ? BATCH_TIME : TIME_BETWEEN_BATCHES, milliseconds);
        if (ofBatch && !window.isZero()) {
            figures.put(WINDOW_USE, Math.round(100.0 * milliseconds / window.toMillis()));
        }
        if (oldestArrival != null) {
            // Not below zero, where Kinesis' clock and this one differ.
            figures.put(
                    CONSUMER_LAG,
                    Math.max(0, Duration.between(oldestArrival, now).toMillis()));
        }
        figures.put("ended_at", now.toEpochMilli());
    }

    /** The figure of this name, if the batch came to it and it is a number. */
    Optional<Number> figure(String name) {
        return Optional.ofNullable(figures.get(name))
                .filter(Number.class::isInstance)
                .map(Number.class::cast);
    }

    /** One line. */
    String toJson() {
        try {
            return JSON.writeValueAsString(figures);
        } catch (IOException e) {
            throw new UncheckedIOException("numbers and texts cannot be written as JSON", e);
        }
    }
}
