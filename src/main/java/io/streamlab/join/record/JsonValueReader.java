package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.streamlab.join.text.ScalarText;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
 * <p>Strings take any scalar as it is written. Numbers, booleans, dates and timestamps may stand in quotes; {@link ScalarText}
 * defines their texts. Binary is Base64 in quotes.
 */
abstract class JsonValueReader implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The number of characters of a value that a message shows. */
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

    private static final class ScalarReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final ScalarText text;
        private final boolean trimmed;
        private final boolean quotedOnly;

        ScalarReader(DataType type) {
            this.text = ScalarText.of(type);
            this.trimmed = !type.equals(DataTypes.StringType);
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
                return text.parse(trimmed ? parser.getText().trim() : parser.getText());
            } catch (IllegalArgumentException e) {
                throw unfit(parser);
            }
        }
    }

    private static final class ArrayReader extends JsonValueReader {
        private static final long serialVersionUID = 1L;

        private final JsonValueReader element;

        ArrayReader(ArrayType type) {
            this.element = of(type.elementType());
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
            TypeMismatchException firstUnfit = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.getCurrentName();
                parser.nextToken();
                try {
                    readField(field, parser, values);
                } catch (TypeMismatchException e) {
                    firstUnfit = firstUnfit == null
                            ? new TypeMismatchException("has a field '" + shown(field) + "' that " + e.getMessage())
                            : firstUnfit;
                }
            }
            if (firstUnfit != null) {
                throw firstUnfit;
            }
            return build(values);
        }

        abstract void readField(String field, JsonParser parser, Map<String, Object> values)
                throws IOException, TypeMismatchException;

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
                throws IOException, TypeMismatchException {
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
                throws IOException, TypeMismatchException {
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
