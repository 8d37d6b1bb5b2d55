package io.streamlab.join.lookup;

import java.util.Arrays;

/**
 * Joins the texts of several join values to one text, and splits it again. {@code a,b} has two values. A backslash escapes a comma
 * and a backslash, and {@code \N} is null. A single value is its own text.
 */
final class JoinText {
    private static final String NULL = "\\N";

    private JoinText() {}

    /** Returns the text of the parts. Any part may be null. */
    static String of(String... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            text.append(i == 0 ? "" : ",").append(parts[i] == null ? NULL : escaped(parts[i]));
        }
        return text.toString();
    }

    /**
     * Returns the parts that a text was made of.
     *
     * @param text may be null: then all parts are
     * @param count how many parts
     */
    static String[] parts(String text, int count) {
        String[] parts = new String[count];
        if (text == null || count == 1) {
            Arrays.fill(parts, text);
            return parts;
        }
        int part = 0;
        StringBuilder value = new StringBuilder();
        boolean isNull = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\\') {
                i++;
                // Only null has a letter after its backslash.
                isNull |= text.charAt(i) == 'N';
                value.append(text.charAt(i));
            } else if (character == ',') {
                parts[part++] = isNull ? null : value.toString();
                value.setLength(0);
                isNull = false;
            } else {
                value.append(character);
            }
        }
        parts[part] = isNull ? null : value.toString();
        return parts;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,");
    }
}
