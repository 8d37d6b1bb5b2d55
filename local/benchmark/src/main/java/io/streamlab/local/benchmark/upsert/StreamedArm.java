package io.streamlab.local.benchmark.upsert;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * An arm that is a streaming query, as on Glue: the batch is put where the query reads, and the query is run until it has taken it. Measured
 * is the batch alone, not the query's start.
 */
abstract class StreamedArm implements Arm {
    private final SparkSession spark;
    private final Path folder;
    private final BatchTimes times;

    StreamedArm(SparkSession spark, Path folder, BatchTimes times) {
        this.spark = spark;
        this.folder = folder;
        this.times = times;
    }

    /** Runs the query over what it has not taken yet. */
    abstract void drain(Dataset<Row> stream) throws Exception;

    @Override
    public double write(Dataset<Row> records) throws Exception {
        String source = folder.resolve("source").toString();
        records.coalesce(spark.sparkContext().defaultParallelism())
                .write()
                .mode(SaveMode.Append)
                .parquet(source);
        drain(spark.readStream().schema(records.schema()).parquet(source));
        return times.next();
    }

    @Override
    public Dataset<Row> table() {
        return spark.read().format("hudi").load(tablePath());
    }

    SparkSession spark() {
        return spark;
    }

    String tablePath() {
        return folder.resolve("table").toUri().toString();
    }

    String path(String name) {
        return folder.resolve(name).toUri().toString();
    }
}
