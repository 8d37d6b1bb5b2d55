package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.Checkout;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.OutputOptions;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import io.streamlab.verify.benchmark.ResultTable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
public final class GrowthBenchmark implements Callable<Integer> {
    private static final int WRONG = 1;
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

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        UpsertRun run = UpsertRun.of(checkout, Optional.ofNullable(hudiBundle));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sizes", sizes);
        settings.put("batch", batch);
        settings.put("rounds", rounds);
        settings.put("hudi", run.arms().hudi());
        System.out.println(environment.describe());
        System.out.println(settings);

        Map<Long, Map<Workload, Comparison>> found = new TreeMap<>();
        for (long rows : sizes) {
            System.err.printf(Locale.ROOT, "A table of %,d rows%n", rows);
            List<Result> results = run.measure(new Settings(rows, batch, rounds, List.of(Workload.values()), arms, ""));
            Map<Workload, Comparison> bySize = new LinkedHashMap<>();
            for (Workload workload : Workload.values()) {
                bySize.put(workload, Comparison.of(workload, results));
            }
            found.put(rows, bySize);
        }
        report(new Report("growth", environment, settings), found);
        print(found);
        plot(output.plot(checkout, "growth.svg"), found);
        boolean right = found.values().stream()
                .flatMap(bySize -> bySize.values().stream())
                .allMatch(Comparison::isRight);
        return right ? 0 : WRONG;
    }

    private void report(Report report, Map<Long, Map<Workload, Comparison>> found) {
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
        output.write(report);
    }

    private void print(Map<Long, Map<Workload, Comparison>> found) {
        for (Workload workload : Workload.values()) {
            ResultTable table = new ResultTable(
                    workload + ", seconds of a batch", ArmType.PUBLISHED.title(), ArmType.JOB.title(), "times faster");
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
            System.out.println();
            System.out.print(table);
        }
    }

    private void plot(Path file, Map<Long, Map<Workload, Comparison>> found) {
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
