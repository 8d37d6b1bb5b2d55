package io.streamlab.join.lookup;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.JoinComparison;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.text.CanonicalText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * Decides when a record and a reference item, or two items, have the same join values.
 *
 * <p>The decision has two forms that agree: two texts are equal, or a condition of Spark holds. The text finds items with the
 * same join values, and is the value of {@code _join_key}. The condition spares Spark the texts of all records.
 *
 * <p>The text of a single value is its text as it is compared. Several are separated by commas; then a comma or a backslash
 * within a text has a backslash before it. There is no text if one of the values is null, which matches nothing.
 *
 * <p>A row of the table stores the text. A value for a later reference table may be an attribute of an earlier one. Such an attribute
 * may be null today and have a value tomorrow. So the stored text writes {@code \N} for null, and does not lose the other values:
 * {@code \N,a text}. No item has such a text, so it matches nothing.
 */
final class JoinKey {
    private final List<JoinColumn> columns;
    private final JoinComparison comparison;
    private final StructType lookupSchema;
    private final int[] positions;

    JoinKey(LookupConfig lookup) {
        this.columns = lookup.joinColumns();
        this.comparison = lookup.joinComparison();
        this.lookupSchema = lookup.schema();
        this.positions = columns.stream()
                .map(JoinColumn::referenceAttribute)
                .mapToInt(lookupSchema::fieldIndex)
                .toArray();
    }

    /**
     * Returns the text of an item's join values, or null if one of them is null.
     *
     * @param item with the columns of {@code lookup_schema}
     */
    String ofItem(Row item) {
        Object[] values = new Object[positions.length];
        for (int i = 0; i < positions.length; i++) {
            values[i] = item.get(positions[i]);
        }
        return text(RowFactory.create(values), comparison);
    }

    /**
     * Returns the text of each record's join values as a string column, null if one of the values is null.
     *
     * @param stream the alias of the records
     */
    Column ofRecords(String stream) {
        JoinComparison function = comparison;
        return udf((UDF1<Row, String>) values -> text(values, function), DataTypes.StringType)
                .apply(struct(columns.stream()
                        .map(column -> column(stream, column.streamColumn()))
                        .toArray(Column[]::new)));
    }

    /**
     * Returns the text that each row stores for a further reference table: as {@link #ofRecords}, but with the values beside a
     * null.
     *
     * @param stream the alias of the records
     */
    Column storedOfRecords(String stream) {
        JoinComparison function = comparison;
        return udf((UDF1<Row, String>) values -> JoinText.of(texts(values, function)), DataTypes.StringType)
                .apply(struct(columns.stream()
                        .map(column -> column(stream, column.streamColumn()))
                        .toArray(Column[]::new)));
    }

    /**
     * Returns the text that a row has to store after attributes of earlier tables have changed.
     *
     * @param stored the text that the row stores
     * @param attributes the current values by the columns of the join. The stored value stays where there is none
     * @param isKnown whether the attribute has a current value, which may be null. If false, the stored value stays
     */
    Column recomputed(Column stored, Map<String, Column> attributes, Map<String, Column> isKnown) {
        JoinComparison function = comparison;
        int count = columns.size();
        Column[] values = new Column[count];
        Column[] known = new Column[count];
        for (int i = 0; i < count; i++) {
            String name = columns.get(i).streamColumn();
            values[i] = attributes
                    .getOrDefault(name, lit(null).cast(DataTypes.StringType))
                    .as("value" + i);
            known[i] = isKnown.getOrDefault(name, lit(false));
        }
        UDF3<String, Row, Seq<Boolean>, String> again = (before, now, isNow) -> {
            String[] texts = JoinText.parts(before, count);
            String[] textsNow = texts(now, function);
            for (int i = 0; i < count; i++) {
                texts[i] = isNow.apply(i) ? textsNow[i] : texts[i];
            }
            return JoinText.of(texts);
        };
        return udf(again, DataTypes.StringType).apply(stored, struct(values), array(known));
    }

    /** Returns the texts of the records' join values, each once. Runs a job over the records, which should be held in memory. */
    List<String> distinctOf(Dataset<Row> records) {
        // Not Spark SQL: its shuffles have hundreds of tasks in a streaming query, which cannot adapt them.
        JavaRDD<String> texts = records.as("records")
                .select(ofRecords("records"))
                .javaRDD()
                .map(row -> row.getString(0))
                .filter(Objects::nonNull);
        return texts.distinct(texts.context().defaultParallelism()).collect();
    }

    /**
     * Returns the condition that holds if a record and an item have the same text.
     *
     * @param stream the alias of the records, whose join columns have the types of the attributes
     * @param reference the alias of the items
     */
    Column matches(String stream, String reference) {
        return columns.stream()
                .map(pair -> {
                    DataType type =
                            lookupSchema.apply(pair.referenceAttribute()).dataType();
                    return compared(column(stream, pair.streamColumn()), type)
                            .equalTo(compared(column(reference, pair.referenceAttribute()), type));
                })
                .reduce(Column::and)
                .orElseThrow(IllegalStateException::new);
    }

    private Column compared(Column column, DataType type) {
        if (comparison == JoinComparison.EXACT || !type.equals(DataTypes.StringType)) {
            return column;
        }
        JoinComparison function = comparison;
        return udf((UDF1<String, String>) function::compared, DataTypes.StringType)
                .apply(column);
    }

    private static String text(Row values, JoinComparison comparison) {
        return values.anyNull() ? null : JoinText.of(texts(values, comparison));
    }

    private static String[] texts(Row values, JoinComparison comparison) {
        String[] texts = new String[values.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = values.isNullAt(i) ? null : text(values.get(i), comparison);
        }
        return texts;
    }

    private static String text(Object value, JoinComparison comparison) {
        return value instanceof String ? comparison.compared((String) value) : CanonicalText.of(value);
    }

    private static Column column(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
