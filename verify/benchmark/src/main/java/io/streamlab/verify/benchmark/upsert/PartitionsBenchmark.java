package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.Benchmark;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code partitions}: seconds of a batch of updates into a table with partitions, and into one without. */
@Command(
        name = "partitions",
        description = {
            "Measures a batch of updates with records of one partition, and one with records of all partitions: without "
                    + "partitions, and by region with keys that are unique in a partition or in the table.",
            "Keys of the report, under one_region and all_regions: the seconds of each table's batches, in the order of size."
        },
        mixinStandardHelpOptions = true)
public final class PartitionsBenchmark extends Benchmark<List<PartitionsResult>> {

    @Option(
            names = "--rows",
            defaultValue = "600000",
            description = "rows in each table before; default ${DEFAULT-VALUE}")
    private long rows;

    @Option(names = "--batch", defaultValue = "20000", description = "records of a batch; default ${DEFAULT-VALUE}")
    private int batch;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "batches of each kind that count, after one that warms up; default ${DEFAULT-VALUE}")
    private int rounds;

    PartitionsBenchmark() {
        super("partitions");
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rows", rows);
        settings.put("batch", batch);
        settings.put("rounds", rounds);
        settings.put("hudi", hudi());
        return settings;
    }

    @Override
    protected List<PartitionsResult> measure() throws InterruptedException {
        return run(
                PartitionsProgram.class,
                new UpsertSettings(rows, batch, rounds, List.of(Workload.UPDATES), List.of(ArmType.JOB), ""),
                PartitionsResult.class,
                PartitionsBenchmark::describe,
                Orders.REFERENCE_TABLES);
    }

    @Override
    protected boolean isRight(List<PartitionsResult> results) {
        return results.stream()
                .map(PartitionsResult::verdict)
                .filter(Objects::nonNull)
                .allMatch(Verdict.EXACT::equals);
    }

    private static String describe(PartitionsResult result) {
        String what;
        if (result.verdict() != null) {
            what = result.verdict().text();
        } else if (result.spread() == null) {
            what = String.format(Locale.ROOT, "the first rows %.2f s", result.seconds());
        } else {
            what = String.format(
                    Locale.ROOT,
                    "%s %.2f s%s",
                    result.spread().title(),
                    result.seconds(),
                    result.round() == 0 ? ", warm-up" : "");
        }
        return "  " + result.layout().title() + ": " + what;
    }

    private static Map<Spread, Map<Layout, Figures>> seconds(List<PartitionsResult> results) {
        Map<Spread, Map<Layout, Figures>> seconds = new EnumMap<>(Spread.class);
        for (Spread spread : Spread.values()) {
            Map<Layout, Figures> ofSpread = new EnumMap<>(Layout.class);
            for (Layout layout : Layout.values()) {
                ofSpread.put(
                        layout,
                        new Figures(results.stream()
                                .filter(result -> result.layout() == layout && result.spread() == spread)
                                .filter(result -> result.round() > 0)
                                .map(PartitionsResult::seconds)
                                .toList()));
            }
            seconds.put(spread, ofSpread);
        }
        return seconds;
    }

    @Override
    protected List<TextTable> tables(List<PartitionsResult> results) {
        Map<Spread, Map<Layout, Figures>> seconds = seconds(results);
        TextTable table = new TextTable(
                Style.MARKDOWN,
                "seconds of a batch that has records of",
                Spread.ONE_REGION.title(),
                Spread.ALL_REGIONS.title());
        for (Layout layout : Layout.values()) {
            table.add(
                    layout.title(),
                    seconds.get(Spread.ONE_REGION).get(layout).medianAndRange(2),
                    seconds.get(Spread.ALL_REGIONS).get(layout).medianAndRange(2));
        }
        return List.of(table);
    }

    @Override
    protected void plot(List<PartitionsResult> results, Path file) {
        Map<Spread, Map<Layout, Figures>> seconds = seconds(results);
        Map<String, List<Double>> bars = new LinkedHashMap<>();
        for (Layout layout : Layout.values()) {
            bars.put(
                    layout.title(),
                    seconds.values().stream()
                            .map(ofSpread -> ofSpread.get(layout).median())
                            .toList());
        }
        Plot.bars(
                file,
                String.format(Locale.ROOT, "%,d updates into a table of %,d rows", batch, rows),
                "seconds",
                Arrays.stream(Spread.values()).map(Spread::title).toList(),
                bars);
    }

    @Override
    protected void report(List<PartitionsResult> results, Report report) {
        seconds(results).forEach((spread, ofSpread) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            ofSpread.forEach((layout, values) -> figures.put(layout.title(), values.sorted()));
            report.put(spread.name().toLowerCase(Locale.ROOT), figures);
        });
    }
}
