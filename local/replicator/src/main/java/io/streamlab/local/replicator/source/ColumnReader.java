package io.streamlab.local.replicator.source;

import io.debezium.data.Enum;
import io.debezium.data.EnumSet;
import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Timestamp;
import io.debezium.time.Year;
import io.debezium.time.ZonedTimestamp;
import io.streamlab.local.replicator.mapping.ColumnValue;
import io.streamlab.local.replicator.mapping.ColumnValue.Flag;
import io.streamlab.local.replicator.mapping.ColumnValue.Numeric;
import io.streamlab.local.replicator.mapping.ColumnValue.Text;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/**
 * Reads a column's value as the DMS guide says: numbers as numbers, {@code bit(1)} as a boolean, everything else as text. The
 * guide leaves the format of dates open. Here they look as in MySQL, {@code 2024-02-29} and {@code 2024-02-29 10:11:12.123},
 * with the fraction that the column declares. {@code TIMESTAMP} is in UTC, as the guide says.
 */
final class ColumnReader {

    /** Debezium puts the declared fraction of a time here, because of {@code column.propagate.source.type}. */
    private static final String DECLARED_LENGTH = "__debezium.source.column.length";

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final long MICROS_PER_SECOND = 1_000_000;

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
            case Year.SCHEMA_NAME -> new Numeric(BigDecimal.valueOf((Integer) value));
            case Date.SCHEMA_NAME ->
                new Text(LocalDate.ofEpochDay((Integer) value).toString());
            case Timestamp.SCHEMA_NAME -> dateTime(schema, fromEpoch((Long) value, ChronoUnit.MILLIS));
            case MicroTimestamp.SCHEMA_NAME -> dateTime(schema, fromEpoch((Long) value, ChronoUnit.MICROS));
            case ZonedTimestamp.SCHEMA_NAME -> dateTime(schema, inUtc((String) value));
            case MicroTime.SCHEMA_NAME -> new Text(time(schema, (Long) value));
            case Enum.LOGICAL_NAME, EnumSet.LOGICAL_NAME, Json.LOGICAL_NAME, Uuid.LOGICAL_NAME ->
                new Text((String) value);
            default -> null;
        };
    }

    /** Returns the shortest decimal that reads back as the same number, without the zeros that Java adds: 1.5, 1, 1E+300. */
    private static BigDecimal floatingPoint(Object value) {
        return new BigDecimal(value.toString()).stripTrailingZeros();
    }

    private static LocalDateTime fromEpoch(long amount, ChronoUnit unit) {
        return LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(amount, unit);
    }

    private static LocalDateTime inUtc(String timestamp) {
        return OffsetDateTime.parse(timestamp)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDateTime();
    }

    private static ColumnValue dateTime(Schema schema, LocalDateTime dateTime) {
        return new Text(SECONDS.format(dateTime) + fraction(schema, dateTime.getNano() / 1_000));
    }

    /** Returns a MySQL TIME, which is a duration of at most 838 hours and may be negative. */
    private static String time(Schema schema, long micros) {
        long seconds = Math.abs(micros) / MICROS_PER_SECOND;
        return "%s%02d:%02d:%02d%s"
                .formatted(
                        micros < 0 ? "-" : "",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60,
                        fraction(schema, Math.abs(micros) % MICROS_PER_SECOND));
    }

    private static String fraction(Schema schema, long micros) {
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
        int digits = Integer.parseInt(parameters.getOrDefault(DECLARED_LENGTH, "0"));
        return digits == 0 ? "" : "." + "%06d".formatted(micros).substring(0, digits);
    }
}
