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
 * Turns rows of the driver into a dataset.
 *
 * <p>Spark makes such rows part of the plan. The driver then converts them one by one, and goes through them again each time it
 * rewrites the plan. A hundred thousand rows are joined in a third of that time if they are sent to the tasks as they are. That
 * takes a Spark job, which does not pay for a few rows.
 */
public final class DistributedRows {
    /** The most rows that become part of the plan. With a thousand rows of the example both ways take the same time. */
    private static final int FEW_ROWS = 1_000;

    /** With rows of 200 bytes, a task stays below the 1,000 KiB from which on Spark warns of its size. */
    private static final int ROWS_OF_A_TASK = 5_000;

    private DistributedRows() {}

    /**
     * Returns a dataset of the rows.
     *
     * @param rows with the columns of the schema; dates and timestamps are of java.time
     */
    public static Dataset<Row> of(SparkSession spark, List<Row> rows, StructType schema) {
        if (rows.size() <= FEW_ROWS || !isPlain(schema)) {
            return spark.createDataFrame(rows, schema);
        }
        JavaRDD<Row> distributed = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(rows, 1 + rows.size() / ROWS_OF_A_TASK);
        return spark.createDataFrame(distributed, schema);
    }

    /**
     * Returns whether values of a type arrive at the tasks as they are. Values of other types might not:
     *
     * <ul>
     *   <li>Tasks take dates and timestamps of either java.time or java.sql, as the session says. The driver takes both.
     *   <li>The serializer does not know every kind of list and map.
     * </ul>
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
