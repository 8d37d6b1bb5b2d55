package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of one record that are no columns, as the text of one JSON object.
 *
 * <p>Names are as they came. Values are written without whitespace, and numbers keep every digit. Of a field that occurs twice
 * the last one counts.
 */
final class UnknownFields {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Takes the value at which the parser stands, and leaves the parser at its last token. */
    void add(String field, JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            copyValue(parser, generator);
        }
        values.put(field, text.toString());
    }

    /** Returns the object's text, or null if there is no field. */
    String toJson() throws IOException {
        if (values.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> value : values.entrySet()) {
                generator.writeFieldName(value.getKey());
                generator.writeRawValue(value.getValue());
            }
            generator.writeEndObject();
        }
        return text.toString();
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
                generator.writeNumber(parser.getText());
                break;
            default:
                generator.copyCurrentEvent(parser);
        }
    }
}
