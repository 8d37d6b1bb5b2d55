package io.streamlab.join.anydata;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Writes values as texts that show their types, so that values of the generator and of Spark can be compared. */
public final class Cells {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private Cells() {}

    /** The values of a struct. */
    record Fields(List<Object> values) {}

    /** Returns the text of a value: of the generator, or of a row that Spark gives with dates and times of java.time. */
    public static String text(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof String text) {
            return quoted(text);
        } else if (value instanceof BigDecimal decimal) {
            return "Decimal " + decimal.toPlainString();
        } else if (value instanceof Byte || value instanceof Short) {
            // Avro has no integers of one and two bytes, so that the table has them as int.
            return text(((Number) value).intValue());
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.getClass().getSimpleName() + " " + value;
        } else if (value instanceof LocalDate || value instanceof Instant) {
            return value.toString();
        } else if (value instanceof byte[] bytes) {
            return "Bytes " + HexFormat.of().formatHex(bytes);
        } else if (value instanceof Fields fields) {
            return fields.values().stream().map(Cells::text).collect(joining(", ", "(", ")"));
        } else if (value instanceof Row row) {
            return IntStream.range(0, row.length())
                    .mapToObj(i -> text(row.get(i)))
                    .collect(joining(", ", "(", ")"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(Cells::text).collect(joining(", ", "[", "]"));
        } else if (value instanceof scala.collection.Seq<?> list) {
            return text(JavaConverters.seqAsJavaList(list));
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            return text(JavaConverters.mapAsJavaMap(map));
        } else if (value instanceof Map<?, ?> map) {
            Map<String, String> texts = new TreeMap<>();
            map.forEach((key, element) -> texts.put(text(key), text(element)));
            return texts.toString();
        }
        throw new IllegalArgumentException("no value of " + value.getClass() + " was expected");
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character >= FIRST_PRINTABLE && character <= LAST_PRINTABLE && character != '"' && character != '\\') {
                quoted.append((char) character);
            } else {
                quoted.append(String.format("\\u%04x", character));
            }
        });
        return quoted.append('"').toString();
    }
}
