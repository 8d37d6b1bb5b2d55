package io.streamlab.local.replicator.source;

import io.debezium.data.Enum;
import io.debezium.data.EnumSet;
import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.streamlab.local.replicator.mapping.ColumnValue;
import io.streamlab.local.replicator.mapping.ColumnValue.Flag;
import io.streamlab.local.replicator.mapping.ColumnValue.Numeric;
import io.streamlab.local.replicator.mapping.ColumnValue.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/**
 * Reads a column's value as the DMS guide says: numbers as numbers, {@code bit(1)} as a boolean, everything else as text. The
 * guide leaves the format of dates open. Here they are MySQL's own text, which the connector has made.
 */
final class ColumnReader {

    /** More digits than a DOUBLE needs to be read back. */
    private static final int MOST_DIGITS = 17;

    private ColumnReader() {}

    /**
     * Reads a value.
     *
     * @param value a value of the schema, not null
     * @return empty for a type that DMS does not bring to DynamoDB
     */
    static Optional<ColumnValue> read(Schema schema, Object value) {
        return Optional.ofNullable(schema.name() == null ? plain(schema, value) : named(schema, value));
    }

    private static ColumnValue plain(Schema schema, Object value) {
        return switch (schema.type()) {
            case STRING -> new Text((String) value);
            case BOOLEAN -> new Flag((Boolean) value);
            case INT8, INT16, INT32, INT64 -> new Numeric(BigDecimal.valueOf(((Number) value).longValue()));
            case FLOAT32, FLOAT64 -> new Numeric(floatingPoint(value));
            default -> null;
        };
    }

    private static ColumnValue named(Schema schema, Object value) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> new Numeric((BigDecimal) value);
            case Enum.LOGICAL_NAME, EnumSet.LOGICAL_NAME, Json.LOGICAL_NAME, Uuid.LOGICAL_NAME ->
                new Text((String) value);
            default -> null;
        };
    }

    /**
     * Returns the shortest decimal that reads back as the same number, and of several the nearest: 1.5, 1, 1E+300. Java's own
     * texts of numbers are longer at times before Java 19.
     */
    private static BigDecimal floatingPoint(Object value) {
        BigDecimal exact = new BigDecimal(((Number) value).doubleValue());
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            MathContext down = new MathContext(digits, RoundingMode.DOWN);
            MathContext up = new MathContext(digits, RoundingMode.UP);
            Optional<BigDecimal> shortest = Stream.of(exact.round(down), exact.round(up))
                    .filter(decimal -> value.equals(
                            value instanceof Float ? (Number) decimal.floatValue() : (Number) decimal.doubleValue()))
                    .min(Comparator.comparing(decimal -> decimal.subtract(exact).abs()));
            if (shortest.isPresent()) {
                return shortest.get().stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
