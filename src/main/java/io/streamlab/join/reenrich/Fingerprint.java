package io.streamlab.join.reenrich;

import io.streamlab.join.text.CanonicalText;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * A number that is the same for equal values of any of Spark's types: the first 64 bits of a SHA-256. Two different values
 * have the same number once in 2^64 comparisons.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(value, new DataOutputStream(bytes));
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()))
                    .getLong();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes cannot be written to memory", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes each value with its kind and its length, so that no two values write the same bytes. */
    private static void write(Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte('-');
        } else if (value instanceof Row) {
            Row row = (Row) value;
            out.writeByte('r');
            out.writeInt(row.size());
            for (int i = 0; i < row.size(); i++) {
                write(row.get(i), out);
            }
        } else if (value instanceof scala.collection.Seq) {
            Iterable<?> elements = JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
            out.writeByte('s');
            out.writeInt(((scala.collection.Seq<?>) value).size());
            for (Object element : elements) {
                write(element, out);
            }
        } else if (value instanceof scala.collection.Map) {
            Map<String, Object> sorted = new TreeMap<>();
            JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) value)
                    .forEach((key, element) -> sorted.put(key.toString(), element));
            out.writeByte('m');
            out.writeInt(sorted.size());
            for (Map.Entry<String, Object> entry : sorted.entrySet()) {
                write(entry.getKey(), out);
                write(entry.getValue(), out);
            }
        } else if (value instanceof byte[]) {
            writeBytes((byte[]) value, out);
        } else {
            writeBytes(CanonicalText.of(value).getBytes(StandardCharsets.UTF_8), out);
        }
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeByte('v');
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
