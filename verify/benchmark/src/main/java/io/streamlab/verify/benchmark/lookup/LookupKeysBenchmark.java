package io.streamlab.verify.benchmark.lookup;

import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.Benchmark;
import io.streamlab.verify.benchmark.DynamoDbInMemory;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code lookup_keys}: seconds that a batch waits for its reference items, over the size of the table. */
@Command(
        name = "lookup_keys",
        description = {
            "Measures how long a batch waits for its reference items with --lookup_mode auto, over the size of the table. The job "
                    + "scans the small tables and reads by keys from the large ones.",
            "The tables are in a DynamoDB in memory that makes each item when it is asked for.",
            "Keys of the report: seconds_more_than_smallest, of the largest table; and under sizes all figures, in seconds."
        },
        mixinStandardHelpOptions = true)
public final class LookupKeysBenchmark extends Benchmark<LookupKeysBenchmark.Found> {
    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "4,100000,1000000,10000000",
            description = "items of the tables; default ${DEFAULT-VALUE}")
    private List<Integer> sizes;

    @Option(names = "--records", defaultValue = "20000", description = "records of the batch; default ${DEFAULT-VALUE}")
    private int records;

    @Option(
            names = "--values",
            defaultValue = "10000",
            description = "distinct join values among them; default ${DEFAULT-VALUE}")
    private int values;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "reads that count, after one that warms up; default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--answer_millis",
            defaultValue = "10",
            description = "how long DynamoDB holds each answer back; default ${DEFAULT-VALUE}")
    private int answerMillis;

    LookupKeysBenchmark() {
        super("lookup_keys");
    }

    /**
     * What was found.
     *
     * @param results of every read
     * @param seconds of the reads that count, by the table's size
     */
    record Found(List<LookupKeysResult> results, Map<Integer, Figures> seconds) {
        LookupKeysResult lastOf(int items) {
            return results.stream()
                    .filter(result -> result.items() == items)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }

        long peakOf(int items) {
            return results.stream()
                    .filter(result -> result.items() == items)
                    .mapToLong(LookupKeysResult::peakHeapMegabytes)
                    .max()
                    .orElseThrow();
        }
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sizes", sizes);
        settings.put("records", records);
        settings.put("values", values);
        settings.put("rounds", rounds);
        settings.put("answer_millis", answerMillis);
        return settings;
    }

    @Override
    protected Found measure() throws InterruptedException {
        List<LookupKeysResult> results;
        try (DynamoDbInMemory dynamoDb = DynamoDbInMemory.start(Duration.ofMillis(answerMillis))) {
            results = runWith(
                    LookupKeysProgram.class,
                    new LookupKeysSettings(sizes, records, values, rounds),
                    LookupKeysResult.class,
                    LookupKeysBenchmark::describe,
                    dynamoDb.environment());
        }
        Map<Integer, Figures> seconds = new TreeMap<>();
        for (int items : sizes) {
            seconds.put(
                    items,
                    new Figures(results.stream()
                            .filter(result -> result.items() == items && result.round() > 0)
                            .map(LookupKeysResult::seconds)
                            .toList()));
        }
        return new Found(results, seconds);
    }

    /** A scan finds all items, a read by keys one for each value that has an item. */
    @Override
    protected boolean isRight(Found found) {
        return found.results().stream()
                .allMatch(result ->
                        result.found() == (result.byKeys() ? Math.min(values, result.items()) : result.items()));
    }

    private static String describe(LookupKeysResult result) {
        return String.format(
                Locale.ROOT,
                "  %,d items, %s: %.3f s, %,d rows, %,.0f read units, %,d MB%s",
                result.items(),
                way(result),
                result.seconds(),
                result.found(),
                result.units(),
                result.peakHeapMegabytes(),
                result.round() == 0 ? ", warm-up" : "");
    }

    private static String way(LookupKeysResult result) {
        return result.byKeys() ? "by keys" : "a scan";
    }

    @Override
    protected List<TextTable> tables(Found found) {
        TextTable table = new TextTable(
                Style.MARKDOWN, "items", "the job chose", "seconds", "rows", "read units", "peak of the heap, MB");
        found.seconds().forEach((items, figures) -> {
            LookupKeysResult last = found.lastOf(items);
            table.add(
                    String.format(Locale.ROOT, "%,d", items),
                    way(last),
                    figures.medianAndRange(3),
                    String.format(Locale.ROOT, "%,d", last.found()),
                    String.format(Locale.ROOT, "%,.0f", last.units()),
                    String.format(Locale.ROOT, "%,d", found.peakOf(items)));
        });
        return List.of(table);
    }

    @Override
    protected void report(Found found, Report report) {
        TreeMap<Integer, Figures> bySize = new TreeMap<>(found.seconds());
        report.put(
                "seconds_more_than_smallest",
                bySize.lastEntry().getValue().median()
                        - bySize.firstEntry().getValue().median());
        Map<String, Object> figures = new LinkedHashMap<>();
        bySize.forEach((items, seconds) -> {
            Map<String, Object> size = new LinkedHashMap<>();
            size.put("seconds", seconds.sorted());
            size.put("by_keys", found.lastOf(items).byKeys());
            size.put("read_units", found.lastOf(items).units());
            size.put("peak_heap_mb", found.peakOf(items));
            figures.put(items.toString(), size);
        });
        report.put("sizes", figures);
    }

    @Override
    protected void plot(Found found, Path file) {
        Map<Double, Double> line = new TreeMap<>();
        found.seconds().forEach((items, seconds) -> line.put(items.doubleValue(), seconds.median()));
        Plot.lines(
                file,
                "Until Spark has the reference rows of a batch",
                "items in the table",
                "seconds",
                Map.of("--lookup_mode auto", line));
    }
}
