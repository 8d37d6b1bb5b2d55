package io.streamlab.join.columns;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.TargetConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which columns the table gets, and what those that the job adds are made of.
 *
 * <p>In this order, less the columns that the configuration drops:
 *
 * <ol>
 *   <li>{@link JobColumns#EVENT_ORDER} string
 *   <li>the columns of the stream; the delete field is called {@link JobColumns#IS_DELETED}
 *   <li>{@link JobColumns#UNKNOWN_FIELDS} string, where unknown fields are kept
 *   <li>the attributes of each reference table, less those that are compared with a column of the same name
 *   <li>{@link JobColumns#joinKey} string of each reference table, with {@code reenrich}
 * </ol>
 *
 * <p>Columns that partitions need are not among them.
 */
public final class TableColumns {
    private final StreamColumns stream;
    private final List<String> streamColumns;
    private final Optional<String> deleteField;
    private final boolean keepsJoinKey;
    private final StructType attributes;
    private final List<JoinStep> joinSteps;
    private final StructType schema;
    private final Map<String, String> definitions;

    private TableColumns(StreamColumns stream, List<String> streamColumns, JoinedColumns joined, JobConfig config) {
        this.stream = stream;
        this.streamColumns = Collections.unmodifiableList(streamColumns);
        this.deleteField = config.target().deleteField();
        this.keepsJoinKey = config.target().keepsJoinKey();
        this.attributes = joined.attributes();
        this.joinSteps = Collections.unmodifiableList(joined.steps());
        this.schema = makeSchema();
        Map<String, String> definitions = new LinkedHashMap<>();
        definitions.put(JobColumns.EVENT_ORDER, stream.orderingField().definition());
        if (keepsJoinKey) {
            definitions.putAll(joined.joinKeyDefinitions());
        }
        this.definitions = Collections.unmodifiableMap(definitions);
    }

    /**
     * Returns the columns of the configured table.
     *
     * @param record the columns of one record in the source table
     * @throws InvalidConfigException with every problem at once, when the configuration names columns that do not exist or
     *     have a type that does not fit, or the table would have two columns of one name
     */
    public static TableColumns of(StructType record, JobConfig config) {
        StreamColumns stream = new StreamColumns(record, config.target());
        List<String> streamColumns = keptColumns(stream, config.target());
        JoinedColumns joined = new JoinedColumns(stream.all(), config);
        List<String> problems = ColumnCheck.problems(stream, joined, config);
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new TableColumns(stream, streamColumns, joined, config);
    }

    /** Returns the columns of parsed records, with those that the configuration drops from the table. */
    public StreamColumns stream() {
        return stream;
    }

    /** Returns the columns of parsed records that the table keeps, by their names in the stream. */
    public List<String> streamColumns() {
        return streamColumns;
    }

    /** Returns the name in the table of a column of the stream. */
    public String nameInTable(String streamColumn) {
        return deleteField.filter(streamColumn::equals).isPresent() ? JobColumns.IS_DELETED : streamColumn;
    }

    /** Returns the table's columns that come from the reference tables. */
    public StructType attributes() {
        return attributes;
    }

    /** Returns the join with each reference table, one after the other. */
    public List<JoinStep> joinSteps() {
        return joinSteps;
    }

    /** Returns whether the table has {@link JobColumns#joinKey} of each reference table. */
    public boolean keepsJoinKey() {
        return keepsJoinKey;
    }

    /** Returns all columns of the table, but for those that partitions need. */
    public StructType schema() {
        return schema;
    }

    /**
     * Returns what the columns that the job makes are made of, by their names: of {@link JobColumns#EVENT_ORDER} such as
     * {@code orderdate as a point in time}, of {@link JobColumns#joinKey} such as {@code country STRING, exact}. Values of
     * two definitions cannot be compared, so each commit notes the definitions.
     */
    public Map<String, String> definitions() {
        return definitions;
    }

    private StructType makeSchema() {
        StructType columns = new StructType();
        for (String name : streamColumns) {
            StructField field = stream.all().apply(name);
            columns = columns.add(nameInTable(name), field.dataType(), field.nullable(), field.metadata());
        }
        for (StructField attribute : attributes.fields()) {
            columns = columns.add(attribute);
        }
        if (keepsJoinKey) {
            for (JoinStep step : joinSteps) {
                columns = columns.add(JobColumns.joinKey(step.number()), DataTypes.StringType);
            }
        }
        return columns;
    }

    private static List<String> keptColumns(StreamColumns stream, TargetConfig target) {
        return Arrays.stream(stream.all().fieldNames())
                .filter(column -> !target.droppedColumns().contains(column))
                .collect(toList());
    }
}
