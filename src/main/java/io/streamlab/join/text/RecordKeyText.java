package io.streamlab.join.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a record key as a text that no version of Hudi takes apart.
 *
 * <p>Hudi looks for {@code :} and {@code ,} in a key, and each version takes other texts for its bucket. So the values of the
 * key, as {@link CanonicalText}, are percent-encoded and joined by {@code /}:
 *
 * <table>
 * <caption>What is encoded</caption>
 * <tr><th>in a value</th><th>becomes</th></tr>
 * <tr><td>{@code %}, {@code :}, {@code ,} and {@code /}; control characters; separators of lines and paragraphs</td>
 *     <td>{@code %} and two hexadecimal digits, in upper case, for each byte of UTF-8</td></tr>
 * <tr><td>a space of any kind at either end</td><td>the same</td></tr>
 * <tr><td>the first of two underscores at the beginning, as in Hudi's {@code __null__} and {@code __empty__}</td>
 *     <td>{@code %5F}</td></tr>
 * <tr><td>the empty text</td><td>{@code %}</td></tr>
 * </table>
 *
 * <p>Different keys have different texts: the values can be read from the text. Tables keep the texts, so none may change.
 */
public final class RecordKeyText {
    private static final String ENCODED = "%:,/";
    private static final String HEXADECIMAL = "0123456789ABCDEF";

    private RecordKeyText() {}

    /**
     * Returns the text of a record key.
     *
     * @param values of the key's columns in their order, none of them null
     */
    public static String of(List<?> values) {
        if (values.size() == 1) {
            return encode(text(values.get(0)));
        }
        StringBuilder key = new StringBuilder();
        for (Object value : values) {
            key.append(key.length() == 0 ? "" : "/").append(encode(text(value)));
        }
        return key.toString();
    }

    private static String text(Object value) {
        if (value == null) {
            throw new IllegalArgumentException("A column of the record key is null, which records are rejected for");
        }
        return value instanceof String ? (String) value : CanonicalText.of(value);
    }

    private static String encode(String value) {
        if (value.isEmpty()) {
            return "%";
        }
        int next = 0;
        while (next < value.length() && !isEncoded(value, next)) {
            next++;
        }
        if (next == value.length()) {
            // Most keys: nothing is copied.
            return value;
        }
        StringBuilder encoded = new StringBuilder(value.length() + 16).append(value, 0, next);
        for (int i = next; i < value.length(); i++) {
            char character = value.charAt(i);
            if (isEncoded(value, i)) {
                // None is half of a surrogate pair, so each is a character by itself.
                for (byte octet : String.valueOf(character).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%')
                            .append(HEXADECIMAL.charAt((octet >> 4) & 0xF))
                            .append(HEXADECIMAL.charAt(octet & 0xF));
                }
            } else {
                encoded.append(character);
            }
        }
        return encoded.toString();
    }

    private static boolean isEncoded(String value, int i) {
        char character = value.charAt(i);
        if (ENCODED.indexOf(character) >= 0 || Character.isISOControl(character)) {
            return true;
        }
        if (character == '_') {
            return i == 0 && value.startsWith("__");
        }
        int type = Character.getType(character);
        return type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SPACE_SEPARATOR && (i == 0 || i == value.length() - 1);
    }
}
