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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

/** The rows of the Hudi table, joined anew by their join key. */
final class TableRows implements RowSource<HeldRows> {
    private static final String TABLE = "table";
    private static final String REFERENCE = "reference";
    private static final String KEY = "key";
    private static final String ATTRIBUTES = "attributes";

    /** So many are named to the Parquet reader, which passes over row groups that have none of them. */
    private static final int MOST_KEYS_TO_NAME = 1_000;

    private final SparkSession spark;
    private final Supplier<Optional<Dataset<Row>>> table;
    private final Predicate<BatchProvenance> isLastWriter;
    private final BiFunction<Column, StructField, Column> asRead;
    private final LookupJoin join;
    private final RemovedReference removed;

    /**
     * @param table reads it, if there is one
     * @param isLastWriter whether its newest commit is of the same query
     * @param asRead what is read from the table where a value has been written into a column: else a row that cannot show
     *     the value would differ for ever
     */
    TableRows(
            SparkSession spark,
            Supplier<Optional<Dataset<Row>>> table,
            Predicate<BatchProvenance> isLastWriter,
            BiFunction<Column, StructField, Column> asRead,
            LookupJoin join,
            RemovedReference removed) {
        this.spark = spark;
        this.table = table;
        this.isLastWriter = isLastWriter;
        this.asRead = asRead;
        this.join = join;
        this.removed = removed;
    }

    @Override
    public boolean isLastWrittenBy(BatchProvenance origin) {
        return isLastWriter.test(origin);
    }

    @Override
    public HeldRows ofKeys(List<String> keys, Map<String, Row> reference, int limit) {
        List<Row> items = new ArrayList<>(keys.size());
        for (String key : keys) {
            items.add(RowFactory.create(key, items.size(), reference.get(key)));
        }
        Column wanted = keys.size() <= MOST_KEYS_TO_NAME
                ? col(JobColumns.JOIN_KEY).isin(keys.toArray())
                : col(JobColumns.JOIN_KEY).isNotNull();
        return differing(wanted, items, "inner", limit);
    }

    @Override
    public HeldRows ofAllKeys(Map<String, Row> reference, int limit) {
        List<Row> items = new ArrayList<>(reference.size());
        reference.forEach((key, attributes) -> items.add(RowFactory.create(key, items.size(), attributes)));
        return differing(
                col(JobColumns.JOIN_KEY).isNotNull(),
                items,
                removed == RemovedReference.NULL ? "left_outer" : "inner",
                limit);
    }

    /** @param items key, place of the key, and attributes, which are null for a key without an item */
    private HeldRows differing(Column wanted, List<Row> items, String joinType, int limit) {
        Optional<Dataset<Row>> rows = table.get();
        if (!rows.isPresent()) {
            return HeldRows.none(items.size());
        }
        Dataset<Row> reference = DistributedRows.of(
                spark,
                items,
                new StructType()
                        .add(KEY, DataTypes.StringType)
                        .add(HeldRows.RANK, DataTypes.IntegerType)
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
        Column now = fingerprint(Arrays.stream(attributes).map(field -> asRead.apply(attribute(field.name()), field)));
        Column before = fingerprint(Arrays.stream(attributes).map(field -> inTable(field.name(), written)));
        return HeldRows.hold(joined.where(now.notEqual(before)).select(columns(written)), items.size(), limit);
    }

    /** The joined rows' columns, the attributes as they are now, and the place of the key. */
    private Column[] columns(List<String> written) {
        List<String> attributes = Arrays.asList(join.attributes().fieldNames());
        Stream<Column> columns = Arrays.stream(join.schema().fieldNames())
                .map(name -> (attributes.contains(name) ? attribute(name) : inTable(name, written)).as(name));
        // Behind all others, where there is no item; only when all keys are asked for, and then places do not matter.
        Column rank = coalesce(column(REFERENCE, HeldRows.RANK), lit(Integer.MAX_VALUE));
        return Stream.concat(columns, Stream.of(rank.as(HeldRows.RANK))).toArray(Column[]::new);
    }

    private static Column attribute(String name) {
        return col(REFERENCE + "." + ATTRIBUTES + ".`" + name + "`");
    }

    /** Null where the column is new, and no row has it yet. */
    private Column inTable(String name, List<String> written) {
        StructField field = join.schema().apply(name);
        return written.contains(name) ? column(TABLE, name) : lit(null).cast(field.dataType());
    }

    /** Of maps, too, which Spark does not compare. */
    private static Column fingerprint(Stream<Column> values) {
        return udf((UDF1<Row, Long>) Fingerprint::of, DataTypes.LongType).apply(struct(values.toArray(Column[]::new)));
    }

    private static Column column(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
