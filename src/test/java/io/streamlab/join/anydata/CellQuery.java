package io.streamlab.join.anydata;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.anydata.AnyType.ArrayOf;
import io.streamlab.join.anydata.AnyType.Kind;
import io.streamlab.join.anydata.AnyType.MapOf;
import io.streamlab.join.anydata.AnyType.Scalar;
import io.streamlab.join.anydata.AnyType.StructOf;
import io.streamlab.join.anydata.Cells.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks an engine for cells by its SQL, each as a text, and reads the texts as the values that they were.
 *
 * <p>A scalar becomes its own text. What has parts becomes a JSON array or object of the texts of its parts, at any depth.
 */
public enum CellQuery {
    SPARK {
        @Override
        String quoted(String name) {
            return "`" + name + "`";
        }

        @Override
        String array(String elements) {
            return "array(" + elements + ")";
        }

        @Override
        String json(String value) {
            return "to_json(" + value + ", map('ignoreNullFields', 'false'))";
        }

        @Override
        String scalar(Kind kind, String value) {
            return switch (kind) {
                case BINARY -> "hex(" + value + ")";
                case TIMESTAMP -> "cast(unix_micros(" + value + ") as string)";
                default -> "cast(" + value + " as string)";
            };
        }

        @Override
        Instant instant(String text) {
            return Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
        }
    },

    TRINO {
        @Override
        String quoted(String name) {
            return "\"" + name + "\"";
        }

        @Override
        String array(String elements) {
            return "array[" + elements + "]";
        }

        @Override
        String json(String value) {
            return "json_format(cast(" + value + " as json))";
        }

        @Override
        String scalar(Kind kind, String value) {
            return switch (kind) {
                case BINARY -> "to_hex(" + value + ")";
                // The text of a real has too few digits.
                case FLOAT -> "cast(cast(" + value + " as double) as varchar)";
                default -> "cast(" + value + " as varchar)";
            };
        }

        @Override
        Instant instant(String text) {
            return Instant.parse(text.replace(' ', 'T') + "Z");
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a NULL of SQL becomes; any other text begins with another character. */
    private static final String NULL = "-";

    private static final String PRESENT = "=";

    abstract String quoted(String name);

    abstract String array(String elements);

    abstract String json(String value);

    abstract String scalar(Kind kind, String value);

    abstract Instant instant(String text);

    /** Returns the query for the cells of all columns of the schema, in their order. */
    public String of(AnySchema schema, String table) {
        return schema.columns().stream()
                .map(column -> "coalesce(concat('" + PRESENT + "', "
                        + text(column.type(), quoted(schema.nameInTable(column)), 0) + "), '" + NULL + "')")
                .collect(joining(", ", "select ", " from " + table));
    }

    /** Returns the texts of the cells of one row, by the names of the columns in the table. */
    public Map<String, String> cells(AnySchema schema, List<String> answer) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < answer.size(); i++) {
            AnyColumn column = schema.columns().get(i);
            String text = answer.get(i);
            cells.put(
                    schema.nameInTable(column),
                    Cells.text(text.equals(NULL) ? null : value(column.type(), text.substring(1))));
        }
        return cells;
    }

    private String text(AnyType type, String value, int depth) {
        String part = "p" + depth;
        if (type instanceof ArrayOf array) {
            return json("transform(" + value + ", " + part + " -> " + text(array.element(), part, depth + 1) + ")");
        } else if (type instanceof MapOf map) {
            return json("transform_values(" + value + ", (k" + depth + ", " + part + ") -> "
                    + text(map.value(), part, depth + 1) + ")");
        } else if (type instanceof StructOf struct) {
            String fields = struct.fields().stream()
                    .map(field -> text(field.type(), value + "." + quoted(field.name()), depth))
                    .collect(joining(", "));
            return "if(" + value + " is null, null, " + json(array(fields)) + ")";
        }
        return scalar(((Scalar) type).kind(), value);
    }

    private Object value(AnyType type, String text) {
        if (text == null) {
            return null;
        } else if (type instanceof ArrayOf array) {
            List<Object> elements = new ArrayList<>();
            parse(text).forEach(element -> elements.add(value(array.element(), element.textValue())));
            return elements;
        } else if (type instanceof MapOf map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            parse(text)
                    .fields()
                    .forEachRemaining(entry -> entries.put(
                            entry.getKey(), value(map.value(), entry.getValue().textValue())));
            return entries;
        } else if (type instanceof StructOf struct) {
            JsonNode texts = parse(text);
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < struct.fields().size(); i++) {
                values.add(value(struct.fields().get(i).type(), texts.get(i).textValue()));
            }
            return new Fields(values);
        }
        return scalarValue((Scalar) type, text);
    }

    private Object scalarValue(Scalar type, String text) {
        return switch (type.kind()) {
            case STRING, CHAR, VARCHAR -> text;
            case BOOLEAN -> Boolean.valueOf(text);
            case TINYINT, SMALLINT, INT -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text).setScale(type.scale());
            case BINARY -> HexFormat.of().parseHex(text);
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> instant(text);
        };
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }
}
