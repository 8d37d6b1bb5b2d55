package io.streamlab.join.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Reads one JSON value as a column of a given type.
 *
 * <p>Strings take any scalar as it is written. Numbers, booleans, dates and timestamps may stand in quotes. Nothing is
 * rounded or cut: a number that does not fit exactly is unfit, except for the rounding of float and double themselves.
 * Dates are {@code 2026-01-31}; timestamps are {@code 2026-01-31T12:00:00Z} or, in UTC,
 * {@code 2026-01-31 12:00:00}; binary is Base64.
 */
abstract class JsonValueReader implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How much of a value is shown in a message, in characters. */
    private static final int SHOWN = 60;

    static JsonValueReader of(DataType type) {
        if (type instanceof ArrayType) {
            return new ArrayReader((ArrayType) type);
        }
        if (type instanceof MapType) {
            return new MapReader((MapType) type);
        }
        if (type instanceof StructType) {
            return new StructReader((StructType) type);
        }
        return new ScalarReader(type);
    }

    /**
     * Reads the value at which the parser stands and leaves the parser at its last token, also when it is unfit.
     *
     * @return the value as Spark's rows hold it, or null for JSON's null
     */
    final Object read(JsonParser parser) throws IOException, UnfitValueException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : readPresent(parser);
    }

    abstract Object readPresent(JsonParser parser) throws IOException, UnfitValueException;

    private static UnfitValueException unfit(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            parser.skipChildren();
            return new UnfitValueException(token == JsonToken.START_OBJECT ? "is an object" : "is an array");
        }
        String text = parser.getText();
        return new UnfitValueException(
                "is '" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + "'");
    }

    private static final class ScalarReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final DataType type;

        ScalarReader(DataType type) {
            this.type = type;
        }

        @Override
        Object readPresent(JsonParser parser) throws IOException, UnfitValueException {
            if (parser.currentToken().isStructStart()) {
                throw unfit(parser);
            }
            String text = parser.getText();
            if (type.equals(DataTypes.StringType)) {
                return text;
            }
            try {
                return convert(text.trim());
            } catch (RuntimeException e) {
                throw unfit(parser);
            }
        }

        private Object convert(String text) {
            if (type.equals(DataTypes.LongType)) {
                return new BigDecimal(text).longValueExact();
            }
            if (type.equals(DataTypes.IntegerType)) {
                return new BigDecimal(text).intValueExact();
            }
            if (type.equals(DataTypes.ShortType)) {
                return new BigDecimal(text).shortValueExact();
            }
            if (type.equals(DataTypes.ByteType)) {
                return new BigDecimal(text).byteValueExact();
            }
            if (type.equals(DataTypes.DoubleType)) {
                return finite(Double.parseDouble(text));
            }
            if (type.equals(DataTypes.FloatType)) {
                return (float) finite(Float.parseFloat(text));
            }
            if (type instanceof DecimalType) {
                return decimal(text, (DecimalType) type);
            }
            if (type.equals(DataTypes.BooleanType)) {
                return bool(text);
            }
            if (type.equals(DataTypes.DateType)) {
                return Date.valueOf(LocalDate.parse(text));
            }
            if (type.equals(DataTypes.TimestampType)) {
                return Timestamp.from(instant(text));
            }
            if (type.equals(DataTypes.BinaryType)) {
                return Base64.getDecoder().decode(text);
            }
            throw new IllegalArgumentException("no JSON value is read as " + type.sql());
        }

        private static double finite(double number) {
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new IllegalArgumentException("beyond the type's range");
            }
            return number;
        }

        private static BigDecimal decimal(String text, DecimalType type) {
            BigDecimal number = new BigDecimal(text);
            // Asked before scaling: 1e999999999 would be written out in full.
            if (number.precision() - number.scale() > type.precision() - type.scale()) {
                throw new ArithmeticException("more digits than the type has");
            }
            return number.setScale(type.scale());
        }

        private static Boolean bool(String text) {
            switch (text.toLowerCase(Locale.ROOT)) {
                case "true":
                    return true;
                case "false":
                    return false;
                default:
                    throw new IllegalArgumentException("neither true nor false");
            }
        }

        private static Instant instant(String text) {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        }
    }

    private static final class ArrayReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final JsonValueReader element;

        ArrayReader(ArrayType type) {
            this.element = of(type.elementType());
        }

        @Override
        Object readPresent(JsonParser parser) throws IOException, UnfitValueException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw unfit(parser);
            }
            List<Object> elements = new ArrayList<>();
            UnfitValueException firstUnfit = null;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                try {
                    elements.add(element.read(parser));
                } catch (UnfitValueException e) {
                    firstUnfit = firstUnfit == null ? e : firstUnfit;
                }
            }
            if (firstUnfit != null) {
                throw new UnfitValueException("has an element that " + firstUnfit.getMessage());
            }
            return JavaConverters.asScalaBuffer(elements).toSeq();
        }
    }

    private abstract static class ObjectReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        @Override
        final Object readPresent(JsonParser parser) throws IOException, UnfitValueException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unfit(parser);
            }
            Map<String, Object> values = new HashMap<>();
            UnfitValueException firstUnfit = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.getCurrentName();
                parser.nextToken();
                try {
                    readField(field, parser, values);
                } catch (UnfitValueException e) {
                    firstUnfit = firstUnfit == null
                            ? new UnfitValueException("has a field '" + field + "' that " + e.getMessage())
                            : firstUnfit;
                }
            }
            if (firstUnfit != null) {
                throw firstUnfit;
            }
            return build(values);
        }

        abstract void readField(String field, JsonParser parser, Map<String, Object> values)
                throws IOException, UnfitValueException;

        abstract Object build(Map<String, Object> values);
    }

    private static final class MapReader extends ObjectReader {
        private static final long serialVersionUID = 1L;

        private final JsonValueReader value;

        MapReader(MapType type) {
            this.value = of(type.valueType());
        }

        @Override
        void readField(String field, JsonParser parser, Map<String, Object> values)
                throws IOException, UnfitValueException {
            values.put(field, value.read(parser));
        }

        @Override
        Object build(Map<String, Object> values) {
            return JavaConverters.mapAsScalaMap(values);
        }
    }

    private static final class StructReader extends ObjectReader {
        private static final long serialVersionUID = 1L;

        private final Map<String, JsonValueReader> fields = new HashMap<>();
        private final String[] names;

        StructReader(StructType type) {
            this.names = new String[type.length()];
            for (int i = 0; i < names.length; i++) {
                names[i] = type.fields()[i].name().toLowerCase(Locale.ROOT);
                fields.put(names[i], of(type.fields()[i].dataType()));
            }
        }

        @Override
        void readField(String field, JsonParser parser, Map<String, Object> values)
                throws IOException, UnfitValueException {
            String name = field.toLowerCase(Locale.ROOT);
            JsonValueReader reader = fields.get(name);
            if (reader == null) {
                parser.skipChildren();
            } else {
                values.put(name, reader.read(parser));
            }
        }

        @Override
        Row build(Map<String, Object> values) {
            Object[] ordered = new Object[names.length];
            for (int i = 0; i < names.length; i++) {
                ordered[i] = values.get(names[i]);
            }
            return RowFactory.create(ordered);
        }
    }
}
