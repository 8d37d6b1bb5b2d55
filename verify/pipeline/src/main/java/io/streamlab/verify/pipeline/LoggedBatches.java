package io.streamlab.verify.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The job's reports of its batches, read from its log: one line of JSON each. */
public final class LoggedBatches {
    /** The logger that the reports come from. */
    private static final String MARK = "BatchReport";

    private static final String PHASE = "_ms";

    /** Milliseconds in which nothing was done: how long a record, or a change of a reference row, had waited. */
    private static final Set<String> LAGS = Set.of("consumer_lag_ms", "reenrich_lag_ms", "reference_change_age_ms");

    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> reports;

    private LoggedBatches(List<JsonNode> reports) {
        this.reports = reports;
    }

    /** Returns the reports up to now; a last line that is still being written is left for the next time. */
    public static LoggedBatches readFrom(Path log) {
        try {
            String text = Files.readString(log);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            return new LoggedBatches(whole.lines()
                    .filter(line -> line.contains(MARK) && line.contains("{"))
                    .map(LoggedBatches::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line.substring(line.indexOf('{')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the job's log holds a report that is no JSON: " + line, e);
        }
    }

    /** Less what the job has reported of the time between batches. */
    public int batches() {
        return (int) reports.stream().filter(report -> report.has("batch_id")).count();
    }

    /** Returns the reports as the job wrote them, those of work between batches too. */
    public List<JsonNode> reports() {
        return reports;
    }

    /** Adds one figure up over all batches; a batch that does not have it counts as zero. */
    public long sum(String figure) {
        return reports.stream()
                .mapToLong(report -> report.path(figure).asLong())
                .sum();
    }

    /** Returns a figure of the last report that has it; zero if none has. */
    public long last(String figure) {
        long last = 0;
        for (JsonNode report : reports) {
            last = report.has(figure) ? report.get(figure).asLong() : last;
        }
        return last;
    }

    /** Returns when the batch that made this commit had ended, in milliseconds since 1970. */
    public Optional<Long> endOfCommit(long instant) {
        return reports.stream()
                .filter(report -> report.path("commit").asLong() == instant)
                .map(report -> report.get("ended_at").asLong())
                .findFirst();
    }

    /** Returns seconds that all batches together spent in each phase. */
    public Map<String, Double> secondsByPhase() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (JsonNode report : reports) {
            report.properties().forEach(figure -> {
                if (figure.getKey().endsWith(PHASE) && !LAGS.contains(figure.getKey())) {
                    String phase = figure.getKey().substring(0, figure.getKey().length() - PHASE.length());
                    seconds.merge(phase, figure.getValue().asLong() / 1000.0, Double::sum);
                }
            });
        }
        return seconds;
    }
}
