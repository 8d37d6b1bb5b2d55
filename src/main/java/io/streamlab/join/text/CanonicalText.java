package io.streamlab.join.text;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * Writes a value of any of Spark's types as a text that is the same for equal values in every run.
 *
 * <p>Tables and checkpoints keep such texts, so none of them may change.
 *
 * <table>
 * <caption>What a value becomes</caption>
 * <tr><th>value</th><th>text</th></tr>
 * <tr><td>decimal</td><td>its digits without exponent and without zeros at the end: 1.5 of 1.50, 1000 of 1E+3</td></tr>
 * <tr><td>date, of java.time or java.sql</td><td>2026-01-31</td></tr>
 * <tr><td>timestamp, of java.time or java.sql</td><td>2026-01-31T12:00:00.123456Z</td></tr>
 * <tr><td>binary</td><td>its bytes as decimal numbers: [1, -2]</td></tr>
 * <tr><td>array, struct</td><td>the texts of its elements: [a, b]</td></tr>
 * <tr><td>map</td><td>the texts of its entries by the order of the keys' texts: {a=1, b=2}</td></tr>
 * <tr><td>null</td><td>null</td></tr>
 * <tr><td>any other</td><td>that of its {@code toString()}</td></tr>
 * </table>
 */
public final class CanonicalText {
    private CanonicalText() {}

    /** Returns the text of a value. Dates and timestamps come as either of two classes, depending on who makes the row. */
    public static String of(Object value) {
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).stripTrailingZeros().toPlainString();
        }
        if (value instanceof Date) {
            return ((Date) value).toLocalDate().toString();
        }
        if (value instanceof Timestamp) {
            return ((Timestamp) value).toInstant().toString();
        }
        if (value instanceof byte[]) {
            return Arrays.toString((byte[]) value);
        }
        if (value instanceof Row) {
            Row row = (Row) value;
            return IntStream.range(0, row.size()).mapToObj(i -> of(row.get(i))).collect(joining(", ", "[", "]"));
        }
        if (value instanceof scala.collection.Seq) {
            List<?> elements = JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
            return elements.stream().map(CanonicalText::of).collect(joining(", ", "[", "]"));
        }
        if (value instanceof scala.collection.Map) {
            Map<String, String> texts = new TreeMap<>();
            JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) value)
                    .forEach((key, element) -> texts.put(of(key), of(element)));
            return texts.toString();
        }
        return String.valueOf(value);
    }
}
