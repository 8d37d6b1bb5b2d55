package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.streamlab.join.catalog.JsonFields;
import io.streamlab.join.config.NonFiniteNumbers;
import io.streamlab.join.text.ScalarText;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Reads one JSON value as a column of a given type.
 *
 * <ul>
 *   <li>Strings take any scalar as it is written, and objects and arrays as {@link JsonText} writes them.
 *   <li>Numbers, booleans, dates and timestamps may stand in quotes; {@link ScalarText} defines their texts.
 *   <li>Binary is Base64 in quotes.
 *   <li>Of a field that occurs twice in an object the last one counts.
 * </ul>
 */
abstract class JsonValueReader implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The number of characters of a value that a message shows. */
    private static final int SHOWN = 60;

    /**
     * @param fields which field of an object a struct's field is read from
     * @param nonFinite what becomes of NaN and of the infinities in columns of floating-point numbers
     */
    static JsonValueReader of(DataType type, JsonFields fields, NonFiniteNumbers nonFinite) {
        if (type instanceof ArrayType) {
            return new ArrayReader(of(((ArrayType) type).elementType(), fields, nonFinite));
        }
        if (type instanceof MapType) {
            return new MapReader(of(((MapType) type).valueType(), fields, nonFinite));
        }
        if (type instanceof StructType) {
            return new StructReader((StructType) type, fields, nonFinite);
        }
        if (type.equals(DataTypes.StringType)) {
            return new StringReader(true);
        }
        if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
            return new FloatingPointReader(type, nonFinite);
        }
        return new ScalarReader(type);
    }

    /**
     * Returns the reader of a column of the record key. It takes scalars only: the text of an object is another one when its
     * fields come in another order, and so would be another key.
     */
    static JsonValueReader ofKey(DataType type) {
        return type.equals(DataTypes.StringType) ? new StringReader(false) : new ScalarReader(type);
    }

    /**
     * Reads the value at which the parser stands and leaves the parser at its last token, also when it is unfit.
     *
     * @return the value as Spark's rows hold it, or null for JSON's null
     */
    final Object read(JsonParser parser) throws IOException, TypeMismatchException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : readPresent(parser);
    }

    abstract Object readPresent(JsonParser parser) throws IOException, TypeMismatchException;

    private static TypeMismatchException unfit(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            parser.skipChildren();
            return new TypeMismatchException(token == JsonToken.START_OBJECT ? "is an object" : "is an array");
        }
        return new TypeMismatchException("is '" + shown(parser.getText()) + "'");
    }

    /** Returns the text, or its beginning, for a message. */
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static class ScalarReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final ScalarText text;
        private final boolean quotedOnly;

        ScalarReader(DataType type) {
            this.text = ScalarText.of(type);
            // The digits of a number, and true, would pass for Base64.
            this.quotedOnly = type.equals(DataTypes.BinaryType);
        }

        @Override
        Object readPresent(JsonParser parser) throws IOException, TypeMismatchException {
            JsonToken token = parser.currentToken();
            if (token.isStructStart() || quotedOnly && token != JsonToken.VALUE_STRING) {
                throw unfit(parser);
            }
            try {
                String trimmed = parser.getText().trim();
                return token.isNumeric() ? text.parseNumber(trimmed) : text.parse(trimmed);
            } catch (IllegalArgumentException e) {
                throw unfit(parser);
            }
        }
    }

    private static final class FloatingPointReader extends ScalarReader {
        private static final long serialVersionUID = 1L;

        /** The names by which Spark's own JSON reader knows these numbers, in quotes or without. */
        private static final Map<String, Double> NON_FINITE = new HashMap<>();

        static {
            NON_FINITE.put("NaN", Double.NaN);
            for (String name : Arrays.asList("INF", "Infinity")) {
                NON_FINITE.put(name, Double.POSITIVE_INFINITY);
                NON_FINITE.put("+" + name, Double.POSITIVE_INFINITY);
                NON_FINITE.put("-" + name, Double.NEGATIVE_INFINITY);
            }
        }

        private final boolean single;
        private final NonFiniteNumbers nonFinite;

        FloatingPointReader(DataType type, NonFiniteNumbers nonFinite) {
            super(type);
            this.single = type.equals(DataTypes.FloatType);
            this.nonFinite = nonFinite;
        }

        @Override
        Object readPresent(JsonParser parser) throws IOException, TypeMismatchException {
            if (nonFinite != NonFiniteNumbers.REJECT && !parser.currentToken().isStructStart()) {
                Double number = NON_FINITE.get(parser.getText().trim());
                if (number != null) {
                    return nonFinite == NonFiniteNumbers.NULL ? null : single ? (Object) number.floatValue() : number;
                }
            }
            return super.readPresent(parser);
        }
    }

    private static final class StringReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final boolean takesStructures;

        StringReader(boolean takesStructures) {
            this.takesStructures = takesStructures;
        }

        @Override
        Object readPresent(JsonParser parser) throws IOException, TypeMismatchException {
            if (parser.currentToken().isStructStart()) {
                if (takesStructures) {
                    return JsonText.of(parser);
                }
                throw unfit(parser);
            }
            String text = parser.getText();
            requireWholePairs(text);
            return text;
        }
    }

    /** UTF-8 has no half of a surrogate pair: it would become a question mark. */
    private static void requireWholePairs(String text) throws TypeMismatchException {
        if (JsonText.hasHalfPair(text)) {
            throw new TypeMismatchException("has half a surrogate pair, which is no character,");
        }
    }

    private static final class ArrayReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final JsonValueReader element;

        ArrayReader(JsonValueReader element) {
            this.element = element;
        }

        @Override
        Object readPresent(JsonParser parser) throws IOException, TypeMismatchException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw unfit(parser);
            }
            List<Object> elements = new ArrayList<>();
            TypeMismatchException firstUnfit = null;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                try {
                    elements.add(element.read(parser));
                } catch (TypeMismatchException e) {
                    firstUnfit = firstUnfit == null ? e : firstUnfit;
                }
            }
            if (firstUnfit != null) {
                throw new TypeMismatchException("has an element that " + firstUnfit.getMessage());
            }
            return JavaConverters.asScalaBuffer(elements).toSeq();
        }
    }

    private abstract static class ObjectReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        @Override
        final Object readPresent(JsonParser parser) throws IOException, TypeMismatchException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unfit(parser);
            }
            Map<String, Object> values = new HashMap<>();
            Map<String, TypeMismatchException> unfit = new LinkedHashMap<>(0);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.getCurrentName();
                String key = key(field);
                parser.nextToken();
                try {
                    readField(key, parser, values);
                    if (!unfit.isEmpty()) {
                        unfit.remove(key);
                    }
                } catch (TypeMismatchException e) {
                    unfit.put(
                            key,
                            new TypeMismatchException("has a field '" + shown(field) + "' that " + e.getMessage()));
                }
            }
            if (!unfit.isEmpty()) {
                throw unfit.values().iterator().next();
            }
            return build(values);
        }

        /** Returns the key of a field. Of several fields with one key, the last one counts. */
        abstract String key(String field);

        abstract void readField(String key, JsonParser parser, Map<String, Object> values)
                throws IOException, TypeMismatchException;

        abstract Object build(Map<String, Object> values);
    }

    private static final class MapReader extends ObjectReader {
        private static final long serialVersionUID = 1L;

        private final JsonValueReader value;

        MapReader(JsonValueReader value) {
            this.value = value;
        }

        @Override
        String key(String field) {
            return field;
        }

        @Override
        void readField(String key, JsonParser parser, Map<String, Object> values)
                throws IOException, TypeMismatchException {
            values.put(key, value.read(parser));
            requireWholePairs(key);
        }

        @Override
        Object build(Map<String, Object> values) {
            return JavaConverters.mapAsScalaMap(values);
        }
    }

    private static final class StructReader extends ObjectReader {
        private static final long serialVersionUID = 1L;

        private final JsonFields fields;
        private final Map<String, JsonValueReader> readers = new HashMap<>();
        private final String[] keys;

        StructReader(StructType type, JsonFields fields, NonFiniteNumbers nonFinite) {
            this.fields = fields;
            this.keys = new String[type.length()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = fields.keyOfStructField(type.fields()[i].name());
                readers.put(keys[i], of(type.fields()[i].dataType(), fields, nonFinite));
            }
        }

        @Override
        String key(String field) {
            return fields.keyOfField(field);
        }

        @Override
        void readField(String key, JsonParser parser, Map<String, Object> values)
                throws IOException, TypeMismatchException {
            JsonValueReader reader = readers.get(key);
            if (reader == null) {
                parser.skipChildren();
            } else {
                values.put(key, reader.read(parser));
            }
        }

        @Override
        Row build(Map<String, Object> values) {
            Object[] ordered = new Object[keys.length];
            for (int i = 0; i < keys.length; i++) {
                ordered[i] = values.get(keys[i]);
            }
            return RowFactory.create(ordered);
        }
    }
}
