package io.streamlab.verify.benchmark.upsert;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.upsert.Workload.Change;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Orders in the columns of the Kinesis source. */
final class OrderRecords {
    private static final StructType CHANGES =
            new StructType().add("key", DataTypes.LongType).add("version", DataTypes.LongType);

    private OrderRecords() {}

    /** Returns the rows of the table before the first batch, as records. */
    static Dataset<Row> preload(SparkSession spark, long rows) {
        return records(spark.range(rows)
                .select(col("id").as("key"), lit(Workload.FIRST_VERSION).as("version")));
    }

    static Dataset<Row> of(SparkSession spark, List<Change> changes) {
        List<Row> rows = changes.stream()
                .map(change -> RowFactory.create(change.key(), change.version()))
                .toList();
        return records(spark.createDataFrame(rows, CHANGES));
    }

    private static Dataset<Row> records(Dataset<Row> changes) {
        UserDefinedFunction payload = udf((UDF2<Long, Long, byte[]>) Orders::payload, DataTypes.BinaryType);
        return changes.select(
                payload.apply(col("key"), col("version")).as("data"),
                lit("my_stream").as("streamName"),
                col("key").cast("string").as("partitionKey"),
                col("version").cast("string").as("sequenceNumber"),
                lit("2026-01-31 12:00:00").cast("timestamp").as("approximateArrivalTimestamp"),
                lit("shardId-000000000000").as("shardId"),
                lit(0L).as("subSequenceNumber"));
    }
}
