package io.streamlab.verify.benchmark.reenrich;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Figures;
import io.streamlab.verify.benchmark.ArmsProcess;
import io.streamlab.verify.benchmark.DynamoDbLocal;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.OutputOptions;
import io.streamlab.verify.benchmark.ReferenceItems;
import io.streamlab.verify.benchmark.Report;
import io.streamlab.verify.benchmark.ResultTable;
import io.streamlab.verify.benchmark.WorkFolder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code reenrich}: seconds until the rows of a table have followed a change of the reference data. */
@Command(
        name = "reenrich",
        description = {
            "Measures how long the job takes, with --reenrich true and while no record comes, to re-enrich the rows of changed "
                    + "items; and how long it takes to write the whole table again instead.",
            "Keys of the report: rebuild_seconds, and for each number of changed items, under changes: rows, seconds_to_find, "
                    + "seconds_to_write and seconds, each in the order of size."
        },
        mixinStandardHelpOptions = true)
public final class ReenrichBenchmark implements Callable<Integer> {
    private static final int WRONG = 1;

    @Option(names = "--rows", defaultValue = "600000", description = "rows of the table; default ${DEFAULT-VALUE}")
    private long rows;

    @Option(
            names = "--items",
            defaultValue = "3000",
            description = "items of the reference table; default ${DEFAULT-VALUE}")
    private int items;

    @Option(
            names = "--changes",
            split = ",",
            defaultValue = "1,10,1000",
            description = "how many items change at a time; default ${DEFAULT-VALUE}")
    private List<Integer> changes;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "changes that count, after one that warms up; default ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        ReenrichSettings settings = new ReenrichSettings(rows, items, changes, rounds);
        System.out.println(environment.describe());
        System.out.println(settings);
        List<ReenrichResult> results = measure(checkout, settings);
        print(results);
        report(environment, results);
        return results.stream().allMatch(result -> result.wrongRows() == 0) ? 0 : WRONG;
    }

    private List<ReenrichResult> measure(Checkout checkout, ReenrichSettings settings) throws InterruptedException {
        try (WorkFolder folder = WorkFolder.create("reenrich");
                DynamoDbLocal dynamoDb = DynamoDbLocal.start(checkout, folder.path("dynamodb.log"))) {
            ReferenceItems.create(
                    dynamoDb.environment(),
                    ReenrichSettings.REFERENCE_TABLE,
                    IntStream.range(0, items)
                            .mapToObj(number -> ReenrichSettings.item(number, 0))
                            .toList());
            return new ArmsProcess(checkout, Optional.empty(), System.err)
                    .run(
                            ReenrichProgram.class,
                            settings,
                            dynamoDb.environment(),
                            folder,
                            ReenrichResult.class,
                            ReenrichBenchmark::describe);
        }
    }

    private static String describe(ReenrichResult result) {
        return String.format(
                Locale.ROOT,
                "  %s: %,d rows in %.2f s%s%s",
                title(result.changes()),
                result.rows(),
                result.seconds(),
                result.round() == 0 ? ", warm-up" : "",
                result.wrongRows() == 0 ? "" : ", " + result.wrongRows() + " rows are WRONG");
    }

    private static String title(int changed) {
        return changed == ReenrichResult.REBUILD
                ? "the whole table anew"
                : String.format(Locale.ROOT, "changed items: %,d", changed);
    }

    private void print(List<ReenrichResult> results) {
        ResultTable table = new ResultTable("", "rows", "seconds to find", "seconds to write", "seconds in all");
        for (int changed : measured()) {
            List<ReenrichResult> counting = counting(results, changed);
            table.add(
                    title(changed),
                    String.format(Locale.ROOT, "%,d", counting.get(0).rows()),
                    figures(counting, ReenrichResult::secondsToFind).medianAndRange(2),
                    figures(counting, ReenrichResult::secondsToWrite).medianAndRange(2),
                    figures(counting, ReenrichResult::seconds).medianAndRange(2));
        }
        System.out.println();
        System.out.print(table);
    }

    private void report(Environment environment, List<ReenrichResult> results) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rows", rows);
        settings.put("items", items);
        settings.put("rounds", rounds);
        Report report = new Report("reenrich", environment, settings);
        report.put(
                "rebuild_seconds",
                figures(counting(results, ReenrichResult.REBUILD), ReenrichResult::seconds)
                        .sorted());
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int changed : changes) {
            List<ReenrichResult> counting = counting(results, changed);
            figures.put(
                    Integer.toString(changed),
                    Map.of(
                            "rows",
                            counting.get(0).rows(),
                            "seconds_to_find",
                            figures(counting, ReenrichResult::secondsToFind).sorted(),
                            "seconds_to_write",
                            figures(counting, ReenrichResult::secondsToWrite).sorted(),
                            "seconds",
                            figures(counting, ReenrichResult::seconds).sorted()));
        }
        report.put("changes", figures);
        output.write(report);
    }

    private List<Integer> measured() {
        List<Integer> measured = new ArrayList<>(changes);
        measured.add(ReenrichResult.REBUILD);
        return measured;
    }

    private static List<ReenrichResult> counting(List<ReenrichResult> results, int changed) {
        return results.stream()
                .filter(result -> result.changes() == changed && result.round() > 0)
                .toList();
    }

    private static Figures figures(
            List<ReenrichResult> results, java.util.function.ToDoubleFunction<ReenrichResult> figure) {
        return new Figures(results.stream().mapToDouble(figure).boxed().toList());
    }
}
