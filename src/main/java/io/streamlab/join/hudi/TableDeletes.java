package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;

import io.streamlab.join.tombstone.RemainingRows;
import io.streamlab.join.tombstone.Tombstones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Lets no event bring a row back that a later event has deleted. */
final class TableDeletes {
    /** For a source that does not say how long the stream keeps a record: the longest that Kinesis offers. */
    private static final Duration LONGEST_STREAM_RETENTION = Duration.ofDays(365);

    private final TablePlan plan;
    /** Empty for a table that never had a delete. */
    private final Optional<Tombstones> tombstones;

    private TableDeletes(TablePlan plan, Optional<Tombstones> tombstones) {
        this.plan = plan;
        this.tombstones = tombstones;
    }

    /** Opens the tombstones of the table, if it has some or can get some. Call it with the table's lease in hand. */
    static TableDeletes open(SparkSession spark, TablePlan plan) {
        Configuration configuration = spark.sessionState().newHadoopConf();
        return new TableDeletes(
                plan,
                Tombstones.open(
                        plan.path(),
                        configuration,
                        !ExistingTable.read(plan.path(), configuration).isPresent(),
                        plan.target().deleteField().isPresent(),
                        plan.hasSeveralWriters(),
                        plan.target().tombstoneRetention()));
    }

    /**
     * Returns the rows that no delete of a former batch supersedes, and keeps the batch's own deletes.
     *
     * @param rows complete; any number for each key
     */
    RemainingRows settle(Dataset<Row> rows) {
        return tombstones
                .map(present -> present.settle(rows, key(rows.schema())))
                .orElseGet(() -> RemainingRows.all(rows));
    }

    /** Returns what the commit of these rows notes of deletes. */
    RowCounts counts(RemainingRows remaining) {
        return tombstones.isPresent()
                ? RowCounts.none().withSupersededByDelete(remaining.superseded())
                : RowCounts.none();
    }

    /** Keeps the deletes of a batch whose rows are in the table already: an earlier version of the job may have written it. */
    void keep(Dataset<Row> rows) {
        tombstones.ifPresent(present -> present.keep(rows, key(rows.schema())));
    }

    /** Removes what is too old, and merges small files. */
    void tidy(SparkSession spark, BatchProvenance batch) {
        tombstones.ifPresent(
                present -> present.tidy(spark, batch.streamRetention().orElse(LONGEST_STREAM_RETENTION)));
    }

    /** Returns a text for what has one row at most: the key, and the partition where each may have a row of the key. */
    private Column key(StructType schema) {
        List<Column> parts = new ArrayList<>();
        parts.add(withLength(plan.recordKey().text(schema)));
        for (String name : plan.partitions().columnsWithARowOfEachKey()) {
            DataType type = schema.apply(name).dataType();
            parts.add(withLength(RecordKey.independentOfZone(TablePartitions.asRead(col("`" + name + "`"), type), type)
                    .cast(DataTypes.StringType)));
        }
        return concat(parts.toArray(new Column[0]));
    }

    /** Several texts behind each other stay different from any others: {@code 3:abc1:x}. */
    private static Column withLength(Column text) {
        return coalesce(concat(length(text), lit(":"), text), lit("-"));
    }
}
