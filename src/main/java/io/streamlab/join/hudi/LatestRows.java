package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.streamlab.join.config.JobColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Keeps one row for each key, the row of the latest event.
 *
 * <p>Hudi could do the same. But Hudi compares serialized Avro records one by one, which takes longer than Spark's own rows.
 */
final class LatestRows {
    private static final String KEY = "_streaming_join_key";
    private static final String PLACE = "_streaming_join_place";

    private final RecordKey key;
    private final List<String> partitions;

    /** @param partitions the columns by which the table is partitioned, if a key may have a row in each partition */
    LatestRows(RecordKey key, List<String> partitions) {
        this.key = key;
        this.partitions = partitions;
    }

    /** Returns the rows without those that have a later row of the same key. */
    Dataset<Row> of(Dataset<Row> rows) {
        Column place = row_number()
                .over(Window.partitionBy(col(KEY))
                        .orderBy(col(JobColumns.EVENT_ORDER).desc()));
        // Without a number, the shuffle has hundreds of tasks: a streaming query does not adapt them.
        int tasks = rows.sparkSession().sparkContext().defaultParallelism();
        return rows.withColumn(KEY, keyOf(rows.schema()))
                .repartition(tasks, col(KEY))
                .withColumn(PLACE, place)
                .where(col(PLACE).equalTo(1))
                .drop(KEY, PLACE);
    }

    /** Returns the rows that have no counterpart in {@code others} with the same key and an equal or later event. */
    Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
        Dataset<Row> left = rows.withColumn(KEY, keyOf(rows.schema())).as("rows");
        Dataset<Row> right = others.select(keyOf(others.schema()).as(KEY), col(JobColumns.EVENT_ORDER))
                .as("others");
        Column sameKey = col("rows." + KEY).eqNullSafe(col("others." + KEY));
        Column asLate = col("others." + JobColumns.EVENT_ORDER).geq(col("rows." + JobColumns.EVENT_ORDER));
        return left.join(right, sameKey.and(asLate), "left_anti").drop(KEY);
    }

    /** Returns what is equal if two values are the same for Hudi, which compares texts of keys and folders of partitions. */
    private Column keyOf(StructType schema) {
        List<Column> compared = new ArrayList<>(key.compared("", schema));
        for (String name : partitions) {
            compared.add(TablePartitions.asRead(
                    col("`" + name + "`"), schema.apply(name).dataType()));
        }
        return struct(compared.toArray(new Column[0]));
    }
}
