package io.streamlab.join.record;

import io.streamlab.join.text.SortableText;
import io.streamlab.join.text.TimeText;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the place of a record in the order of events as one text. Of two texts, the greater belongs to the later event.
 *
 * <p>The text has these parts, and the first part that differs decides:
 *
 * <ol>
 *   <li>the ordering field, as a point in time or by its type's own order
 *   <li>when the record arrived, by a time that never runs backwards within a shard
 *   <li>its sequence number
 *   <li>its place in an aggregated record
 * </ol>
 *
 * <p>So there are no ties. If two records of one shard have the same ordering value, the greater sequence number is later.
 * The order does not depend on when, or in which batch, a record is read.
 */
final class EventOrder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String field;

    /** Null where the type's own order counts; an Optional cannot be serialized. */
    private final TimeText format;

    /** Null for no bound. */
    private final Duration maxFuture;

    /**
     * @param schema the columns of one record, the ordering field among them
     * @param format how the field is read as a point in time; without one its type's own order counts
     * @param maxFuture how far an event's time may lie ahead of its arrival; no bound for values that are no time
     */
    EventOrder(StructType schema, String field, Optional<TimeText> format, Optional<Duration> maxFuture) {
        this.position = schema.fieldIndex(field);
        this.field = field;
        this.format = format.orElse(null);
        this.maxFuture = maxFuture.orElse(null);
    }

    /**
     * Returns the record's place, as printable ASCII.
     *
     * @param record with the schema's columns
     * @param arrivalMillis when Kinesis took the record, in milliseconds since 1970. Kinesis' own times may run backwards within
     *     a shard; then of two records with the same ordering value the earlier one would win
     * @param sequenceNumber decimal digits
     * @param subSequenceNumber place in an aggregated record, from 0
     * @throws RejectedRecordException when the ordering field is null, has another format, or lies too far ahead of the arrival
     */
    String of(Row record, long arrivalMillis, String sequenceNumber, long subSequenceNumber)
            throws RejectedRecordException {
        Object value = record.get(position);
        if (value == null) {
            throw new RejectedRecordException(
                    RejectionReason.MISSING_ORDERING_VALUE,
                    "field '" + field + "' is the ordering field and is missing or null");
        }
        Object comparable = format == null ? value : time(value.toString());
        requireNotAhead(comparable, value, arrivalMillis);
        SortableText order = new SortableText();
        addByType(comparable, order);
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

    private void requireNotAhead(Object comparable, Object value, long arrivalMillis) throws RejectedRecordException {
        if (maxFuture == null || !(comparable instanceof Instant || comparable instanceof LocalDate)) {
            return;
        }
        Instant time = instantOf(comparable);
        Instant arrival = Instant.ofEpochMilli(arrivalMillis);
        if (time.isAfter(arrival.plus(maxFuture))) {
            throw new RejectedRecordException(
                    RejectionReason.FUTURE_ORDERING_VALUE,
                    "field '" + field + "' is the ordering field and is '" + JsonValueReader.shown(value.toString())
                            + "', read as " + time + ", which lies more than " + maxFuture.getSeconds()
                            + " seconds (--max_future_seconds) ahead of the record's arrival at " + arrival);
        }
    }

    private static Instant instantOf(Object time) {
        return time instanceof Instant
                ? (Instant) time
                : ((LocalDate) time).atStartOfDay().toInstant(ZoneOffset.UTC);
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
        } else if (value instanceof LocalDate || value instanceof Instant) {
            order.add(instantOf(value));
        } else {
            throw new IllegalStateException("Values of " + value.getClass() + " have no order");
        }
    }
}
