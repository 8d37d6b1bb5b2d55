package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.Checkout;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.OutputOptions;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code upsert}: seconds of a batch, for each workload and arm. */
@Command(
        name = "upsert",
        description = {
            "Measures how long a batch takes: by the baseline (what the published sample does), by the job, and by plain Spark as "
                    + "the lower bound.",
            "Keys of the report: updates_speedup_vs_published, updates_ratio_to_limit, inserts_speedup_vs_published, "
                    + "inserts_ratio_to_limit; and under workloads all figures, in seconds."
        },
        mixinStandardHelpOptions = true)
public final class UpsertBenchmark implements Callable<Integer> {
    private static final int WRONG = 1;

    @Option(
            names = "--rows",
            defaultValue = "600000",
            description = "rows in the table before; default ${DEFAULT-VALUE}")
    private long rows;

    @Option(names = "--batch", defaultValue = "20000", description = "records of a batch; default ${DEFAULT-VALUE}")
    private int batch;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "batches that count, after one that warms up; default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--workloads",
            split = ",",
            defaultValue = "UPDATES,INSERTS",
            description = "of ${COMPLETION-CANDIDATES}, separated by commas; default all")
    private List<Workload> workloads;

    @Option(
            names = "--arms",
            split = ",",
            defaultValue = "PUBLISHED,JOB,REWRITE,APPEND",
            description = "of ${COMPLETION-CANDIDATES}, separated by commas; default all")
    private List<ArmType> arms;

    @Option(
            names = "--hudi-options",
            defaultValue = "",
            description = "further Hudi options for the job: key=value,...")
    private String hudiOptions;

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
        Settings settings = new Settings(rows, batch, rounds, workloads, arms, hudiOptions);
        Map<String, Object> described = described(settings, run.arms().hudi());
        System.out.println(environment.describe());
        System.out.println(described);
        List<Result> results = run.measure(settings);

        Report report = new Report("upsert", environment, described);
        Map<String, Object> figures = new LinkedHashMap<>();
        boolean right = true;
        for (Workload workload : workloads) {
            Comparison comparison = Comparison.of(workload, results);
            comparison.speedup().ifPresent(value -> report.put(workload + "_speedup_vs_published", value));
            comparison.ratioToLimit().ifPresent(value -> report.put(workload + "_ratio_to_limit", value));
            figures.put(workload.toString(), comparison.asMap());
            System.out.println();
            System.out.print(comparison.asTable());
            right &= comparison.isRight();
        }
        report.put("workloads", figures);
        plot(output.plot(checkout, "upsert.svg"), results);
        output.write(report);
        return right ? 0 : WRONG;
    }

    /** The bar of an arm that was not measured has no height. */
    private void plot(Path file, List<Result> results) {
        Map<String, List<Double>> bars = new LinkedHashMap<>();
        bars.put(ArmType.PUBLISHED.title(), medians(results, workload -> ArmType.PUBLISHED));
        bars.put(ArmType.JOB.title(), medians(results, workload -> ArmType.JOB));
        bars.put("the limit", medians(results, Workload::limit));
        Plot.bars(
                file,
                String.format(Locale.ROOT, "%,d records into a table of %,d rows", batch, rows),
                "seconds",
                workloads.stream().map(Workload::toString).toList(),
                bars);
    }

    private List<Double> medians(List<Result> results, Function<Workload, ArmType> arm) {
        return workloads.stream()
                .map(workload -> Comparison.of(workload, results).medianOf(arm.apply(workload)))
                .toList();
    }

    private static Map<String, Object> described(Settings settings, String hudi) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("rows", settings.rows());
        described.put("batch", settings.batch());
        described.put("rounds", settings.rounds());
        described.put("hudi", hudi);
        described.put("hudi_options", settings.hudiOptions());
        return described;
    }
}
