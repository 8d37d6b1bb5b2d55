package io.streamlab.join.columns;

import io.streamlab.join.config.PartitionField;
import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.config.UniqueKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;

/** Compares what the table is to be partitioned by with the columns that exist. */
final class PartitionCheck {
    private final StructType stream;
    private final StructType attributes;
    private final TargetConfig target;

    /**
     * @param stream the columns of one stream record
     * @param attributes those of the reference table
     */
    PartitionCheck(StructType stream, StructType attributes, TargetConfig target) {
        this.stream = stream;
        this.attributes = attributes;
        this.target = target;
    }

    /** Returns a sentence for each partition field that cannot be. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (PartitionField field : target.partitionFields()) {
            if (field.unit().isPresent()) {
                checkDate(field, problems);
            } else {
                checkColumn(field.source(), problems);
            }
        }
        return problems;
    }

    private void checkDate(PartitionField field, List<String> problems) {
        if (has(stream, field.column()) || has(attributes, field.column())) {
            problems.add("--partition_fields has '" + field + "', whose column '" + field.column()
                    + "' the stream or the reference table has already: name that column instead, or another date");
        }
        if (has(stream, field.source()) && !target.orderingFormat().isPresent()) {
            DataType type = stream.apply(field.source()).dataType();
            if (!type.equals(DataTypes.DateType) && !type.equals(DataTypes.TimestampType)) {
                problems.add("--partition_fields has '" + field + "', but '" + field.source() + "' of type "
                        + type.sql() + " is no point in time: give its --ordering_format");
            }
        }
    }

    private void checkColumn(String column, List<String> problems) {
        boolean ofStream = has(stream, column);
        if (!ofStream && !has(attributes, column)) {
            Set<String> existing = new LinkedHashSet<>(Arrays.asList(stream.fieldNames()));
            existing.addAll(Arrays.asList(attributes.fieldNames()));
            problems.add("--partition_fields names '" + column + "', which is none of the columns " + existing);
            return;
        }
        DataType type = (ofStream ? stream : attributes).apply(column).dataType();
        if (!namesAFolder(type)) {
            problems.add("--partition_fields names '" + column + "' of type " + type.sql()
                    + ": it must have strings, whole numbers, booleans or dates");
        }
        if (!ofStream && target.uniqueKeys() == UniqueKeys.PARTITION) {
            problems.add("--partition_fields names '" + column + "' of the reference table, whose values change: with "
                    + "--unique_keys partition a key would then get a second row");
        }
    }

    /** Returns whether each engine writes a value of the type as the same text. Of 1e3 or a timestamp they do not. */
    private static boolean namesAFolder(DataType type) {
        return type instanceof IntegralType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.DateType);
    }

    private static boolean has(StructType columns, String name) {
        return Arrays.asList(columns.fieldNames()).contains(name);
    }
}
