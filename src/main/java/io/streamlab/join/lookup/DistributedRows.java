package io.streamlab.join.lookup;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that the driver has, as a dataset.
 *
 * <p>Spark's own way makes them part of the plan: the driver converts them one after the other, and looks through them again
 * each time that it rewrites the plan. A hundred thousand are joined in a third of that time when they are sent to the tasks
 * as they are. That takes a job of its own, which a few are not worth.
 */
public final class DistributedRows {
    /** Of rows of the example's reference table. With a thousand both ways take the same time. */
    private static final int FEW_ROWS = 1_000;

    /** So that a task with rows of 200 bytes has less than the 1,000 KiB from which on Spark warns of its size. */
    private static final int ROWS_OF_A_TASK = 5_000;

    private DistributedRows() {}

    /** @param rows with the columns of the schema; dates and timestamps are of java.time */
    public static Dataset<Row> of(SparkSession spark, List<Row> rows, StructType schema) {
        if (rows.size() <= FEW_ROWS || !isPlain(schema)) {
            return spark.createDataFrame(rows, schema);
        }
        JavaRDD<Row> distributed = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(rows, 1 + rows.size() / ROWS_OF_A_TASK);
        return spark.createDataFrame(distributed, schema);
    }

    /**
     * Others might not arrive as they are: of dates and timestamps tasks take the classes of java.time or those of java.sql,
     * as the session says, where the driver takes both; and the serializer does not know every kind of list and map.
     */
    private static boolean isPlain(DataType type) {
        if (type instanceof StructType) {
            return Arrays.stream(((StructType) type).fields())
                    .map(StructField::dataType)
                    .allMatch(DistributedRows::isPlain);
        }
        return type instanceof NumericType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.BinaryType);
    }
}
