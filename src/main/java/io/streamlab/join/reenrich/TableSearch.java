package io.streamlab.join.reenrich;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.lookup.DistributedRows;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds outdated rows with Spark: joins the table with the reference data by the join key, and compares the attributes. */
final class TableSearch implements OutdatedRowSearch {
    private static final String TABLE = "table";
    private static final String REFERENCE = "reference";
    private static final String KEY = "key";
    private static final String ATTRIBUTES = "attributes";

    /** Up to so many keys are named to the Parquet reader, which skips row groups that have none of them. */
    private static final int MOST_KEYS_TO_NAME = 1_000;

    private final SparkSession spark;
    private final Table table;
    private final LookupJoin join;
    private final RemovedReference removed;
    private final BatchReport report;

    /** @param report gets the time of the search */
    TableSearch(SparkSession spark, Table table, LookupJoin join, RemovedReference removed, BatchReport report) {
        this.spark = spark;
        this.table = table;
        this.join = join;
        this.removed = removed;
        this.report = report;
    }

    /** The table that is searched. */
    interface Table {
        /** Reads the table as its newest commit has left it; none before the first commit. */
        Optional<Dataset<Row>> read();

        /** Returns whether the newest commit is of the same query. */
        boolean isLastWrittenBy(BatchProvenance origin);

        /**
         * Returns what the table shows where a value was written into a column. A partition column shows NULL for the empty
         * text: compared with the value itself, its row would be outdated for ever.
         */
        Column asRead(Column value, StructField column);
    }

    @Override
    public boolean isLastWrittenBy(BatchProvenance origin) {
        return table.isLastWrittenBy(origin);
    }

    @Override
    public OutdatedRows ofKeys(List<String> keys, Map<String, Row> reference, int limit) {
        List<Row> items = new ArrayList<>(keys.size());
        for (String key : keys) {
            items.add(RowFactory.create(key, items.size(), reference.get(key)));
        }
        Column wanted = keys.size() <= MOST_KEYS_TO_NAME
                ? col(JobColumns.JOIN_KEY).isin(keys.toArray())
                : col(JobColumns.JOIN_KEY).isNotNull();
        return report.timed(Figure.REENRICH_TIME, () -> find(wanted, items, "inner", limit));
    }

    @Override
    public OutdatedRows ofAllKeys(Map<String, Row> reference, int limit) {
        List<Row> items = new ArrayList<>(reference.size());
        reference.forEach((key, attributes) -> items.add(RowFactory.create(key, items.size(), attributes)));
        String joinType = removed == RemovedReference.NULL ? "left_outer" : "inner";
        return report.timed(
                Figure.REENRICH_TIME, () -> find(col(JobColumns.JOIN_KEY).isNotNull(), items, joinType, limit));
    }

    /** @param items key, place of the key, and attributes, which are null for a key without an item */
    private OutdatedRows find(Column wanted, List<Row> items, String joinType, int limit) {
        Optional<Dataset<Row>> rows = table.read();
        if (!rows.isPresent()) {
            return CachedOutdatedRows.none(items.size());
        }
        Dataset<Row> reference = DistributedRows.of(
                spark,
                items,
                new StructType()
                        .add(KEY, DataTypes.StringType)
                        .add(CachedOutdatedRows.RANK, DataTypes.IntegerType)
                        .add(ATTRIBUTES, join.attributes()));
        Dataset<Row> joined = rows.get()
                .where(wanted)
                .as(TABLE)
                .join(
                        (items.size() <= LookupJoin.MOST_ROWS_TO_BROADCAST ? broadcast(reference) : reference)
                                .as(REFERENCE),
                        column(TABLE, JobColumns.JOIN_KEY).equalTo(column(REFERENCE, KEY)),
                        joinType);
        List<String> written = Arrays.asList(rows.get().columns());
        StructField[] attributes = join.attributes().fields();
        Column now = fingerprint(Arrays.stream(attributes).map(field -> table.asRead(attribute(field.name()), field)));
        Column before = fingerprint(Arrays.stream(attributes).map(field -> inTable(field.name(), written)));
        return CachedOutdatedRows.of(joined.where(now.notEqual(before)).select(columns(written)), items.size(), limit);
    }

    /** Returns the joined rows' columns with the attributes of now, and the place of the key. */
    private Column[] columns(List<String> written) {
        List<String> attributes = Arrays.asList(join.attributes().fieldNames());
        Stream<Column> columns = Arrays.stream(join.schema().fieldNames())
                .map(name -> (attributes.contains(name) ? attribute(name) : inTable(name, written)).as(name));
        // A partition column may show another value than the key was made of.
        Stream<Column> key =
                Stream.of(JobColumns.RECORD_KEY).filter(written::contains).map(name -> column(TABLE, name));
        // A key without an item has no place in a search over all keys, where places do not matter. Any number does.
        Column rank = coalesce(column(REFERENCE, CachedOutdatedRows.RANK), lit(Integer.MAX_VALUE));
        return Stream.concat(Stream.concat(columns, key), Stream.of(rank.as(CachedOutdatedRows.RANK)))
                .toArray(Column[]::new);
    }

    private static Column attribute(String name) {
        return col(REFERENCE + "." + ATTRIBUTES + ".`" + name + "`");
    }

    /** Returns what a row shows: NULL for a new column, which no row of the table has yet. */
    private Column inTable(String name, List<String> written) {
        StructField field = join.schema().apply(name);
        return written.contains(name) ? column(TABLE, name) : lit(null).cast(field.dataType());
    }

    /** Fingerprints are compared, not values: Spark does not compare maps. */
    private static Column fingerprint(Stream<Column> values) {
        return udf((UDF1<Row, Long>) Fingerprint::of, DataTypes.LongType).apply(struct(values.toArray(Column[]::new)));
    }

    private static Column column(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
