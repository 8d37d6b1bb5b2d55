package io.streamlab.verify.benchmark.endtoend;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Figures;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.verify.benchmark.ArmsProcess;
import io.streamlab.verify.benchmark.DynamoDbLocal;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.KinesisEmulator;
import io.streamlab.verify.benchmark.KinesisProducer;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.ReferenceItems;
import io.streamlab.verify.benchmark.Report;
import io.streamlab.verify.benchmark.WorkFolder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code end_to_end}: records a second from the stream into the table, and how soon each is there. */
@Command(
        name = "end_to_end",
        description = {
            "Measures the whole job, from a record on the stream to a row that can be queried: records a second with a backlog; "
                    + "and, with half as many flowing, the time from the put of a record to its row. Emulator, producer and job "
                    + "share the cores.",
            "Keys of the report: sustained_records_per_s, sustained_records_per_s_per_core, freshness_p50_s, freshness_p95_s."
        },
        mixinStandardHelpOptions = true)
public final class EndToEndBenchmark implements Callable<Integer> {
    /** What the first records wait for is the start of the query, and a JVM that has yet to compile what it runs. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    @Option(names = "--records", defaultValue = "200000", description = "in the backlog; default ${DEFAULT-VALUE}")
    private long records;

    @Option(
            names = "--batch",
            defaultValue = "20000",
            description = "records of a batch at most; default ${DEFAULT-VALUE}")
    private int batch;

    @Option(
            names = "--window",
            defaultValue = "2",
            description = "seconds from batch to batch while records flow; default ${DEFAULT-VALUE}")
    private int window;

    @Option(
            names = "--seconds",
            defaultValue = "80",
            description = "how long records flow; the first 30 do not count; default ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--endpoint",
            description =
                    "an emulator that runs already, in place of the benchmark's own, which only keeps records in memory")
    private URI endpoint;

    @Option(names = "--report", description = "write the figures to this file, as JSON")
    private Path report;

    @Override
    public Integer call() throws InterruptedException {
        requireEnough();
        Checkout checkout = Checkout.find();
        Environment environment = Environment.ofThisMachine(Clock.systemUTC());
        ArmsProcess process = new ArmsProcess(checkout, Optional.empty(), System.err);
        System.out.println(environment.describe());
        try (WorkFolder folder = WorkFolder.create("end-to-end");
                KinesisEmulator emulator = endpoint == null ? KinesisEmulator.start() : KinesisEmulator.at(endpoint);
                KinesisProducer producer = new KinesisProducer(emulator, Orders::payload);
                DynamoDbLocal dynamoDb = DynamoDbLocal.start(checkout, folder.path("dynamodb.log"))) {
            Map<String, Object> settings = settings(emulator, process);
            System.out.println(settings);
            ReferenceItems.create(dynamoDb.environment(), Orders.REFERENCE_TABLE, Orders.REFERENCE);
            EndToEndRun run = new EndToEndRun(emulator, producer, process, dynamoDb.environment());
            run.warmUp();
            double sustained = run.workOff(records, batch).recordsPerSecond();
            int flow = EndToEndRun.possibleRate(sustained / 2);
            // So many that a batch is bounded by its window alone.
            int unbounded = flow * seconds;
            Figures freshness = run.keepUp(flow, Duration.ofSeconds(seconds), unbounded, window)
                    .freshness(SETTLING.toMillis());
            show(new Report("end_to_end", environment, settings), environment.cores(), sustained, flow, freshness);
        }
        return 0;
    }

    private void requireEnough() {
        List<String> problems = new ArrayList<>();
        if (records < 1 || batch < 1 || window < 1) {
            problems.add("--records, --batch and --window must be at least 1");
        }
        if (seconds <= SETTLING.toSeconds()) {
            problems.add("--seconds is " + seconds + ": the first " + SETTLING.toSeconds()
                    + " do not count, so there must be more");
        }
        if (!problems.isEmpty()) {
            throw new CommandException(String.join("; ", problems));
        }
    }

    private Map<String, Object> settings(KinesisEmulator emulator, ArmsProcess process) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("records", records);
        settings.put("batch", batch);
        settings.put("window_s", window);
        settings.put("flow_s", seconds);
        settings.put("emulator", emulator.name());
        settings.put("hudi", process.hudi());
        return settings;
    }

    private void show(Report figures, int cores, double sustained, int flow, Figures freshness) {
        TextTable table = new TextTable(Style.MARKDOWN, "", "");
        table.add("sustained, records a second", number("%,.0f", sustained));
        table.add("the same for each core", number("%,.0f", sustained / cores));
        table.add("flow for the freshness, records a second", number("%,d", flow));
        table.add("freshness p50, s", number("%.2f", freshness.median()));
        table.add("freshness p95, s", number("%.2f", freshness.percentile(95)));
        table.add("freshness max, s", number("%.2f", freshness.greatest()));
        System.out.println();
        System.out.print(table);
        figures.put("sustained_records_per_s", sustained);
        figures.put("sustained_records_per_s_per_core", sustained / cores);
        figures.put("flow_records_per_s", flow);
        figures.put("freshness_p50_s", freshness.median());
        figures.put("freshness_p95_s", freshness.percentile(95));
        figures.put("freshness_max_s", freshness.greatest());
        if (report != null) {
            figures.write(report);
        }
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
