package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.config.PayloadFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.types.StructType;

/** Any objects in any frame, whole and with one byte that is wrong. */
class PayloadReaderPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PayloadReader READER = new PayloadReader(
            PayloadFormat.AUTO,
            new JsonRecordReader(StructType.fromDDL("uuid string, text string"), List.of("uuid"), false));

    @Property(tries = 1000)
    void eachObjectOfAnyFrameIsARow(@ForAll("payloads") Payload payload) throws RejectedRecordException {
        List<String> keys = new ArrayList<>();
        for (ReadObject object : READER.read(payload.text.getBytes(UTF_8))) {
            keys.add(object.row().getString(0));
        }

        assertThat(keys).isEqualTo(payload.keys());
    }

    @Property(tries = 3000)
    void aWrongByteLosesNothingAndLetsNoPieceOfAnObjectPassForARecord(
            @ForAll("payloads") Payload payload,
            @ForAll @IntRange(min = 0, max = 100_000) int position,
            @ForAll("faults") String fault,
            @ForAll @IntRange(min = 0, max = 1) int removed) {
        byte[] whole = payload.text.getBytes(UTF_8);
        int at = position % whole.length;
        byte[] spoiled = spoil(whole, at, fault.getBytes(UTF_8), removed);

        List<String> rows = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        for (ReadObject object : READER.read(spoiled)) {
            kept.append(new String(object.bytes(), UTF_8));
            try {
                rows.add(object.row().getString(0));
            } catch (RejectedRecordException e) {
                assertThat(e).message().isNotBlank();
            }
        }

        String text = new String(spoiled, UTF_8);
        assertThat(rows).as(text).noneMatch(key -> key.startsWith("inner"));
        assertThat(withoutFrames(kept.toString())).isEqualTo(withoutFrames(text));
    }

    private static byte[] spoil(byte[] whole, int at, byte[] fault, int removed) {
        byte[] spoiled = new byte[whole.length - removed + fault.length];
        System.arraycopy(whole, 0, spoiled, 0, at);
        System.arraycopy(fault, 0, spoiled, at, fault.length);
        System.arraycopy(whole, at + removed, spoiled, at + fault.length, whole.length - at - removed);
        return spoiled;
    }

    private static String withoutFrames(String text) {
        return text.replaceAll("[\\s,\\[\\]]", "");
    }

    @Provide
    Arbitrary<String> faults() {
        return Arbitraries.of("", "{", "}", "[", "]", "\"", ",", ":", "\\", "\n", "x", "\"}", "},");
    }

    /** Objects that hold objects with keys of their own, and texts that look like JSON. */
    @Provide
    Arbitrary<Payload> payloads() {
        Arbitrary<Object> inner = Combinators.combine(Arbitraries.integers().between(0, 9), texts())
                .as((number, text) -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("uuid", "inner" + number);
                    object.put("text", text);
                    return object;
                });
        Arbitrary<Map<String, Object>> objects = Combinators.combine(
                        inner.list().ofMaxSize(3), texts(), Arbitraries.of(true, false))
                .as((items, text, itemsFirst) -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    if (itemsFirst) {
                        object.put("items", items);
                    }
                    object.put("uuid", "");
                    object.put("text", text);
                    if (!itemsFirst) {
                        object.put("items", items);
                    }
                    return object;
                });
        return Combinators.combine(
                        objects.list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.of(Frame.values()),
                        Arbitraries.of(true, false))
                .as(Payload::of);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("{", "}", "[", "]", "\"", "\\", "\n", ",", ":", "{\"uuid\":\"inner\"}", "a", "é", "😀")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    private enum Frame {
        LINES("", "\n", "\n"),
        CONCATENATED("", "", ""),
        BLANKS("", " ", " "),
        ARRAY("[", ",", "]"),
        ARRAY_OF_LINES("[\n", ",\n", "\n]");

        private final String before;
        private final String between;
        private final String after;

        Frame(String before, String between, String after) {
            this.before = before;
            this.between = between;
            this.after = after;
        }
    }

    private static final class Payload {
        private final String text;
        private final int objects;

        private Payload(String text, int objects) {
            this.text = text;
            this.objects = objects;
        }

        static Payload of(List<Map<String, Object>> objects, Frame frame, boolean pretty) {
            List<String> texts = new ArrayList<>();
            for (Map<String, Object> object : objects) {
                object = new LinkedHashMap<>(object);
                object.put("uuid", "outer" + texts.size());
                texts.add(write(object, pretty));
            }
            return new Payload(
                    texts.stream().collect(joining(frame.between, frame.before, frame.after)), objects.size());
        }

        private static String write(Map<String, Object> object, boolean pretty) {
            try {
                return (pretty ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer()).writeValueAsString(object);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        List<String> keys() {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < objects; i++) {
                keys.add("outer" + i);
            }
            return keys;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
