package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.streamlab.join.config.JobColumns;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Leaves one row for each key, that of the latest event.
 *
 * <p>Hudi would do so itself, with rows that are Avro by then and serialized one by one, which takes longer than Spark's own.
 */
final class LatestRows {
    private static final String KEY = "_streaming_join_key";
    private static final String PLACE = "_streaming_join_place";

    private final List<String> key;
    private final List<String> partitions;

    /**
     * @param key the columns that tell one row of the table from all others
     * @param partitions the columns by which the table is partitioned
     */
    LatestRows(List<String> key, List<String> partitions) {
        this.key = key;
        this.partitions = partitions;
    }

    /** The rows without those of which there is a later one. */
    Dataset<Row> of(Dataset<Row> rows) {
        Column place = row_number()
                .over(Window.partitionBy(col(KEY))
                        .orderBy(col(JobColumns.EVENT_ORDER).desc()));
        // Else the shuffle would have hundreds of tasks, which a streaming query does not adapt.
        int tasks = rows.sparkSession().sparkContext().defaultParallelism();
        return rows.withColumn(KEY, keyOf(rows.schema()))
                .repartition(tasks, col(KEY))
                .withColumn(PLACE, place)
                .where(col(PLACE).equalTo(1))
                .drop(KEY, PLACE);
    }

    /** The rows without those of which the others have one that is as late or later. */
    Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
        Dataset<Row> left = rows.withColumn(KEY, keyOf(rows.schema())).as("rows");
        Dataset<Row> right = others.select(keyOf(others.schema()).as(KEY), col(JobColumns.EVENT_ORDER))
                .as("others");
        Column sameKey = col("rows." + KEY).eqNullSafe(col("others." + KEY));
        Column asLate = col("others." + JobColumns.EVENT_ORDER).geq(col("rows." + JobColumns.EVENT_ORDER));
        return left.join(right, sameKey.and(asLate), "left_anti").drop(KEY);
    }

    private Column keyOf(StructType schema) {
        return struct(key.stream()
                .map(name -> comparable(col("`" + name + "`"), schema.apply(name)))
                .toArray(Column[]::new));
    }

    /** Equal where Hudi takes two values for the same: it compares texts of keys, and folders of partitions. */
    private Column comparable(Column value, StructField field) {
        DataType type = field.dataType();
        if (partitions.contains(field.name())) {
            return TablePartitions.asRead(value, type);
        }
        boolean hasTwoZeros = type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
        return hasTwoZeros ? value.cast(DataTypes.StringType) : value;
    }
}
