package io.streamlab.join.columns;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a parsed record: those of the source table, and those that the parser adds. */
public final class StreamColumns {
    private final StructType record;
    private final StructType row;
    private final StructType all;
    private final OrderingField orderingField;

    /** @throws InvalidConfigException when the source table has a column with a name that the parser needs */
    StreamColumns(StructType record, TargetConfig target) {
        refuseReservedNames(record);
        this.record = record;
        this.row = target.keepsUnknownFields() ? record.add(JobColumns.UNKNOWN_FIELDS, DataTypes.StringType) : record;
        StructType columns = new StructType().add(JobColumns.EVENT_ORDER, DataTypes.StringType);
        for (StructField field : row.fields()) {
            columns = columns.add(field);
        }
        this.all = columns;
        this.orderingField = new OrderingField(record, target.orderingField(), target.orderingFormat());
    }

    /**
     * Returns the columns of parsed records.
     *
     * @param record the columns of one record in the source table
     * @throws InvalidConfigException when the source table has a column with a name that the parser needs, or the ordering
     *     field's type has no values of the ordering format
     */
    public static StreamColumns of(StructType record, TargetConfig target) {
        StreamColumns columns = new StreamColumns(record, target);
        List<String> problems = columns.orderingField.problems();
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return columns;
    }

    /** Returns the columns of one record in the source table. */
    public StructType record() {
        return record;
    }

    /** Returns the record's columns and, where they are kept, {@link JobColumns#UNKNOWN_FIELDS} string. */
    public StructType row() {
        return row;
    }

    /** Returns {@link JobColumns#EVENT_ORDER} string and the columns of {@link #row}. */
    public StructType all() {
        return all;
    }

    OrderingField orderingField() {
        return orderingField;
    }

    private static void refuseReservedNames(StructType record) {
        List<String> problems = new ArrayList<>();
        for (StructField field : record.fields()) {
            if (field.name().equalsIgnoreCase(JobColumns.EVENT_ORDER)
                    || field.name().equalsIgnoreCase(JobColumns.UNKNOWN_FIELDS)
                    || JobColumns.OF_RECORD_KEY.stream().anyMatch(field.name()::equalsIgnoreCase)) {
                problems.add("the source table has a column '" + field.name()
                        + "', which is the name of a column that the job adds");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }
}
