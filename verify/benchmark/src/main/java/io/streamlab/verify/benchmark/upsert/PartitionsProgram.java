package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.Turns;
import io.streamlab.verify.benchmark.Workspace;
import io.streamlab.verify.benchmark.upsert.Workload.Change;
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
 * <p>Arguments: the folder of a {@link Workspace}, in which everything is written; its results are a
 * {@link PartitionsResult} for each batch of each layout, and one for each table.
 */
public final class PartitionsProgram {
    private static final long SEED = 42;

    private final Workspace<UpsertSettings> workspace;
    private final SparkSession spark;
    private final UpsertSettings settings;
    private final BatchTimes times = new BatchTimes();

    private PartitionsProgram(Workspace<UpsertSettings> workspace) {
        this.workspace = workspace;
        spark = workspace.spark();
        settings = workspace.settings();
        spark.streams().addListener(times);
    }

    public static void main(String[] arguments) throws Exception {
        try (Workspace<UpsertSettings> workspace = ArmsSession.open("partitions", arguments)) {
            new PartitionsProgram(workspace).run();
        }
    }

    private void run() throws Exception {
        Map<Layout, Arm> arms = new EnumMap<>(Layout.class);
        for (Layout layout : Layout.values()) {
            Path place = Files.createDirectories(workspace.folder().resolve(layout.name()));
            Arm arm = new JobArm(spark, place, times, Workload.UPDATES, settings, layout.arguments());
            arms.put(layout, arm);
            workspace.report(
                    PartitionsResult.ofPreload(layout, arm.write(OrderRecords.preload(spark, settings.rows()))));
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
                    workspace.report(PartitionsResult.ofBatch(layout, spread, round, seconds));
                }
                batch++;
            }
        }
        for (Map.Entry<Layout, Arm> arm : arms.entrySet()) {
            workspace.report(PartitionsResult.ofTable(
                    arm.getKey(), expected.compare(arm.getValue().table())));
        }
    }
}
