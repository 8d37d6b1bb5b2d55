package io.streamlab.join.record;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.text.SortableText;
import io.streamlab.join.text.TimeText;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * The place of each record in the order of events, as one text: the greater of two texts is the later event's.
 *
 * <p>Compared are the ordering field, as a point in time or by its type's own order; then when the record arrived; then
 * its sequence number, and its place in an aggregated record. So there are no ties, and the order is the same whenever
 * and in whichever batch a record is read.
 */
final class EventOrder implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String POINT_IN_TIME = "a point in time";

    private final int position;
    private final String field;

    /** Null where the type's own order counts; an Optional cannot be serialized. */
    private final TimeText format;

    /**
     * @param schema the columns of one record, the ordering field among them
     * @param format how the field is read as a point in time; without one its type's own order counts
     * @throws InvalidConfigException when the field's type has no values of this format
     */
    EventOrder(StructType schema, String field, Optional<TimeText> format) {
        this.position = schema.fieldIndex(field);
        this.field = field;
        this.format = format.orElse(null);
        format.ifPresent(time -> requireReadable(schema.fields()[position].dataType(), time));
    }

    /**
     * What the texts begin with: those of another definition are not comparable with these.
     *
     * @param schema the columns of one record
     * @return such as {@code orderdate as a point in time}
     */
    static String definition(StructType schema, String field, Optional<TimeText> format) {
        return field + " as "
                + format.map(time -> POINT_IN_TIME).orElseGet(() -> Arrays.stream(schema.fields())
                        .filter(column -> column.name().equals(field))
                        .map(column -> kind(column.dataType()))
                        .findFirst()
                        .orElse("nothing"));
    }

    /** Of types whose values become comparable texts it is the same. */
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

    /**
     * @param record with the schema's columns
     * @param arrivalMillis when Kinesis took the record, in milliseconds since 1970
     * @param sequenceNumber decimal digits
     * @param subSequenceNumber place in an aggregated record, from 0
     * @throws RejectedRecordException when the ordering field is null or has another format
     */
    String of(Row record, long arrivalMillis, String sequenceNumber, long subSequenceNumber)
            throws RejectedRecordException {
        Object value = record.get(position);
        if (value == null) {
            throw new RejectedRecordException(
                    RejectionReason.MISSING_ORDERING_VALUE,
                    "field '" + field + "' is the ordering field and is missing or null");
        }
        SortableText order = new SortableText();
        if (format == null) {
            addByType(value, order);
        } else {
            order.add(time(value.toString()));
        }
        return order.addNatural(BigInteger.valueOf(arrivalMillis))
                .addNatural(new BigInteger(sequenceNumber))
                .addNatural(BigInteger.valueOf(subSequenceNumber))
                .toString();
    }

    private Instant time(String text) throws RejectedRecordException {
        try {
            return format.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RejectedRecordException(
                    RejectionReason.UNREADABLE_ORDERING_VALUE,
                    "field '" + field + "' is the ordering field and is '" + JsonValueReader.shown(text)
                            + "', which is no time of the format " + format);
        }
    }

    private static void addByType(Object value, SortableText order) {
        if (value instanceof String) {
            order.add((String) value);
        } else if (value instanceof BigDecimal) {
            order.add((BigDecimal) value);
        } else if (value instanceof Float || value instanceof Double) {
            order.add(((Number) value).doubleValue());
        } else if (value instanceof Number) {
            order.add(((Number) value).longValue());
        } else if (value instanceof Boolean) {
            order.add((Boolean) value ? 1L : 0L);
        } else if (value instanceof LocalDate) {
            order.add(((LocalDate) value).atStartOfDay().toInstant(ZoneOffset.UTC));
        } else if (value instanceof Instant) {
            order.add((Instant) value);
        } else {
            throw new IllegalStateException("Values of " + value.getClass() + " have no order");
        }
    }

    private void requireReadable(DataType type, TimeText time) {
        if (!(type.equals(DataTypes.StringType) || time.readsNumbers() && type instanceof NumericType)) {
            throw new InvalidConfigException(Collections.singletonList("--ordering_format is '" + time
                    + "', but the ordering field '" + field + "' is of type " + type.sql()
                    + ": give none, which takes the order of the type"));
        }
    }
}
