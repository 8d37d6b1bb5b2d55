package io.streamlab.join.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeyTextTest {
    private static final long SEED = 20_261_130;

    /** What Hudi, the encoding or the joining could take for something else. */
    private static final List<String> PIECES = List.of(
            "%",
            ":",
            ",",
            "/",
            "_",
            "__null__",
            "__empty__",
            "%2F",
            "%3a",
            "2F",
            " ",
            "\u00a0",
            "\u2028",
            "\t",
            "\n",
            "\0",
            "\u007f",
            "\u0085",
            "a",
            "0",
            "é",
            "😀",
            "\"",
            "\\",
            "'",
            "=",
            ".",
            "null",
            "_record_key:");

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-5,-5",
        "urn:uuid:1,urn%3Auuid%3A1",
        "2026-01-31T12:00:00Z,2026-01-31T12%3A00%3A00Z",
        "a/b%2Fc,a%2Fb%252Fc",
        "'tenant,1','tenant%2C1'",
        "' a b ','%20a b%20'",
        "__null__,%5F_null__",
        "_a__b,_a__b",
        "'\u0085é😀\u2028','%C2%85é😀%E2%80%A8'",
        "'',%",
    })
    void encodesWhatHudiWouldTakeApart(String value, String text) {
        assertThat(RecordKeyText.of(List.of(value))).isEqualTo(text);
    }

    @Test
    void joinsTheCanonicalTextsOfSeveralValues() {
        assertThat(RecordKeyText.of(
                        List.of("x,b:y", 7L, new BigDecimal("1.50"), LocalDate.of(1, 1, 1), Instant.EPOCH, true)))
                .isEqualTo("x%2Cb%3Ay/7/1.5/0001-01-01/1970-01-01T00%3A00%3A00Z/true");
    }

    @Test
    void keysOfTheSameHudiTextHaveDifferentTexts() {
        assertThat(RecordKeyText.of(List.of("x", "y,b:z"))).isNotEqualTo(RecordKeyText.of(List.of("x,b:y", "z")));
        assertThat(RecordKeyText.of(List.of("a/b", "c"))).isNotEqualTo(RecordKeyText.of(List.of("a", "b/c")));
        assertThat(RecordKeyText.of(List.of("", "a"))).isNotEqualTo(RecordKeyText.of(List.of("a", "")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyKeyCanBeReadFromItsText(int columns) {
        Random random = new Random(SEED + columns);
        Map<String, List<String>> keys = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            List<String> key = IntStream.range(0, columns)
                    .mapToObj(column -> value(random))
                    .toList();
            String text = RecordKeyText.of(key);

            assertThat(decode(text)).as("seed %d, text %s", SEED, text).isEqualTo(key);
            assertThat(keys.computeIfAbsent(text, none -> key)).isEqualTo(key);
            assertThat(text)
                    .doesNotContainPattern("[:,\\p{Cntrl}]|^__|^\\s|\\s$")
                    .isNotEmpty();
        }
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> RecordKeyText.of(Arrays.asList("a", null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            value.append(
                    random.nextInt(4) == 0
                            ? Character.toString(random.nextInt(0xD800))
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return value.toString();
    }

    /** Written without a look at the encoder: splits at the slashes, and reads each percent with its two digits. */
    private static List<String> decode(String text) {
        List<String> values = new ArrayList<>();
        for (String value : text.split("/", -1)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] encoded = value.equals("%") ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < encoded.length; i++) {
                if (encoded[i] == '%') {
                    bytes.write(Integer.parseInt(new String(encoded, i + 1, 2, StandardCharsets.US_ASCII), 16));
                    i += 2;
                } else {
                    bytes.write(encoded[i]);
                }
            }
            values.add(bytes.toString(StandardCharsets.UTF_8));
        }
        return values;
    }
}
