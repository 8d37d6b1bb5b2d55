package io.streamlab.join.lookup;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** The text of a row's value that is the same for equal values in every run; that of a byte array is not by itself. */
final class StableText {
    private StableText() {}

    static String of(Object value) {
        if (value instanceof byte[]) {
            return Arrays.toString((byte[]) value);
        }
        if (value instanceof Row) {
            Row row = (Row) value;
            return IntStream.range(0, row.size()).mapToObj(i -> of(row.get(i))).collect(joining(", ", "[", "]"));
        }
        if (value instanceof scala.collection.Seq) {
            List<?> elements = JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
            return elements.stream().map(StableText::of).collect(joining(", ", "[", "]"));
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
