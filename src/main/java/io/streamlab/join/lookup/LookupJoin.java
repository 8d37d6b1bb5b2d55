package io.streamlab.join.lookup;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.columns.PartitionCheck;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.JoinComparison;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.TargetConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The left join of stream records with the reference data.
 *
 * <p>Its rows have the columns of the stream, then the attributes of the reference table, less those that the
 * configuration drops. Where nothing matches, the attributes are null. An attribute that is compared with a stream
 * column of the same name is not repeated. Last comes, if the table is to have it, {@link JobColumns#JOIN_KEY}.
 */
public final class LookupJoin {
    private static final String STREAM = "stream";
    private static final String REFERENCE = "reference";

    /**
     * Up to here every executor gets all reference rows. A row of the example takes 377 bytes in Spark's hash table
     * (docs/measurements/single_figures.md), so these take some 190 MB, which the smallest worker has to spare.
     */
    public static final int MOST_ROWS_TO_BROADCAST = 500_000;

    private final List<JoinColumn> joinColumns;
    private final JoinComparison comparison;
    private final int mostRowsToBroadcast;
    private final JoinKey joinKey;
    private final boolean keepsJoinKey;
    private final Optional<String> deleteField;
    private final List<String> streamColumns;
    private final List<String> referenceColumns;
    private final StructType lookupSchema;
    private final StructType attributes;
    private final StructType schema;

    /**
     * @param streamSchema the columns of one stream record
     * @throws InvalidConfigException when the configuration names columns that do not exist, or the joined rows would
     *     have two columns of one name
     */
    public LookupJoin(StructType streamSchema, LookupConfig lookup, TargetConfig target) {
        this(streamSchema, lookup, target, MOST_ROWS_TO_BROADCAST);
    }

    /** @param mostRowsToBroadcast with more reference rows both sides are shuffled */
    LookupJoin(StructType streamSchema, LookupConfig lookup, TargetConfig target, int mostRowsToBroadcast) {
        this.mostRowsToBroadcast = mostRowsToBroadcast;
        this.joinColumns = lookup.joinColumns();
        this.comparison = lookup.joinComparison();
        this.joinKey = new JoinKey(comparison);
        this.keepsJoinKey = target.keepsJoinKey();
        this.deleteField = target.deleteField();
        Set<String> repeated = joinColumns.stream()
                .filter(column -> column.streamColumn().equals(column.referenceAttribute()))
                .map(JoinColumn::referenceAttribute)
                .collect(toSet());
        this.streamColumns = Arrays.stream(streamSchema.fieldNames())
                .filter(column -> !target.droppedColumns().contains(column))
                .collect(toList());
        this.referenceColumns = Arrays.stream(lookup.schema().fieldNames())
                .filter(attribute -> !target.droppedColumns().contains(attribute))
                .filter(attribute -> !repeated.contains(attribute))
                .collect(toList());
        check(streamSchema, lookup, target);
        StructType joined = new StructType();
        for (String name : streamColumns) {
            StructField field = streamSchema.apply(name);
            joined = joined.add(nameInTable(name), field.dataType(), field.nullable(), field.metadata());
        }
        this.lookupSchema = lookup.schema();
        StructType attributes = new StructType();
        for (String name : referenceColumns) {
            attributes = attributes.add(lookup.schema().apply(name));
            joined = joined.add(lookup.schema().apply(name));
        }
        this.attributes = attributes;
        this.schema = keepsJoinKey
                ? joined.add(JobColumns.JOIN_KEY, DataTypes.StringType, true, joinKeyDefinition(streamSchema))
                : joined;
    }

    /** Such as {@code country STRING, exact}: texts of another definition are not those of this one. */
    private String joinKeyDefinition(StructType streamSchema) {
        return joinColumns.stream()
                        .map(JoinColumn::streamColumn)
                        .map(name ->
                                name + " " + streamSchema.apply(name).dataType().sql())
                        .collect(joining(", "))
                + ", " + comparison;
    }

    private String nameInTable(String streamColumn) {
        return deleteField.filter(streamColumn::equals).isPresent() ? JobColumns.IS_DELETED : streamColumn;
    }

    /**
     * The columns of the joined rows; the delete field has the name that Hudi knows it by. The comments of columns that
     * the job adds tell what they are made of.
     */
    public StructType schema() {
        return schema;
    }

    /** Those of the joined rows' columns that come from the reference table. */
    public StructType attributes() {
        return attributes;
    }

    /**
     * What the join gives to the rows of each {@link JobColumns#JOIN_KEY} that the snapshot has: rows with the columns of
     * {@link #attributes}.
     */
    public Map<String, Row> attributesByKey(ReferenceSnapshot snapshot) {
        int[] joinValues = positions(joinColumns.stream().map(JoinColumn::referenceAttribute));
        int[] attributeValues = positions(referenceColumns.stream());
        Map<String, Row> byKey = new HashMap<>();
        for (Row item : snapshot.rows()) {
            byKey.put(joinKey.of(values(item, joinValues)), values(item, attributeValues));
        }
        return byKey;
    }

    private int[] positions(Stream<String> names) {
        return names.mapToInt(lookupSchema::fieldIndex).toArray();
    }

    private static Row values(Row item, int[] positions) {
        Object[] values = new Object[positions.length];
        for (int i = 0; i < positions.length; i++) {
            values[i] = item.get(positions[i]);
        }
        return RowFactory.create(values);
    }

    public Dataset<Row> join(Dataset<Row> stream, ReferenceSnapshot snapshot) {
        List<Column> columns = new ArrayList<>();
        streamColumns.forEach(name -> columns.add(column(STREAM, name).as(nameInTable(name))));
        referenceColumns.forEach(name -> columns.add(column(REFERENCE, name)));
        if (keepsJoinKey) {
            columns.add(joinKeyColumn().as(JobColumns.JOIN_KEY));
        }
        return match(stream, snapshot, "left_outer").select(columns.toArray(new Column[0]));
    }

    private Column joinKeyColumn() {
        JoinKey key = joinKey;
        return udf((UDF1<Row, String>) key::of, DataTypes.StringType)
                .apply(struct(joinColumns.stream()
                        .map(column -> column(STREAM, column.streamColumn()))
                        .toArray(Column[]::new)));
    }

    /**
     * Those of the stream records that match nothing, and so get no attribute but null.
     *
     * <p>Runs one short job over the records, which had better be held in memory: a count on the way through the write
     * would count twice what Spark does twice.
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
        Column condition = joinColumns.stream()
                .map(column -> compared(
                                column(STREAM, column.streamColumn()),
                                stream.schema().apply(column.streamColumn()))
                        .equalTo(compared(
                                column(REFERENCE, column.referenceAttribute()),
                                reference.schema().apply(column.referenceAttribute()))))
                .reduce(Column::and)
                .orElseThrow(IllegalStateException::new);
        // Else Spark shuffles both sides, as it does with any two that are large.
        Dataset<Row> side = snapshot.rows().size() <= mostRowsToBroadcast ? broadcast(reference) : reference;
        return stream.as(STREAM).join(side.as(REFERENCE), condition, joinType);
    }

    /** By the very function that has told the reference rows apart: another one could find two that match. */
    private Column compared(Column column, StructField field) {
        if (comparison == JoinComparison.EXACT || !field.dataType().equals(DataTypes.StringType)) {
            return column;
        }
        JoinComparison function = comparison;
        return udf((UDF1<String, String>) function::compared, DataTypes.StringType)
                .apply(column);
    }

    private void check(StructType streamSchema, LookupConfig lookup, TargetConfig target) {
        List<String> problems = new ArrayList<>();
        List<String> stream = Arrays.asList(streamSchema.fieldNames());
        Set<String> joined = new LinkedHashSet<>(stream);
        joined.addAll(Arrays.asList(lookup.schema().fieldNames()));

        requireAll("join_columns", lookup.joinColumns().stream().map(JoinColumn::streamColumn), stream, problems);
        lookup.joinColumns().forEach(column -> requireComparable(column, streamSchema, lookup.schema(), problems));
        requireAll("record_key", target.recordKey().stream(), stream, problems);
        requireScalars("record_key", target.recordKey(), streamSchema, problems);
        requireAll("ordering_field", Stream.of(target.orderingField()), stream, problems);
        requireScalars("ordering_field", Collections.singletonList(target.orderingField()), streamSchema, problems);
        target.deleteField().ifPresent(column -> requireBoolean(column, streamSchema, stream, problems));
        problems.addAll(new PartitionCheck(streamSchema, lookup.schema(), target).problems());
        requireAll("drop_columns", target.droppedColumns().stream(), joined, problems);
        if (keepsJoinKey && joined.stream().anyMatch(JobColumns.JOIN_KEY::equalsIgnoreCase)) {
            problems.add("the stream or the reference table has a column '" + JobColumns.JOIN_KEY
                    + "', which is the name of a column that the job adds");
        }
        Stream.concat(streamColumns.stream(), referenceColumns.stream())
                .collect(groupingBy(column -> column.toLowerCase(Locale.ROOT), TreeMap::new, toList()))
                .forEach((name, columns) -> {
                    if (columns.size() > 1) {
                        problems.add("the stream and the reference table both have a column '" + name
                                + "': name it in --drop_columns, or leave it out of --lookup_schema");
                    }
                });
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    private static void requireAll(
            String option, Stream<String> named, Collection<String> existing, List<String> problems) {
        named.filter(column -> !existing.contains(column))
                .forEach(column -> problems.add(
                        "--" + option + " names '" + column + "', which is none of the columns " + existing));
    }

    private static void requireBoolean(
            String deleteField, StructType streamSchema, Collection<String> stream, List<String> problems) {
        requireAll("delete_field", Stream.of(deleteField), stream, problems);
        if (stream.contains(deleteField)
                && !streamSchema.apply(deleteField).dataType().equals(DataTypes.BooleanType)) {
            problems.add("--delete_field names '" + deleteField + "' of type "
                    + streamSchema.apply(deleteField).dataType().sql() + ": it must have booleans");
        }
    }

    /** Hudi would find out with the first batch, and not say it as clearly. */
    private static void requireScalars(
            String option, List<String> named, StructType streamSchema, List<String> problems) {
        for (StructField field : streamSchema.fields()) {
            DataType type = field.dataType();
            if (named.contains(field.name()) && !(isJoinable(type) || type instanceof NumericType)) {
                problems.add("--" + option + " names '" + field.name() + "' of type " + type.sql()
                        + ": it must have strings, numbers, booleans, dates or timestamps");
            }
        }
    }

    /**
     * Values of two types would be compared after a cast, which makes equal what is not, such as '1' and '01' as int:
     * then one record could match several items. Of float and double, 0.0 and -0.0 are such a pair.
     */
    private static void requireComparable(
            JoinColumn column, StructType streamSchema, StructType lookupSchema, List<String> problems) {
        if (!Arrays.asList(streamSchema.fieldNames()).contains(column.streamColumn())) {
            return;
        }
        DataType streamType = streamSchema.apply(column.streamColumn()).dataType();
        DataType attributeType = lookupSchema.apply(column.referenceAttribute()).dataType();
        if (!streamType.equals(attributeType)) {
            problems.add("--join_columns compares '" + column.streamColumn() + "' of type " + streamType.sql()
                    + " with '" + column.referenceAttribute() + "' of type " + attributeType.sql()
                    + ": give the attribute the column's type in --lookup_schema");
        } else if (!isJoinable(streamType)) {
            problems.add("--join_columns compares '" + column.streamColumn() + "' of type " + streamType.sql()
                    + ": a join can be on strings, whole numbers, decimals, booleans, dates and timestamps");
        }
    }

    private static boolean isJoinable(DataType type) {
        return type instanceof IntegralType
                || type instanceof DecimalType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType);
    }

    private static Column column(String side, String name) {
        return col(side + ".`" + name + "`");
    }
}
