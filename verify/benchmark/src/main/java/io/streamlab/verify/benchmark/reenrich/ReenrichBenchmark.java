package io.streamlab.verify.benchmark.reenrich;

import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.Benchmark;
import io.streamlab.verify.benchmark.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
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
public final class ReenrichBenchmark extends Benchmark<List<ReenrichResult>> {

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

    ReenrichBenchmark() {
        super("reenrich");
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rows", rows);
        settings.put("items", items);
        settings.put("changes", changes);
        settings.put("rounds", rounds);
        return settings;
    }

    @Override
    protected List<ReenrichResult> measure() throws InterruptedException {
        return run(
                ReenrichProgram.class,
                new ReenrichSettings(rows, items, changes, rounds),
                ReenrichResult.class,
                ReenrichBenchmark::describe,
                Map.of(
                        ReenrichSettings.REFERENCE_TABLE,
                        IntStream.range(0, items)
                                .mapToObj(number -> ReenrichSettings.item(number, 0))
                                .toList()));
    }

    @Override
    protected boolean isRight(List<ReenrichResult> results) {
        return results.stream().allMatch(result -> result.wrongRows() == 0);
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
                ? "the whole table rewritten"
                : String.format(Locale.ROOT, "changed items: %,d", changed);
    }

    @Override
    protected List<TextTable> tables(List<ReenrichResult> results) {
        TextTable table =
                new TextTable(Style.MARKDOWN, "", "rows", "seconds to find", "seconds to write", "seconds in all");
        for (int changed : measured()) {
            List<ReenrichResult> counting = counting(results, changed);
            table.add(
                    title(changed),
                    String.format(Locale.ROOT, "%,d", counting.get(0).rows()),
                    figures(counting, ReenrichResult::secondsToFind).medianAndRange(2),
                    figures(counting, ReenrichResult::secondsToWrite).medianAndRange(2),
                    figures(counting, ReenrichResult::seconds).medianAndRange(2));
        }
        return List.of(table);
    }

    @Override
    protected void report(List<ReenrichResult> results, Report report) {
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

    private static Figures figures(List<ReenrichResult> results, ToDoubleFunction<ReenrichResult> figure) {
        return new Figures(results.stream().mapToDouble(figure).boxed().toList());
    }
}
