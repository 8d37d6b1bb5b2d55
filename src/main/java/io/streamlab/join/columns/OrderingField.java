package io.streamlab.join.columns;

import io.streamlab.join.text.TimeText;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The field that {@code _event_order} begins with. */
final class OrderingField {
    private static final String POINT_IN_TIME = "a point in time";

    private final Optional<DataType> type;
    private final String name;
    private final Optional<TimeText> format;

    /**
     * @param record the columns of one record
     * @param format how the field is read as a point in time; without one its type's own order counts
     */
    OrderingField(StructType record, String name, Optional<TimeText> format) {
        this.type = Arrays.stream(record.fields())
                .filter(column -> column.name().equals(name))
                .map(StructField::dataType)
                .findFirst();
        this.name = name;
        this.format = format;
    }

    /**
     * Returns what {@code _event_order} is made of, such as {@code orderdate as a point in time}. Texts of two definitions
     * cannot be compared.
     */
    String definition() {
        return name + " as "
                + (format.isPresent()
                        ? POINT_IN_TIME
                        : type.map(OrderingField::kind).orElse("nothing"));
    }

    /** Returns one sentence if the field's type has no values of the format. A field that does not exist is no problem here. */
    List<String> problems() {
        return format.isPresent() && type.isPresent() && !reads(format.get(), type.get())
                ? Collections.singletonList("--ordering_format is '" + format.get() + "', but the ordering field '"
                        + name + "' is of type " + type.get().sql() + ": give none, which takes the order of the type")
                : Collections.emptyList();
    }

    private static boolean reads(TimeText format, DataType type) {
        return type.equals(DataTypes.StringType) || format.readsNumbers() && type instanceof NumericType;
    }

    /** Returns the same text for two types if their values can be compared. */
    private static String kind(DataType type) {
        if (type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType)) {
            return POINT_IN_TIME;
        }
        if (type instanceof DecimalType) {
            return "a decimal with " + ((DecimalType) type).scale() + " digits after the point";
        }
        if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
            return "a floating-point number";
        }
        return type instanceof IntegralType ? "a whole number" : type.sql();
    }
}
