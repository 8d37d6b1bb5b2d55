package io.streamlab.join.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to one batch, logged as one line of JSON.
 *
 * <p>Counts are records, rows or items as their names say; each phase is timed in milliseconds as {@code <phase>_ms}.
 */
public final class BatchReport {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReport.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Number> figures = new LinkedHashMap<>();
    private final long start = System.nanoTime();

    public BatchReport(long batchId) {
        figures.put("batch_id", batchId);
    }

    public BatchReport count(String name, Number value) {
        figures.put(name, value);
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
     * Ends the report with the time of the whole batch, {@code batch_ms}, and when it ended, {@code ended_at}, in
     * milliseconds since 1970; and logs it.
     */
    public void publish() {
        figures.put("batch_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        figures.put("ended_at", System.currentTimeMillis());
        LOG.info("{}", toJson());
    }

    String toJson() {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            for (Map.Entry<String, Number> figure : figures.entrySet()) {
                generator.writeFieldName(figure.getKey());
                generator.writeNumber(figure.getValue().toString());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter failed", e);
        }
        return json.toString();
    }
}
