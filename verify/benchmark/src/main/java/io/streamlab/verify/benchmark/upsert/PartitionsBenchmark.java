package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Figures;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.OutputOptions;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import io.streamlab.verify.benchmark.ResultTable;
import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code partitions}: seconds of a batch of updates into a table with partitions, beside one without. */
@Command(
        name = "partitions",
        description = {
            "Measures a batch of updates with records of one partition, and one with records of all partitions: without "
                    + "partitions, and by region with keys that are unique in a partition or in the table.",
            "Keys of the report, under one_region and all_regions: the seconds of each table's batches, in the order of size."
        },
        mixinStandardHelpOptions = true)
public final class PartitionsBenchmark implements Callable<Integer> {
    private static final int WRONG = 1;

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

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        UpsertRun run = UpsertRun.of(checkout, Optional.empty());
        Settings settings = new Settings(rows, batch, rounds, List.of(Workload.UPDATES), List.of(ArmType.JOB), "");
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("rows", rows);
        described.put("batch", batch);
        described.put("rounds", rounds);
        described.put("hudi", run.arms().hudi());
        System.out.println(environment.describe());
        System.out.println(described);
        List<PartitionsResult> results =
                run.measure(PartitionsProgram.class, settings, PartitionsResult.class, PartitionsBenchmark::describe);

        Map<Spread, Map<Layout, Figures>> seconds = seconds(results);
        print(seconds);
        plot(output.plot(checkout, "partitions.svg"), seconds);
        report(new Report("partitions", environment, described), seconds);
        boolean right = results.stream()
                .map(PartitionsResult::verdict)
                .filter(Objects::nonNull)
                .allMatch(Verdict.EXACT::equals);
        return right ? 0 : WRONG;
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

    private static void print(Map<Spread, Map<Layout, Figures>> seconds) {
        ResultTable table = new ResultTable(
                "seconds of a batch that has records of", Spread.ONE_REGION.title(), Spread.ALL_REGIONS.title());
        for (Layout layout : Layout.values()) {
            table.add(
                    layout.title(),
                    seconds.get(Spread.ONE_REGION).get(layout).medianAndRange(2),
                    seconds.get(Spread.ALL_REGIONS).get(layout).medianAndRange(2));
        }
        System.out.println();
        System.out.print(table);
    }

    private void plot(Path file, Map<Spread, Map<Layout, Figures>> seconds) {
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

    private void report(Report report, Map<Spread, Map<Layout, Figures>> seconds) {
        seconds.forEach((spread, ofSpread) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            ofSpread.forEach((layout, values) -> figures.put(layout.title(), values.sorted()));
            report.put(spread.name().toLowerCase(Locale.ROOT), figures);
        });
        output.write(report);
    }
}
