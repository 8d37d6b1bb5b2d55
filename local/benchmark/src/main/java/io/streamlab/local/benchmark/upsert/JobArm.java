package io.streamlab.local.benchmark.upsert;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The job itself, out of the jar that goes to Glue: all of its flow behind the source.
 *
 * <p>Called by reflection, since the local project is built without the job.
 */
final class JobArm extends StreamedArm {
    private final String[] arguments;

    JobArm(SparkSession spark, Path folder, BatchTimes times, Workload workload, Settings settings) {
        super(spark, folder, times);
        String hudiOptions = "hoodie.datasource.hive_sync.enable=false"
                + (settings.hudiOptions().isEmpty() ? "" : "," + settings.hudiOptions());
        this.arguments = new String[] {
            "--target_path", tablePath(),
            "--rejected_path", path("rejected"),
            "--checkpoint_path", path("checkpoint"),
            "--window_seconds", "1",
            "--cloudwatch_metrics", "false",
            "--ordering_format", "epoch_millis",
            "--write_profile", workload.toString(),
            "--expected_table_rows", Long.toString(settings.rows()),
            "--hudi_options", hudiOptions
        };
    }

    @Override
    void run(Dataset<Row> stream) throws Exception {
        Class<?> config = Class.forName("io.streamlab.join.config.JobConfig");
        Object parsed = config.getMethod("parse", String[].class).invoke(null, (Object) arguments);
        try {
            Class.forName("io.streamlab.join.StreamingJoin")
                    .getMethod("run", Dataset.class, StructType.class, config)
                    .invoke(null, stream, Orders.SCHEMA, parsed);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the job failed", e.getCause());
        }
    }
}
