package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Writes a JSON value as its text: without whitespace, each number with every digit, names as they came.
 *
 * <p>{@code NaN} and the infinities, which are no JSON, are written in quotes, as Spark's reader does. Half a surrogate pair,
 * which UTF-8 does not have, is written as its escape.
 */
final class JsonText {
    private JsonText() {}

    /** Returns the text of the value at which the parser stands, and leaves the parser at the value's last token. */
    static String of(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.FACTORY.createGenerator(text)) {
            copyValue(parser, generator);
        }
        return escapeHalfPairs(text.toString());
    }

    /** Returns whether the text has half a surrogate pair. */
    static boolean hasHalfPair(String text) {
        return firstHalfPair(text, 0) < text.length();
    }

    /** Not recursive, as a record may nest as deeply as it is long. */
    private static void copyValue(JsonParser parser, JsonGenerator generator) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            copyToken(token, parser, generator);
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private static void copyToken(JsonToken token, JsonParser parser, JsonGenerator generator) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                // By its text: as a double it would lose digits, and 1e400 would be no JSON any more.
                if (parser.isNaN()) {
                    generator.writeString(parser.getText());
                } else {
                    generator.writeNumber(parser.getText());
                }
                break;
            default:
                generator.copyCurrentEvent(parser);
        }
    }

    /** Returns the JSON text with half pairs as escapes. They stand only in texts and names, where JSON allows the escape. */
    static String escapeHalfPairs(String text) {
        int half = firstHalfPair(text, 0);
        if (half == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        int from = 0;
        while (half < text.length()) {
            escaped.append(text, from, half).append(String.format("\\u%04x", (int) text.charAt(half)));
            from = half + 1;
            half = firstHalfPair(text, from);
        }
        return escaped.append(text, from, text.length()).toString();
    }

    /** Returns where the first half of a pair stands that lacks the other half; the text's length if there is none. */
    private static int firstHalfPair(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char current = text.charAt(i);
            if (Character.isSurrogate(current)) {
                boolean paired = Character.isHighSurrogate(current)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return i;
                }
                i++;
            }
        }
        return text.length();
    }
}
