package io.streamlab.local.benchmark.upsert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.benchmark.Turns;
import io.streamlab.local.benchmark.upsert.ExpectedTable.Verdict;
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
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * All arms of one run, in a Spark process of their own.
 *
 * <p>Arguments: a folder that has {@code settings.json}, and in which everything is written; {@code results.jsonl} there gets a
 * {@link Result} for each batch of each arm, and one for each arm's table.
 */
public final class UpsertProgram {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long SEED = 42;

    private final SparkSession spark;
    private final Settings settings;
    private final Path folder;
    private final PrintStream results;
    private final BatchTimes times = new BatchTimes();

    private UpsertProgram(SparkSession spark, Settings settings, Path folder, PrintStream results) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
        this.results = results;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Settings settings = Settings.read(folder.resolve("settings.json"));
        try (PrintStream results = new PrintStream(Files.newOutputStream(folder.resolve("results.jsonl")), true);
                SparkSession spark = ArmsSession.start("upsert", folder)) {
            UpsertProgram program = new UpsertProgram(spark, settings, folder, results);
            spark.streams().addListener(program.times);
            for (Workload workload : settings.workloads()) {
                program.run(workload);
            }
        }
    }

    private void run(Workload workload) throws Exception {
        ExpectedTable expected = new ExpectedTable(settings.rows());
        Map<ArmType, Arm> arms = new EnumMap<>(ArmType.class);
        for (ArmType type : settings.armsOf(workload)) {
            Arm arm = create(type, workload, Files.createDirectories(folder.resolve(workload + "-" + type)));
            arms.put(type, arm);
            tell(Result.ofBatch(
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
                tell(Result.ofBatch(workload, type, round, arms.get(type).write(records)));
            }
        }
        for (Map.Entry<ArmType, Arm> arm : arms.entrySet()) {
            Verdict verdict = expected.compare(arm.getValue().table());
            tell(Result.ofTable(workload, arm.getKey(), verdict));
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

    private void tell(Result result) throws IOException {
        results.println(JSON.writeValueAsString(result));
    }
}
