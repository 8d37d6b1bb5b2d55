package io.streamlab.verify.benchmark.upsert;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.streamlab.verify.benchmark.Orders;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What both limits do to a batch before they write it: parse, join and drop, by Spark's own means, and add Hudi's five meta columns. */
abstract class PlainArm implements Arm {
    private static final StructType REFERENCE = new StructType()
            .add("code", DataTypes.StringType)
            .add("countryname", DataTypes.StringType)
            .add("combinedname", DataTypes.StringType);

    private final SparkSession spark;
    private final Path folder;
    private final Dataset<Row> reference;
    private int batches;

    PlainArm(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
        List<Row> rows = Orders.REFERENCE.stream()
                .map(values -> RowFactory.create(values.toArray()))
                .toList();
        this.reference = spark.createDataFrame(rows, REFERENCE);
    }

    /** Writes the joined rows of a batch. */
    abstract void writeRows(Dataset<Row> rows);

    @Override
    public double write(Dataset<Row> records) {
        // As the other arms, which read the batch from files.
        String source =
                folder.resolve("source").resolve(Integer.toString(batches++)).toString();
        records.coalesce(spark.sparkContext().defaultParallelism()).write().parquet(source);
        long start = System.nanoTime();
        writeRows(withMetaColumns(join(spark.read().schema(records.schema()).parquet(source))));
        return (System.nanoTime() - start) / 1e9;
    }

    SparkSession spark() {
        return spark;
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    private Dataset<Row> join(Dataset<Row> records) {
        Dataset<Row> newest = records.select(
                        from_json(col("data").cast("string"), Orders.SCHEMA).as("record"))
                .groupBy(col("record." + Orders.KEY))
                .agg(max_by(col("record"), col("record." + Orders.ORDERING_FIELD))
                        .as("record"))
                .select("record.*");
        return newest.join(broadcast(reference), newest.col("country").equalTo(reference.col("countryname")), "left")
                .drop(Orders.DROPPED.toArray(String[]::new));
    }

    private static Dataset<Row> withMetaColumns(Dataset<Row> rows) {
        String instant = "20260131120000000";
        return rows.select(
                lit(instant).as("_hoodie_commit_time"),
                concat(lit(instant + "_0_"), monotonically_increasing_id()).as("_hoodie_commit_seqno"),
                col(Orders.KEY).as("_hoodie_record_key"),
                lit("").as("_hoodie_partition_path"),
                lit("00000000-0000-0000-0000-000000000000-0_0-0-0_" + instant + ".parquet")
                        .as("_hoodie_file_name"),
                col("*"));
    }
}
