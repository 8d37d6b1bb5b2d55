package io.streamlab.verify.benchmark.lookup;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Figures;
import io.streamlab.verify.benchmark.ArmsProcess;
import io.streamlab.verify.benchmark.DynamoDbLocal;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.OutputOptions;
import io.streamlab.verify.benchmark.Plot;
import io.streamlab.verify.benchmark.ReferenceItems;
import io.streamlab.verify.benchmark.Report;
import io.streamlab.verify.benchmark.ResultTable;
import io.streamlab.verify.benchmark.WorkFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
public final class LookupBenchmark implements Callable<Integer> {
    private static final int WRONG = 1;
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

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sizes", sizes);
        settings.put("rounds", rounds);
        System.out.println(environment.describe());
        System.out.println(settings);
        List<LookupResult> results = measure(checkout);

        Map<Integer, Map<LookupArm, Figures>> seconds = new TreeMap<>();
        boolean right = true;
        for (int items : sizes) {
            Map<LookupArm, Figures> bySize = new LinkedHashMap<>();
            for (LookupArm arm : arms) {
                List<LookupResult> ofArm = results.stream()
                        .filter(result -> result.items() == items && result.arm() == arm && result.round() > 0)
                        .toList();
                bySize.put(
                        arm,
                        new Figures(ofArm.stream().map(LookupResult::seconds).toList()));
                right &= arm == LookupArm.PUBLISHED || ofArm.stream().allMatch(result -> result.found() == items);
            }
            seconds.put(items, bySize);
            print(items, bySize, results);
        }
        report(new Report("lookup", environment, settings), seconds);
        plot(output.plot(checkout, "lookup.svg"), seconds);
        return right ? 0 : WRONG;
    }

    private List<LookupResult> measure(Checkout checkout) throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create("lookup");
                DynamoDbLocal dynamoDb = DynamoDbLocal.start(checkout, folder.path("dynamodb.log"))) {
            for (int items : sizes) {
                System.err.printf(Locale.ROOT, "  putting %,d items%n", items);
                ReferenceItems.create(dynamoDb.environment(), LookupSettings.tableOf(items), items(items));
            }
            return new ArmsProcess(checkout, Optional.empty(), System.err)
                    .run(
                            LookupProgram.class,
                            new LookupSettings(sizes, rounds, arms),
                            dynamoDb.environment(),
                            folder,
                            LookupResult.class,
                            LookupBenchmark::describe);
        }
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

    private static void print(int items, Map<LookupArm, Figures> seconds, List<LookupResult> results) {
        ResultTable table = new ResultTable(String.format(Locale.ROOT, "%,d items", items), "seconds", "rows found");
        seconds.forEach((arm, figures) -> {
            long found = results.stream()
                    .filter(result -> result.items() == items && result.arm() == arm)
                    .mapToLong(LookupResult::found)
                    .min()
                    .orElseThrow();
            table.add(
                    arm.title(),
                    figures.medianAndRange(3),
                    String.format(Locale.ROOT, "%,d%s", found, found == items ? "" : ": WRONG"));
        });
        System.out.println();
        System.out.print(table);
    }

    private void report(Report report, Map<Integer, Map<LookupArm, Figures>> seconds) {
        Map<LookupArm, Figures> compared = seconds.get(COMPARED_SIZE);
        if (compared != null && arms.containsAll(List.of(LookupArm.SEQUENTIAL, LookupArm.JOB))) {
            report.put(
                    "lookup_speedup_vs_sequential_100k",
                    compared.get(LookupArm.SEQUENTIAL).median()
                            / compared.get(LookupArm.JOB).median());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        seconds.forEach((items, bySize) -> {
            Map<String, Object> arms = new LinkedHashMap<>();
            bySize.forEach((arm, values) -> arms.put(arm.title(), values.sorted()));
            figures.put(items.toString(), arms);
        });
        report.put("sizes", figures);
        output.write(report);
    }

    private void plot(Path file, Map<Integer, Map<LookupArm, Figures>> seconds) {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (LookupArm arm : arms) {
            Map<Double, Double> line = new TreeMap<>();
            seconds.forEach((items, bySize) ->
                    line.put(items.doubleValue(), bySize.get(arm).median()));
            lines.put(arm.title(), line);
        }
        Plot.lines(file, "Until Spark has the reference rows", "items in the table", "seconds", lines);
    }
}
