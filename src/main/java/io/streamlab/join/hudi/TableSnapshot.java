package io.streamlab.join.hudi;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of a table as its newest commit has left them. */
final class TableSnapshot {
    private TableSnapshot() {}

    /** Returns the rows with all the columns that the table has, Hudi's own included; empty before the first commit. */
    static Optional<Dataset<Row>> read(SparkSession spark, String path) {
        return HudiTimeline.of(spark, path)
                .latest()
                .map(commit -> spark.read().format("hudi").load(path));
    }
}
