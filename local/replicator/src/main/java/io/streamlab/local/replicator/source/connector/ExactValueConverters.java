package io.streamlab.local.replicator.source.connector;

import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.jdbc.MariaDbValueConverters;
import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Brings the values of both roads, the full load and the binary log, into one form. Dates, times and years come as text from
 * both, FLOAT as a number of either width.
 */
final class ExactValueConverters extends MariaDbValueConverters {

    private static final Set<String> DATES_AND_TIMES = Set.of("DATE", "TIME", "DATETIME", "TIMESTAMP");
    private static final Set<String> DOUBLES = Set.of("DOUBLE", "REAL");
    private static final Set<String> ENCODED = Set.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT");
    private static final String BINARY = "binary";

    private final Connections connections;
    private final Map<String, CharacterDecoder> decoders = new ConcurrentHashMap<>();

    ExactValueConverters(MariaDbConnectorConfig settings, Connections connections) {
        super(
                settings.getDecimalMode(),
                settings.getTemporalPrecisionMode(),
                settings.getBigIntUnsignedHandlingMode().asBigIntUnsignedMode(),
                settings.binaryHandlingMode(),
                value -> value,
                settings.getEventConvertingFailureHandlingMode(),
                settings.getServiceRegistry());
        this.connections = connections;
    }

    /** Returns whether the values of a column are text on both roads. */
    static boolean isText(Column column) {
        return isYear(column) || DATES_AND_TIMES.contains(typeOf(column));
    }

    /** Returns whether a column is a FLOAT; the server shows FLOAT(25) and longer as DOUBLE. */
    static boolean isFloat(Column column) {
        return typeOf(column).equals("FLOAT");
    }

    private static boolean isDouble(Column column) {
        return DOUBLES.contains(typeOf(column));
    }

    /** Returns a number as the server shows it: DOUBLE(10,2) may hold -0.010000000000000009, and its user sees -0.01. */
    private static Number shown(Column column, Number value) {
        return column.scale().isPresent()
                ? new BigDecimal(value.doubleValue()).setScale(column.scale().get(), RoundingMode.HALF_EVEN)
                : value;
    }

    private static boolean isYear(Column column) {
        return typeOf(column).equals("YEAR");
    }

    private static String typeOf(Column column) {
        return column.typeName().toUpperCase(Locale.ROOT).split("[ (]", 2)[0];
    }

    @Override
    public SchemaBuilder schemaBuilder(Column column) {
        if (isYear(column)) {
            return SchemaBuilder.int32();
        }
        if (isText(column)) {
            return SchemaBuilder.string();
        }
        if (isFloat(column)) {
            return SchemaBuilder.float32();
        }
        return isDouble(column) ? SchemaBuilder.float64() : super.schemaBuilder(column);
    }

    @Override
    public ValueConverter converter(Column column, Field field) {
        if (isYear(column)) {
            // YEAR(2) has two digits for its user, and four in the binary log.
            int modulus = column.length() == 2 ? 100 : 10_000;
            return value -> value instanceof String year ? Integer.parseInt(year) % modulus : null;
        }
        if (isText(column)) {
            // A default value is no text, and nothing asks for it.
            return value -> value instanceof String ? value : null;
        }
        if (isFloat(column)) {
            return value -> value instanceof Number number
                    ? (Object) shown(column, number).floatValue()
                    : null;
        }
        if (isDouble(column)) {
            return value -> value instanceof Number number
                    ? (Object) shown(column, number).doubleValue()
                    : null;
        }
        return isEncoded(column) ? decoding(column) : super.converter(column, field);
    }

    private static boolean isEncoded(Column column) {
        return ENCODED.contains(typeOf(column))
                && column.charsetName() != null
                && !column.charsetName().equalsIgnoreCase(BINARY);
    }

    /** Text comes as a string in the full load, and as bytes in the column's character set from the binary log. */
    private ValueConverter decoding(Column column) {
        String characterSet = column.charsetName().toLowerCase(Locale.ROOT);
        Function<byte[], String> decoder = CharacterDecoder.unicode(characterSet)
                .<Function<byte[], String>>map(charset -> bytes -> new String(bytes, charset))
                .orElseGet(() -> decoders.computeIfAbsent(characterSet, this::readDecoder)::decode);
        return value -> value instanceof byte[] bytes ? decoder.apply(bytes) : value;
    }

    private CharacterDecoder readDecoder(String characterSet) {
        try (Connection connection = connections.open()) {
            return CharacterDecoder.read(characterSet, connection);
        } catch (SQLException e) {
            throw new ConnectException("Cannot read the letters of character set " + characterSet, e);
        }
    }

    @Override
    protected List<String> extractEnumAndSetOptions(Column column) {
        return column.enumValues().stream().map(StringLiteral::valueOf).toList();
    }
}
