package io.streamlab.join.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** The figures of one batch, of a batch that failed, or of the work between two batches. */
public final class BatchReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_CAUSE = 500;

    /** Numbers, texts, and maps of numbers by text, in the order in which they came. */
    private final Map<Figure, Object> figures = new LinkedHashMap<>();

    /** Figures of each of several reference tables, by its name. */
    private final Map<String, Map<Figure, Object>> byReferenceTable = new LinkedHashMap<>();

    private final long start = System.nanoTime();
    private Instant oldestArrival;

    private final boolean ofBatch;

    /** The figure that tells how long it took: of a batch, of work between batches, or until a failure. */
    private Figure time;

    BatchReport(long batchId) {
        this.ofBatch = true;
        this.time = Figure.BATCH_TIME;
        figures.put(Figure.BATCH_ID, batchId);
    }

    /** Begins the report of work between two batches. It has no sign of life, which an alarm looks for. */
    BatchReport() {
        this.ofBatch = false;
        this.time = Figure.TIME_BETWEEN_BATCHES;
    }

    /**
     * Turns this report into that of a failure. The figures of the records go, because the replay reports them again, and so
     * do the times. The log of a failure has its stack trace elsewhere.
     */
    void fail(Throwable failure) {
        Object batchId = figures.get(Figure.BATCH_ID);
        figures.clear();
        byReferenceTable.clear();
        oldestArrival = null;
        if (batchId != null) {
            figures.put(Figure.BATCH_ID, batchId);
        }
        figures.put(Figure.FAILURES, 1);
        figures.put(Figure.FAILURE, causeOf(failure));
        time = Figure.FAILED_AFTER;
    }

    private static String causeOf(Throwable failure) {
        String line = ExceptionUtils.getRootCause(failure).toString().trim().split("\\R", 2)[0];
        return line.length() <= LONGEST_CAUSE ? line : line.substring(0, LONGEST_CAUSE) + " ...";
    }

    /** Returns false for a report of work between two batches. */
    boolean isOfBatch() {
        return ofBatch;
    }

    /** Notes a figure. */
    public BatchReport count(Figure figure, Number value) {
        figures.put(figure, value);
        return this;
    }

    /** Notes several counts under one name. Only the log gets them. */
    public BatchReport counts(Figure figure, Map<String, Long> values) {
        figures.put(figure, new LinkedHashMap<>(values));
        return this;
    }

    /** Notes a figure of one of several reference tables. */
    public BatchReport count(String referenceTable, Figure figure, Number value) {
        figuresOf(referenceTable).put(figure, value);
        return this;
    }

    /** @see #counts(Figure, Map) */
    public BatchReport counts(String referenceTable, Figure figure, Map<String, Long> values) {
        figuresOf(referenceTable).put(figure, new LinkedHashMap<>(values));
        return this;
    }

    private Map<Figure, Object> figuresOf(String referenceTable) {
        return byReferenceTable.computeIfAbsent(referenceTable, any -> new LinkedHashMap<>());
    }

    /** Notes a text. Only the log gets it. */
    BatchReport text(Figure figure, String value) {
        figures.put(figure, value);
        return this;
    }

    /**
     * Notes since when the batch's oldest record has waited.
     *
     * @param arrival when that record came into the stream
     */
    public BatchReport oldestArrival(Instant arrival) {
        this.oldestArrival = arrival;
        return this;
    }

    /** Does some work and notes how long it took. A failure is passed on and not timed. */
    public <T> T timed(Figure figure, Supplier<T> work) {
        long workStart = System.nanoTime();
        T result = work.get();
        figures.put(figure, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - workStart));
        return result;
    }

    /** @see #timed(Figure, Supplier) */
    public void timed(Figure figure, Runnable work) {
        timed(figure, () -> {
            work.run();
            return null;
        });
    }

    /**
     * Ends the report with the figures that are known at the end: {@link Figure#BATCH_TIME}, {@link Figure#WINDOW_USE}
     * unless the window is zero, {@link Figure#CONSUMER_LAG} if the batch had records, {@link Figure#ALIVE} and
     * {@link Figure#ENDED_AT}. A report of work between batches gets {@link Figure#TIME_BETWEEN_BATCHES} in place of the time,
     * the window and the sign of life, and that of a failure {@link Figure#FAILED_AFTER}.
     */
    void end(Instant now, Duration window) {
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        figures.put(time, milliseconds);
        boolean isDone = time == Figure.BATCH_TIME;
        if (isDone && !window.isZero()) {
            figures.put(Figure.WINDOW_USE, Math.round(100.0 * milliseconds / window.toMillis()));
        }
        if (oldestArrival != null) {
            // Kinesis' clock may be ahead of this one.
            figures.put(
                    Figure.CONSUMER_LAG,
                    Math.max(0, Duration.between(oldestArrival, now).toMillis()));
        }
        if (isDone) {
            figures.put(Figure.ALIVE, 1);
        }
        figures.put(Figure.ENDED_AT, now.toEpochMilli());
    }

    /** Returns a figure, if the batch came to it and it is one number. */
    Optional<Number> figure(Figure figure) {
        return number(figures.get(figure));
    }

    /** Returns the names of several reference tables; none for a single one. */
    Set<String> referenceTables() {
        return byReferenceTable.keySet();
    }

    /** Returns a figure of one of several reference tables, as {@link #figure(Figure)}. */
    Optional<Number> figure(String referenceTable, Figure figure) {
        return number(byReferenceTable.get(referenceTable).get(figure));
    }

    private static Optional<Number> number(Object value) {
        return Optional.ofNullable(value).filter(Number.class::isInstance).map(Number.class::cast);
    }

    /** Returns the figures by their names, as one line of JSON. */
    String toJson() {
        Map<String, Object> byName = byName(figures);
        if (!byReferenceTable.isEmpty()) {
            Map<String, Object> tables = new LinkedHashMap<>();
            byReferenceTable.forEach((table, ofTable) -> tables.put(table, byName(ofTable)));
            byName.put(Figure.REFERENCE_TABLES.key(), tables);
        }
        try {
            return JSON.writeValueAsString(byName);
        } catch (IOException e) {
            throw new UncheckedIOException("numbers and texts cannot be written as JSON", e);
        }
    }

    private static Map<String, Object> byName(Map<Figure, Object> figures) {
        Map<String, Object> byName = new LinkedHashMap<>();
        figures.forEach((figure, value) -> byName.put(figure.key(), value));
        return byName;
    }
}
