package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.TextTable;
import io.streamlab.verify.benchmark.Benchmark;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
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
public final class UpsertBenchmark extends Benchmark<List<Result>> {

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

    UpsertBenchmark() {
        super("upsert");
    }

    @Override
    protected Optional<Path> hudiBundle() {
        return Optional.ofNullable(hudiBundle);
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rows", rows);
        settings.put("batch", batch);
        settings.put("rounds", rounds);
        settings.put("hudi", hudi());
        settings.put("hudi_options", hudiOptions);
        return settings;
    }

    @Override
    protected List<Result> measure() throws InterruptedException {
        UpsertSettings settings = new UpsertSettings(rows, batch, rounds, workloads, arms, hudiOptions);
        return run(UpsertProgram.class, settings, Result.class, settings::describe, Orders.REFERENCE_TABLES);
    }

    private List<Comparison> comparisons(List<Result> results) {
        return workloads.stream()
                .map(workload -> Comparison.of(workload, results))
                .toList();
    }

    @Override
    protected List<TextTable> tables(List<Result> results) {
        return comparisons(results).stream().map(Comparison::asTable).toList();
    }

    @Override
    protected boolean isRight(List<Result> results) {
        return comparisons(results).stream().allMatch(Comparison::isRight);
    }

    @Override
    protected void report(List<Result> results, Report report) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Comparison comparison : comparisons(results)) {
            String workload = comparison.workload().toString();
            comparison.speedup().ifPresent(value -> report.put(workload + "_speedup_vs_published", value));
            comparison.ratioToLimit().ifPresent(value -> report.put(workload + "_ratio_to_limit", value));
            figures.put(workload, comparison.asMap());
        }
        report.put("workloads", figures);
    }

    /** The bar of an arm that was not measured has no height. */
    @Override
    protected void plot(List<Result> results, Path file) {
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
}
