package io.streamlab.join.columns;

import static java.util.stream.Collectors.joining;

import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.LookupConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;

/** The columns that records and reference items are compared by. */
final class JoinColumns {
    private final StructType stream;
    private final LookupConfig lookup;

    /** @param stream the columns of parsed records */
    JoinColumns(StructType stream, LookupConfig lookup) {
        this.stream = stream;
        this.lookup = lookup;
    }

    /**
     * Returns what {@code _join_key} is made of, such as {@code country STRING, exact}. Texts of two definitions cannot be
     * compared. Called when the columns have no problem.
     */
    String definition() {
        return lookup.joinColumns().stream()
                        .map(JoinColumn::streamColumn)
                        .map(name -> name + " " + stream.apply(name).dataType().sql())
                        .collect(joining(", "))
                + ", " + lookup.joinComparison();
    }

    /**
     * Returns a sentence for each pair of columns that cannot be compared. A column that does not exist is no problem here.
     *
     * <p>Spark would compare values of two types after a cast, which makes equal what is not: '1' and '01' as int. One record
     * could then match several items. Of float and double, 0.0 and -0.0 are such a pair.
     */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (JoinColumn column : lookup.joinColumns()) {
            if (!Arrays.asList(stream.fieldNames()).contains(column.streamColumn())) {
                continue;
            }
            DataType streamType = stream.apply(column.streamColumn()).dataType();
            DataType attributeType =
                    lookup.schema().apply(column.referenceAttribute()).dataType();
            if (!streamType.equals(attributeType)) {
                problems.add("--join_columns compares '" + column.streamColumn() + "' of type " + streamType.sql()
                        + " with '" + column.referenceAttribute() + "' of type " + attributeType.sql()
                        + ": give the attribute the column's type in --lookup_schema");
            } else if (!isJoinable(streamType)) {
                problems.add("--join_columns compares '" + column.streamColumn() + "' of type " + streamType.sql()
                        + ": a join can be on strings, whole numbers, decimals, booleans, dates and timestamps");
            }
        }
        return problems;
    }

    /** Returns whether two values of the type are equal in one way only. */
    static boolean isJoinable(DataType type) {
        return type instanceof IntegralType
                || type instanceof DecimalType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType);
    }
}
