package io.streamlab.verify.benchmark.lookup;

import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.Benchmark;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code lookup}: seconds of reading the reference table, over its size. */
@Command(
        name = "lookup",
        description = {
            "Measures how long it takes until Spark has the reference rows: by the baseline, which stops at the first page; by "
                    + "the baseline to the last page; and by the job.",
            "Keys of the report: lookup_speedup_vs_sequential_100k, against the baseline to the last page; and under sizes all "
                    + "figures, in seconds."
        },
        mixinStandardHelpOptions = true)
public final class LookupBenchmark extends Benchmark<LookupBenchmark.Found> {
    private static final int COMPARED_SIZE = 100_000;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "1000,10000,100000",
            description = "items of the tables; default ${DEFAULT-VALUE}. It takes minutes to put a million there")
    private List<Integer> sizes;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "reads that count, after one that warms up; default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--arms",
            split = ",",
            defaultValue = "PUBLISHED,SEQUENTIAL,ONE_SEGMENT,JOB",
            description =
                    "of ${COMPLETION-CANDIDATES}, separated by commas; default all. Reading a million items page after "
                            + "page takes DynamoDB Local many minutes")
    private List<LookupArm> arms;

    LookupBenchmark() {
        super("lookup");
    }

    /**
     * What was found.
     *
     * @param results of every read
     * @param seconds of the reads that count, by the table's size and the arm
     */
    record Found(List<LookupResult> results, Map<Integer, Map<LookupArm, Figures>> seconds) {}

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sizes", sizes);
        settings.put("rounds", rounds);
        return settings;
    }

    @Override
    protected Found measure() throws InterruptedException {
        Map<String, List<List<String>>> tables = new LinkedHashMap<>();
        sizes.forEach(size -> tables.put(LookupSettings.tableOf(size), items(size)));
        List<LookupResult> results = run(
                LookupProgram.class,
                new LookupSettings(sizes, rounds, arms),
                LookupResult.class,
                LookupBenchmark::describe,
                tables);
        Map<Integer, Map<LookupArm, Figures>> seconds = new TreeMap<>();
        for (int items : sizes) {
            Map<LookupArm, Figures> bySize = new LinkedHashMap<>();
            for (LookupArm arm : arms) {
                bySize.put(
                        arm,
                        new Figures(results.stream()
                                .filter(result -> result.items() == items && result.arm() == arm && result.round() > 0)
                                .map(LookupResult::seconds)
                                .toList()));
            }
            seconds.put(items, bySize);
        }
        return new Found(results, seconds);
    }

    /** The published way stops at the first page, so it need not find all items. */
    @Override
    protected boolean isRight(Found found) {
        return found.results().stream()
                .filter(result -> result.arm() != LookupArm.PUBLISHED && result.round() > 0)
                .allMatch(result -> result.found() == result.items());
    }

    private static List<List<String>> items(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> List.of(
                        String.format("C%07d", i),
                        "Country number " + i,
                        String.format("C%07d-Country number %d", i, i)))
                .toList();
    }

    private static String describe(LookupResult result) {
        return String.format(
                Locale.ROOT,
                "  %,d items, %s: %.3f s, %,d rows%s",
                result.items(),
                result.arm().title(),
                result.seconds(),
                result.found(),
                result.round() == 0 ? ", warm-up" : "");
    }

    @Override
    protected List<TextTable> tables(Found found) {
        return found.seconds().keySet().stream()
                .map(items -> table(items, found))
                .toList();
    }

    private static TextTable table(int items, Found found) {
        TextTable table =
                new TextTable(Style.MARKDOWN, String.format(Locale.ROOT, "%,d items", items), "seconds", "rows found");
        found.seconds().get(items).forEach((arm, figures) -> {
            long rows = found.results().stream()
                    .filter(result -> result.items() == items && result.arm() == arm)
                    .mapToLong(LookupResult::found)
                    .min()
                    .orElseThrow();
            table.add(
                    arm.title(),
                    figures.medianAndRange(3),
                    String.format(Locale.ROOT, "%,d%s", rows, rows == items ? "" : ": WRONG"));
        });
        return table;
    }

    @Override
    protected void report(Found found, Report report) {
        Map<LookupArm, Figures> compared = found.seconds().get(COMPARED_SIZE);
        if (compared != null && arms.containsAll(List.of(LookupArm.SEQUENTIAL, LookupArm.JOB))) {
            report.put(
                    "lookup_speedup_vs_sequential_100k",
                    compared.get(LookupArm.SEQUENTIAL).median()
                            / compared.get(LookupArm.JOB).median());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        found.seconds().forEach((items, bySize) -> {
            Map<String, Object> arms = new LinkedHashMap<>();
            bySize.forEach((arm, values) -> arms.put(arm.title(), values.sorted()));
            figures.put(items.toString(), arms);
        });
        report.put("sizes", figures);
    }

    @Override
    protected void plot(Found found, Path file) {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (LookupArm arm : arms) {
            Map<Double, Double> line = new TreeMap<>();
            found.seconds()
                    .forEach((items, bySize) ->
                            line.put(items.doubleValue(), bySize.get(arm).median()));
            lines.put(arm.title(), line);
        }
        Plot.lines(file, "Until Spark has the reference rows", "items in the table", "seconds", lines);
    }
}
