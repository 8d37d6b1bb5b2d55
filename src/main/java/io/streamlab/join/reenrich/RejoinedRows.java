package io.streamlab.join.reenrich;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.lookup.DistributedRows;
import io.streamlab.join.lookup.LookupJoin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of the table, joined again with one reference table after the other, by the keys that the rows store.
 *
 * <p>A row stores the key of each table. Where a key is made of an attribute of an earlier table, it may change:
 *
 * <ol>
 *   <li>A row was joined with {@code India}, whose region was {@code Asia}, and then with the item of {@code Asia}.
 *   <li>The region of {@code India} changes to {@code South Asia}.
 *   <li>The row is joined with {@code India}, gets the key {@code South Asia} in the second table, and is joined with that item.
 * </ol>
 */
final class RejoinedRows {
    private static final String TABLE = "table";
    private static final String REFERENCE = "reference";
    private static final String PENDING = "pending";
    private static final String KEY = "key";
    private static final String RANK = "rank";
    private static final String ATTRIBUTES = "attributes";

    private final StructType schema;
    private final List<String> written;
    private final RemovedReference removed;

    private Dataset<Row> rows;
    /** What each column has to show after the joins. Other columns stay as they are. */
    private final Map<String, Column> now = new LinkedHashMap<>();
    /** The current attributes, also those that only a later join needs, for {@link LookupJoin#recomputedKey}. */
    private final Map<String, Column> attributesNow = new HashMap<>();

    private final Map<String, Column> isKnown = new HashMap<>();
    private final List<Column> ranks = new ArrayList<>();
    private final List<Column> keyChanges = new ArrayList<>();

    /**
     * @param rows of the table, filtered as far as possible
     * @param schema the columns that rows have to be written with; the table may lack new ones
     */
    RejoinedRows(Dataset<Row> rows, StructType schema, RemovedReference removed) {
        this.schema = schema;
        this.written = Arrays.asList(rows.columns());
        this.removed = removed;
        this.rows = rows.as(TABLE);
    }

    /**
     * Joins the rows with the next reference table.
     *
     * @param items the attributes of each key that has an item; only of the pending keys, if no other row is of interest
     * @param ranks the place of each pending key
     */
    void join(LookupJoin join, Map<String, Row> items, Map<String, Integer> ranks) {
        boolean mayChange = join.joinColumns().stream().anyMatch(attributesNow::containsKey);
        Column stored = column(TABLE, join.keyColumn());
        Column key = mayChange ? join.recomputedKey(stored, attributesNow, isKnown) : stored;
        String reference = REFERENCE + join.number();
        if (mayChange) {
            String pending = PENDING + join.number();
            add(rowsOf(join, new HashMap<>(), ranks), pending, stored);
            this.ranks.add(column(pending, RANK));
            add(rowsOf(join, items, new HashMap<>()), reference, key);
            keyChanges.add(not(key.eqNullSafe(stored)));
            now.put(join.keyColumn(), key);
        } else {
            add(rowsOf(join, items, ranks), reference, stored);
            this.ranks.add(column(reference, RANK));
        }
        Column isSameKey = mayChange ? key.eqNullSafe(stored) : lit(true);
        for (String name : join.attributes().fieldNames()) {
            Column ofItem = col(reference + "." + ATTRIBUTES + ".`" + name + "`");
            Column hasItem = column(reference, ATTRIBUTES).isNotNull();
            boolean isKept = removed == RemovedReference.KEEP;
            attributesNow.put(name, ofItem);
            isKnown.put(name, isKept ? hasItem.or(not(isSameKey)) : lit(true));
            if (Arrays.asList(schema.fieldNames()).contains(name)) {
                now.put(
                        name,
                        isKept ? when(not(hasItem).and(isSameKey), before(name)).otherwise(ofItem) : ofItem);
            }
        }
    }

    private void add(Dataset<Row> reference, String alias, Column key) {
        rows = rows.join(reference.as(alias), key.equalTo(column(alias, KEY)), "left_outer");
    }

    private Dataset<Row> rowsOf(LookupJoin join, Map<String, Row> items, Map<String, Integer> ranks) {
        Set<String> keys = new LinkedHashSet<>(ranks.keySet());
        keys.addAll(items.keySet());
        List<Row> reference = new ArrayList<>(keys.size());
        keys.forEach(key -> reference.add(RowFactory.create(key, ranks.get(key), items.get(key))));
        Dataset<Row> dataset = DistributedRows.of(
                rows.sparkSession(),
                reference,
                new StructType()
                        .add(KEY, DataTypes.StringType)
                        .add(RANK, DataTypes.IntegerType)
                        .add(ATTRIBUTES, join.attributes()));
        return reference.size() <= LookupJoin.MOST_ROWS_TO_BROADCAST ? broadcast(dataset) : dataset;
    }

    /** Returns the joined rows, for columns that the other methods return. */
    Dataset<Row> rows() {
        return rows;
    }

    /** Returns the first place among the pending keys that a row has; null if none of its keys is pending. */
    Column rank() {
        return ranks.size() == 1 ? ranks.get(0) : least(ranks.toArray(new Column[0]));
    }

    /** Returns whether a row has another key than it stores. */
    Column hasOtherKey() {
        return keyChanges.stream().reduce(lit(false), Column::or);
    }

    /** Returns what the column of a row has to show. */
    Column now(String name) {
        return now.getOrDefault(name, before(name));
    }

    boolean isWritten(String name) {
        return written.contains(name);
    }

    /** Returns what the column of a row shows: NULL for a new column, which no row of the table has yet. */
    Column before(String name) {
        return written.contains(name)
                ? column(TABLE, name)
                : lit(null).cast(schema.apply(name).dataType());
    }

    private static Column column(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
