package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.Turns;
import io.streamlab.verify.benchmark.Workspace;
import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;
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
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * All arms of one run, in a Spark process of their own.
 *
 * <p>Arguments: the folder of a {@link Workspace}, in which everything is written; its results are a
 * {@link Result} for each batch of each arm, and one for each arm's table.
 */
public final class UpsertProgram {
    private static final long SEED = 42;

    private final Workspace<UpsertSettings> workspace;
    private final SparkSession spark;
    private final UpsertSettings settings;
    private final BatchTimes times = new BatchTimes();

    private UpsertProgram(Workspace<UpsertSettings> workspace) {
        this.workspace = workspace;
        spark = workspace.spark();
        settings = workspace.settings();
        spark.streams().addListener(times);
    }

    public static void main(String[] arguments) throws Exception {
        try (Workspace<UpsertSettings> workspace = ArmsSession.open("upsert", arguments)) {
            UpsertProgram program = new UpsertProgram(workspace);
            for (Workload workload : workspace.settings().workloads()) {
                program.run(workload);
            }
        }
    }

    private void run(Workload workload) throws Exception {
        ExpectedTable expected = new ExpectedTable(settings.rows());
        Map<ArmType, Arm> arms = new EnumMap<>(ArmType.class);
        for (ArmType type : settings.armsOf(workload)) {
            Arm arm = create(
                    type, workload, Files.createDirectories(workspace.folder().resolve(workload + "-" + type)));
            arms.put(type, arm);
            workspace.report(Result.ofBatch(
                    workload, type, Result.PRELOAD, arm.write(OrderRecords.preload(spark, settings.rows()))));
        }
        Random random = new Random(SEED);
        for (int round = 0; round <= settings.rounds(); round++) {
            List<Change> changes = workload.batch(round, settings, random);
            expected.apply(changes);
            Dataset<Row> records = OrderRecords.of(spark, changes);
            for (ArmType type : Turns.inRound(round, settings.armsOf(workload))) {
                // What one arm leaves behind is not to be cleared in the time of another.
                System.gc();
                workspace.report(
                        Result.ofBatch(workload, type, round, arms.get(type).write(records)));
            }
        }
        for (Map.Entry<ArmType, Arm> arm : arms.entrySet()) {
            Verdict verdict = expected.compare(arm.getValue().table());
            workspace.report(Result.ofTable(workload, arm.getKey(), verdict));
        }
        for (StreamingQuery query : spark.streams().active()) {
            query.stop();
        }
    }

    private Arm create(ArmType type, Workload workload, Path place) {
        return switch (type) {
            case PUBLISHED -> new PublishedArm(spark, place, times);
            case JOB -> new JobArm(spark, place, times, workload, settings, List.of());
            case REWRITE -> new RewriteArm(spark, place);
            case APPEND -> new AppendArm(spark, place);
        };
    }
}
