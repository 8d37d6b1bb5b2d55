package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.Job;
import io.streamlab.verify.benchmark.Orders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The job itself. */
final class JobArm extends StreamedArm {
    private final String[] arguments;

    /** @param more arguments of the job */
    JobArm(
            SparkSession spark,
            Path folder,
            BatchTimes times,
            Workload workload,
            UpsertSettings settings,
            List<String> more) {
        super(spark, folder, times);
        String hudiOptions = "hoodie.datasource.hive_sync.enable=false"
                + (settings.hudiOptions().isEmpty() ? "" : "," + settings.hudiOptions());
        List<String> all = new ArrayList<>(List.of(
                "--target_path", tablePath(),
                "--rejected_path", path("rejected"),
                "--checkpoint_path", path("checkpoint"),
                "--window_seconds", "1",
                "--cloudwatch_metrics", "false",
                "--ordering_format", "epoch_millis",
                "--write_profile", workload.toString(),
                "--expected_table_rows", Long.toString(settings.rows()),
                "--hudi_options", hudiOptions));
        all.addAll(more);
        this.arguments = all.toArray(String[]::new);
    }

    @Override
    void run(Dataset<Row> stream) {
        Job.run(stream, Orders.SCHEMA, arguments);
    }
}
