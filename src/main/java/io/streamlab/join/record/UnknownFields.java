package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of one record that are no columns, as the text of one JSON object.
 *
 * <p>Names are as they came, and values as {@link JsonText} writes them. Of a field that occurs twice the last one counts.
 */
final class UnknownFields {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Takes the value at which the parser stands, and leaves the parser at its last token. */
    void add(String field, JsonParser parser) throws IOException {
        values.put(field, JsonText.of(parser));
    }

    /** Returns the object's text, or null if there is no field. */
    String toJson() throws IOException {
        if (values.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.FACTORY.createGenerator(text)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> value : values.entrySet()) {
                generator.writeFieldName(value.getKey());
                generator.writeRawValue(value.getValue());
            }
            generator.writeEndObject();
        }
        return JsonText.escapeHalfPairs(text.toString());
    }
}
