package io.streamlab.local.benchmark.upsert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.benchmark.Turns;
import io.streamlab.local.benchmark.upsert.Workload.Change;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The same updates into one table of each layout, by the job, in one Spark process.
 *
 * <p>Arguments: a folder that has {@code settings.json}, and in which everything is written; {@code results.jsonl} there gets a
 * {@link PartitionsResult} for each batch of each layout, and one for each table.
 */
public final class PartitionsProgram {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long SEED = 42;

    private final SparkSession spark;
    private final Settings settings;
    private final Path folder;
    private final PrintStream results;
    private final BatchTimes times = new BatchTimes();

    private PartitionsProgram(SparkSession spark, Settings settings, Path folder, PrintStream results) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
        this.results = results;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Settings settings = Settings.read(folder.resolve("settings.json"));
        try (PrintStream results = new PrintStream(Files.newOutputStream(folder.resolve("results.jsonl")), true);
                SparkSession spark = ArmsSession.start("partitions", folder)) {
            PartitionsProgram program = new PartitionsProgram(spark, settings, folder, results);
            spark.streams().addListener(program.times);
            program.run();
        }
    }

    private void run() throws Exception {
        Map<Layout, Arm> arms = new EnumMap<>(Layout.class);
        for (Layout layout : Layout.values()) {
            Path place = Files.createDirectories(folder.resolve(layout.name()));
            Arm arm = new JobArm(spark, place, times, Workload.UPDATES, settings, layout.arguments());
            arms.put(layout, arm);
            tell(PartitionsResult.ofPreload(layout, arm.write(OrderRecords.preload(spark, settings.rows()))));
        }
        ExpectedTable expected = new ExpectedTable(settings.rows());
        Random random = new Random(SEED);
        int batch = 0;
        for (int round = 0; round <= settings.rounds(); round++) {
            for (Spread spread : Spread.values()) {
                List<Change> changes = spread.updates(batch, settings, random);
                expected.apply(changes);
                Dataset<Row> records = OrderRecords.of(spark, changes);
                for (Layout layout : Turns.inRound(round, List.of(Layout.values()))) {
                    // What one batch leaves behind is not to be cleared in the time of another.
                    System.gc();
                    double seconds = arms.get(layout).write(records);
                    tell(PartitionsResult.ofBatch(layout, spread, round, seconds));
                }
                batch++;
            }
        }
        for (Map.Entry<Layout, Arm> arm : arms.entrySet()) {
            tell(PartitionsResult.ofTable(
                    arm.getKey(), expected.compare(arm.getValue().table())));
        }
    }

    private void tell(PartitionsResult result) throws IOException {
        results.println(JSON.writeValueAsString(result));
    }
}
