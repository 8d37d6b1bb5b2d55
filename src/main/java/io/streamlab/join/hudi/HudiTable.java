package io.streamlab.join.hudi;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The copy-on-write table that the job writes. */
public final class HudiTable {
    private final String path;
    private final Map<String, String> options;

    private HudiTable(TargetConfig target) {
        this.path = target.path().toString();
        this.options = HudiWriteOptions.of(target);
    }

    /**
     * Nothing is written yet, and the table need not exist.
     *
     * @throws InvalidConfigException when it exists and was created with what the configuration has otherwise and what
     *     cannot be changed
     */
    public static HudiTable open(SparkSession spark, TargetConfig target) {
        HudiTable table = new HudiTable(target);
        new ExistingTable(table.path, spark.sessionState().newHadoopConf())
                .requireThatItFits(target, TableLayout.of(table.options));
        return table;
    }

    /**
     * Inserts or updates one row for each record key, as one commit, and brings the catalog up to date.
     *
     * <p>Rows of one key are reduced to the latest in the order of events, which replaces the table's row unless that is
     * later; so writing the same rows again changes nothing.
     *
     * @param rows at least one
     */
    public HudiCommit upsert(Dataset<Row> rows) {
        rows.write()
                .format("hudi")
                .options(HudiWriteOptions.parallelism(
                        rows.sparkSession().sparkContext().defaultParallelism()))
                .options(options)
                .mode(SaveMode.Append)
                .save(path);
        // The job is the table's only writer, so the newest commit is the one just made.
        return new HudiTimeline(path, rows.sparkSession().sessionState().newHadoopConf())
                .latest()
                .orElseThrow(() -> new IllegalStateException("Hudi wrote " + path + " and left no commit there"));
    }
}
