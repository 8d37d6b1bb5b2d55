package io.streamlab.join.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Carries what the source counts into the reports of batches. Each report gets what came since the report before, so nothing
 * is reported twice or left out.
 *
 * <p>A source that counts nothing, as that of awslabs, adds nothing to a report.
 */
final class SourceFigures {
    /** Figures that the source sums up from its start, by the source's names. */
    private static final Map<Figure, String> SUMS = sums();

    /** What somebody must hear of, even if no batch runs. */
    private static final Set<Figure> TROUBLE = Collections.unmodifiableSet(EnumSet.of(
            Figure.SOURCE_DATA_LOSSES,
            Figure.SOURCE_SHARDS_SKIPPED,
            Figure.SOURCE_THROTTLES,
            Figure.SOURCE_FAILED_CALLS));

    private final Supplier<Map<String, String>> source;
    private final Map<Figure, Long> reported = new EnumMap<>(Figure.class);

    /** @param source the source's figures by its names: sums since its start, and what is no sum as of now */
    SourceFigures(Supplier<Map<String, String>> source) {
        this.source = source;
    }

    private static Map<Figure, String> sums() {
        Map<Figure, String> sums = new LinkedHashMap<>();
        sums.put(Figure.SOURCE_DATA_LOSSES, "dataLosses");
        sums.put(Figure.SOURCE_SHARDS_SKIPPED, "shardsSkipped");
        sums.put(Figure.SOURCE_THROTTLES, "throttles");
        sums.put(Figure.SOURCE_FAILED_CALLS, "failedCalls");
        sums.put(Figure.SOURCE_EMPTY_ANSWERS, "emptyAnswers");
        sums.put(Figure.SOURCE_RECORDS_READ, "recordsRead");
        sums.put(Figure.SOURCE_RECORDS_FETCHED, "recordsFetched");
        sums.put(Figure.SOURCE_BYTES_READ, "bytesRead");
        sums.put(Figure.SOURCE_BYTES_FETCHED, "bytesFetched");
        sums.put(Figure.SOURCE_RECORDS_MISROUTED, "misroutedRecords");
        return Collections.unmodifiableMap(sums);
    }

    /** Returns whether something went wrong since the report before. */
    boolean hasTrouble() {
        Map<Figure, Long> sums = sumsOf(source.get());
        return TROUBLE.stream().anyMatch(figure -> sinceReport(figure, sums) > 0);
    }

    /** Notes in a report what came since the report before. */
    void addTo(BatchReport report) {
        Map<String, String> now = source.get();
        Map<Figure, Long> sums = sumsOf(now);
        count(now, "millisBehindLatest", Figure.SOURCE_MILLIS_BEHIND, report);
        String worst = now.getOrDefault("worstShards", "");
        if (!worst.isEmpty()) {
            report.text(Figure.SOURCE_WORST_SHARDS, worst);
        }
        sums.keySet().forEach(figure -> report.count(figure, sinceReport(figure, sums)));
        count(now, "planningMillis", Figure.SOURCE_PLANNING_TIME, report);
        reported.putAll(sums);
    }

    private long sinceReport(Figure figure, Map<Figure, Long> sums) {
        return sums.getOrDefault(figure, 0L) - reported.getOrDefault(figure, 0L);
    }

    private static Map<Figure, Long> sumsOf(Map<String, String> figures) {
        Map<Figure, Long> sums = new EnumMap<>(Figure.class);
        SUMS.forEach((figure, name) -> {
            if (figures.containsKey(name)) {
                sums.put(figure, Long.valueOf(figures.get(name)));
            }
        });
        return sums;
    }

    private static void count(Map<String, String> figures, String name, Figure figure, BatchReport report) {
        if (figures.containsKey(name)) {
            report.count(figure, Long.valueOf(figures.get(name)));
        }
    }
}
