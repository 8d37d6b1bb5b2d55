package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.Benchmark;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code growth}: seconds of a batch over the size of the table, for the walk-through's way and the job's. */
@Command(
        name = "growth",
        description = {
            "Measures how the time of a batch grows with the table, by the baseline and by the job.",
            "Keys of the report: updates_growth and inserts_growth, the job's seconds at 1,200,000 rows over those at 300,000; "
                    + "and under sizes all figures, in seconds."
        },
        mixinStandardHelpOptions = true)
public final class GrowthBenchmark extends Benchmark<Map<Long, Map<Workload, Comparison>>> {
    private static final long SMALLER = 300_000;
    private static final long LARGER = 1_200_000;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "100000,300000,600000,1200000",
            description = "rows in the table before; default ${DEFAULT-VALUE}")
    private List<Long> sizes;

    @Option(names = "--batch", defaultValue = "20000", description = "records of a batch; default ${DEFAULT-VALUE}")
    private int batch;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "batches that count, after one that warms up; default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--arms",
            split = ",",
            defaultValue = "PUBLISHED,JOB",
            description = "of ${COMPLETION-CANDIDATES}, separated by commas; default ${DEFAULT-VALUE}")
    private List<ArmType> arms;

    @Option(
            names = "--hudi-bundle",
            description = "the jar of another Hudi bundle for Spark 3.3, instead of the stand-in's")
    private Path hudiBundle;

    GrowthBenchmark() {
        super("growth");
    }

    @Override
    protected Optional<Path> hudiBundle() {
        return Optional.ofNullable(hudiBundle);
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sizes", sizes);
        settings.put("batch", batch);
        settings.put("rounds", rounds);
        settings.put("hudi", hudi());
        return settings;
    }

    /** Returns the figures of each workload, by the table's size. */
    @Override
    protected Map<Long, Map<Workload, Comparison>> measure() throws InterruptedException {
        Map<Long, Map<Workload, Comparison>> found = new TreeMap<>();
        for (long rows : sizes) {
            System.err.printf(Locale.ROOT, "A table of %,d rows%n", rows);
            UpsertSettings settings = new UpsertSettings(rows, batch, rounds, List.of(Workload.values()), arms, "");
            List<Result> results =
                    run(UpsertProgram.class, settings, Result.class, settings::describe, Orders.REFERENCE_TABLES);
            Map<Workload, Comparison> bySize = new LinkedHashMap<>();
            for (Workload workload : Workload.values()) {
                bySize.put(workload, Comparison.of(workload, results));
            }
            found.put(rows, bySize);
        }
        return found;
    }

    @Override
    protected boolean isRight(Map<Long, Map<Workload, Comparison>> found) {
        return found.values().stream()
                .flatMap(bySize -> bySize.values().stream())
                .allMatch(Comparison::isRight);
    }

    @Override
    protected void report(Map<Long, Map<Workload, Comparison>> found, Report report) {
        for (Workload workload : Workload.values()) {
            if (found.containsKey(SMALLER) && found.containsKey(LARGER)) {
                report.put(
                        workload + "_growth",
                        found.get(LARGER).get(workload).medianOf(ArmType.JOB)
                                / found.get(SMALLER).get(workload).medianOf(ArmType.JOB));
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        found.forEach((rows, bySize) -> {
            Map<String, Object> workloads = new LinkedHashMap<>();
            bySize.forEach((workload, comparison) -> workloads.put(workload.toString(), comparison.asMap()));
            figures.put(rows.toString(), workloads);
        });
        report.put("sizes", figures);
    }

    @Override
    protected List<TextTable> tables(Map<Long, Map<Workload, Comparison>> found) {
        List<TextTable> tables = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            TextTable table = new TextTable(
                    Style.MARKDOWN,
                    workload + ", seconds of a batch",
                    ArmType.PUBLISHED.title(),
                    ArmType.JOB.title(),
                    "times faster");
            found.forEach((rows, bySize) -> {
                Comparison comparison = bySize.get(workload);
                table.add(
                        String.format(Locale.ROOT, "%,d rows", rows),
                        comparison.textOf(ArmType.PUBLISHED),
                        comparison.textOf(ArmType.JOB),
                        comparison
                                .speedup()
                                .map(ratio -> String.format(Locale.ROOT, "%.1f", ratio))
                                .orElse(""));
            });
            tables.add(table);
        }
        return tables;
    }

    @Override
    protected void plot(Map<Long, Map<Workload, Comparison>> found, Path file) {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (Workload workload : Workload.values()) {
            for (ArmType arm : arms) {
                Map<Double, Double> line = new TreeMap<>();
                found.forEach((rows, bySize) ->
                        line.put(rows.doubleValue(), bySize.get(workload).medianOf(arm)));
                lines.put(workload + ", " + arm.title(), line);
            }
        }
        Plot.lines(
                file,
                String.format(Locale.ROOT, "A batch of %,d records", batch),
                "rows in the table",
                "seconds",
                lines);
    }
}
