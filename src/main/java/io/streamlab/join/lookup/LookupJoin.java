package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.streamlab.join.columns.JoinStep;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.LookupConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Joins stream records with the data of one reference table: a left join. Where nothing matches, the attributes are null. The
 * rows of the last join, which often is the only one, have the columns of {@link TableColumns#schema}.
 */
public final class LookupJoin {
    private static final String STREAM = "stream";
    private static final String REFERENCE = "reference";

    /**
     * Up to here every executor gets all reference rows. A row of the example takes 377 bytes in Spark's hash table
     * (docs/measurements/single_figures.md), so these take some 190 MB, which the smallest worker has to spare.
     */
    public static final int MOST_ROWS_TO_BROADCAST = 500_000;

    private final TableColumns columns;
    private final JoinStep step;
    private final List<JoinColumn> joinColumns;
    private final StructType lookupSchema;
    private final JoinKey joinKey;
    private final int mostRowsToBroadcast;

    /** Makes the join with the only reference table. */
    public LookupJoin(TableColumns columns, LookupConfig lookup) {
        this(columns, lookup, MOST_ROWS_TO_BROADCAST);
    }

    /** @param mostRowsToBroadcast with more reference rows both sides are shuffled */
    LookupJoin(TableColumns columns, LookupConfig lookup, int mostRowsToBroadcast) {
        this(columns, columns.joinSteps().get(0), lookup, mostRowsToBroadcast);
    }

    /** Makes the join with one of several reference tables. */
    LookupJoin(TableColumns columns, JoinStep step) {
        this(columns, step, step.lookup(), MOST_ROWS_TO_BROADCAST);
    }

    private LookupJoin(TableColumns columns, JoinStep step, LookupConfig lookup, int mostRowsToBroadcast) {
        this.columns = columns;
        this.step = step;
        this.joinColumns = lookup.joinColumns();
        this.lookupSchema = lookup.schema();
        this.joinKey = new JoinKey(lookup);
        this.mostRowsToBroadcast = mostRowsToBroadcast;
    }

    /** Returns the columns of the joined rows. */
    public StructType schema() {
        return columns.schema();
    }

    /** Returns the columns that the reference table gives to the rows: those of the table, and those that a later join is on. */
    public StructType attributes() {
        return step.attributes();
    }

    /** Returns the number of the reference table, from 1. */
    public int number() {
        return step.number();
    }

    /** Returns the name of the column that stores by which values a row was joined. */
    public String keyColumn() {
        return JobColumns.joinKey(step.number());
    }

    /** Returns the columns that the records or the earlier tables bring to the join. */
    public List<String> joinColumns() {
        return joinColumns.stream().map(JoinColumn::streamColumn).collect(toList());
    }

    /**
     * Returns what {@link #keyColumn} has to hold after attributes of earlier tables have changed.
     *
     * @param stored what the column holds
     * @param attributes the current values of those {@link #joinColumns} that are attributes of earlier tables
     * @param isKnown whether the attribute has a current value, which may be null. If false, the stored value stays
     */
    public Column recomputedKey(Column stored, Map<String, Column> attributes, Map<String, Column> isKnown) {
        return joinKey.recomputed(stored, attributes, isKnown);
    }

    /**
     * Returns what the join gives to the rows of each {@link #keyColumn} that the snapshot has: rows with the columns of
     * {@link #attributes}.
     */
    public Map<String, Row> attributesByKey(ReferenceSnapshot snapshot) {
        return attributesByKey(snapshot.allRows());
    }

    /** Returns the same for those of the keys that have an item. The table must be followed by its stream. */
    public Map<String, Row> attributesByKey(ReferenceSnapshot snapshot, Collection<String> keys) {
        return attributesByKey(snapshot.rowsOf(keys));
    }

    private Map<String, Row> attributesByKey(List<Row> items) {
        int[] positions = Stream.of(attributes().fieldNames())
                .mapToInt(lookupSchema::fieldIndex)
                .toArray();
        Map<String, Row> byKey = new HashMap<>();
        for (Row item : items) {
            Object[] values = new Object[positions.length];
            for (int i = 0; i < positions.length; i++) {
                values[i] = item.get(positions[i]);
            }
            byKey.put(joinKey.ofItem(item), RowFactory.create(values));
        }
        return byKey;
    }

    /**
     * Returns the records with the attributes of the items that they match.
     *
     * @param stream with the columns of {@link TableColumns#stream}, or those that the join before has made
     */
    public Dataset<Row> join(Dataset<Row> stream, ReferenceSnapshot snapshot) {
        List<Column> joined = new ArrayList<>();
        step.carried()
                .forEach(name -> joined.add(column(STREAM, name).as(step.isLast() ? columns.nameInTable(name) : name)));
        for (String name : step.attributes().fieldNames()) {
            joined.add(column(REFERENCE, name));
        }
        if (columns.keepsJoinKey()) {
            for (int number = 1; number < step.number(); number++) {
                joined.add(column(STREAM, JobColumns.joinKey(number)));
            }
            // A key of the first table never changes: it is made of columns of the stream.
            joined.add(
                    (step.number() == 1 ? joinKey.ofRecords(STREAM) : joinKey.storedOfRecords(STREAM)).as(keyColumn()));
        }
        return match(stream, snapshot, "left_outer").select(joined.toArray(new Column[0]));
    }

    /**
     * Counts the stream records that match nothing, and so get no attribute but null.
     *
     * <p>Runs one short job over the records, which should be held in memory. A count on the way through the write would count
     * twice what Spark does twice.
     */
    public UnmatchedRecords unmatched(Dataset<Row> stream, ReferenceSnapshot snapshot) {
        Dataset<Row> joinValues = stream.select(joinColumns.stream()
                .map(column -> col("`" + column.streamColumn() + "`"))
                .toArray(Column[]::new));
        // Without the plan that it comes from: Spark 3.3 would push an anti-join down into it and pull it up again
        // until it gives up after a hundred times.
        Dataset<Row> values = stream.sparkSession().createDataFrame(joinValues.javaRDD(), joinValues.schema());
        return UnmatchedRecords.of(match(values, snapshot, "left_anti").javaRDD());
    }

    private Dataset<Row> match(Dataset<Row> stream, ReferenceSnapshot snapshot, String joinType) {
        Dataset<Row> reference = snapshot.toDataset(stream.sparkSession());
        // Else Spark shuffles both sides, as it does with any two that are large.
        Dataset<Row> side = snapshot.rows().size() <= mostRowsToBroadcast ? broadcast(reference) : reference;
        return stream.as(STREAM).join(side.as(REFERENCE), joinKey.matches(STREAM, REFERENCE), joinType);
    }

    private static Column column(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
