package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.config.JobColumns;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Keeps a key from having rows in two partitions.
 *
 * <p>Hudi compares a row only with the row of the same key in the same partition. So this class searches the other partitions,
 * reading keys, partitions and the order of events alone. Where it finds a row of the key:
 *
 * <ul>
 *   <li>If the batch's event is as late or later, Hudi gets the row for its new partition and a delete for the former one, in
 *       one commit.
 *   <li>If the table's event is later, Hudi gets nothing.
 * </ul>
 */
final class PartitionMoves {
    /**
     * Up to here every executor gets all keys of the batch. Reckoned, not measured: at 200 bytes for a key with its
     * partition and its order, 100 MB in all.
     */
    private static final long MOST_KEYS_TO_BROADCAST = 500_000;

    private static final String BATCH = "batch";
    private static final String TABLE = "held";
    private static final String LATE = "_streaming_join_late";

    private final RecordKey key;
    private final List<String> partitions;

    /** @param partitions the columns by which the table is partitioned */
    PartitionMoves(RecordKey key, List<String> partitions) {
        this.key = key;
        this.partitions = partitions;
    }

    /**
     * Returns the rows to write, so that each has only to be compared with its own partition.
     *
     * @param rows to be written, one for each key, with the columns of the partitions and {@link JobColumns#IS_DELETED}
     * @param table as its newest commit has left it; empty before the first one
     */
    MovedRows settle(Dataset<Row> rows, Optional<Dataset<Row>> table) {
        return table.map(written -> settle(rows, written)).orElseGet(() -> MovedRows.of(rows));
    }

    private MovedRows settle(Dataset<Row> rows, Dataset<Row> table) {
        Dataset<Row> latest = rows.persist();
        try {
            return settleHeld(latest, elsewhere(latest, table).persist());
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            latest.unpersist();
            throw e;
        }
    }

    private MovedRows settleHeld(Dataset<Row> latest, Dataset<Row> elsewhere) {
        try {
            Row counts = elsewhere.agg(count(lit(1)), count(when(col(LATE), 1))).head();
            long late = counts.getLong(1);
            long moved = counts.getLong(0) - late;
            Dataset<Row> kept = late == 0 ? latest : without(latest, elsewhere.where(col(LATE)));
            Dataset<Row> settled =
                    moved == 0 ? kept : kept.union(deletes(elsewhere.where(not(col(LATE))), latest.schema()));
            return MovedRows.of(settled, moved, late, Arrays.asList(elsewhere, latest));
        } catch (Exception e) {
            elsewhere.unpersist();
            throw e;
        }
    }

    /**
     * Returns the table's rows that have a key of the batch, and another partition than the batch has for that key. Columns:
     * Hudi's key, the row's partition, the batch's order of events, and whether the batch is late.
     */
    private Dataset<Row> elsewhere(Dataset<Row> latest, Dataset<Row> table) {
        Dataset<Row> sought = latest.select(columns(location()));
        Dataset<Row> batch = (latest.count() <= MOST_KEYS_TO_BROADCAST ? broadcast(sought) : sought).as(BATCH);
        Column samePartition = partitions.stream()
                .map(latest.schema()::apply)
                .map(field -> folder(TABLE, field).eqNullSafe(folder(BATCH, field)))
                .reduce(Column::and)
                .orElseThrow(IllegalStateException::new);
        List<Column> found = Stream.concat(key.columns().stream(), partitions.stream())
                .distinct()
                .map(name -> of(TABLE, name))
                .collect(toList());
        found.add(of(BATCH, JobColumns.EVENT_ORDER));
        found.add(of(TABLE, JobColumns.EVENT_ORDER)
                .gt(of(BATCH, JobColumns.EVENT_ORDER))
                .as(LATE));
        return table.select(columns(location()))
                .as(TABLE)
                .join(batch, sameKey(latest.schema()).and(not(samePartition)))
                .select(found.toArray(new Column[0]));
    }

    private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> late) {
        return rows.as(BATCH).join(late.as(TABLE), sameKey(rows.schema()), "left_anti");
    }

    /** @param schema the columns of the batch; the table has the same of these names */
    private Column sameKey(StructType schema) {
        List<Column> ofTable = key.compared(TABLE + ".", schema);
        List<Column> ofBatch = key.compared(BATCH + ".", schema);
        return IntStream.range(0, ofTable.size())
                .mapToObj(i -> ofTable.get(i).equalTo(ofBatch.get(i)))
                .reduce(Column::and)
                .orElseThrow(IllegalStateException::new);
    }

    /** Returns deletes, which have no values but those by which Hudi finds a row. */
    private Dataset<Row> deletes(Dataset<Row> found, StructType schema) {
        return found.select(Arrays.stream(schema.fields())
                .map(field -> valueInDelete(field).as(field.name()))
                .toArray(Column[]::new));
    }

    private Column valueInDelete(StructField field) {
        if (field.name().equals(JobColumns.IS_DELETED)) {
            return lit(true);
        }
        return location().contains(field.name())
                ? col("`" + field.name() + "`")
                : lit(null).cast(field.dataType());
    }

    /** Returns the columns that say which row it is, where it is, and of which event. */
    private Set<String> location() {
        Set<String> columns = new LinkedHashSet<>(key.columns());
        columns.addAll(partitions);
        columns.add(JobColumns.EVENT_ORDER);
        return columns;
    }

    /** Returns what is the same for two rows if they are in one partition. */
    private static Column folder(String side, StructField field) {
        return TablePartitions.asRead(of(side, field.name()), field.dataType());
    }

    private static Column[] columns(Collection<String> names) {
        return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }

    private static Column of(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
