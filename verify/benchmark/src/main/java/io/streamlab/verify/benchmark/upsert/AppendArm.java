package io.streamlab.verify.benchmark.upsert;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The limit for inserts: appends the batch to what is there. No upsert. */
final class AppendArm extends PlainArm {
    AppendArm(SparkSession spark, Path folder) {
        super(spark, folder);
    }

    @Override
    void writeRows(Dataset<Row> rows) {
        rows.coalesce(spark().sparkContext().defaultParallelism())
                .write()
                .mode(SaveMode.Append)
                .parquet(path("table"));
    }

    @Override
    public Dataset<Row> table() {
        return spark().read().parquet(path("table"));
    }
}
