package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Reads one JSON object into a row with the catalog's columns.
 *
 * <ul>
 *   <li>Names are compared without regard to case, as the catalog's are lower-case.
 *   <li>Fields that are no column are skipped, or kept as the text of a JSON object in one more column behind the others.
 *   <li>Columns without a field are null.
 *   <li>Of a field that occurs twice the last one counts.
 * </ul>
 */
final class JsonRecordReader implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final JsonFactory JSON = new JsonFactory();

    private final StructType schema;
    private final Map<String, Integer> positions = new HashMap<>();
    private final JsonValueReader[] columns;
    private final List<String> recordKey;
    private final boolean keepsUnknownFields;

    JsonRecordReader(StructType schema, List<String> recordKey, boolean keepsUnknownFields) {
        this.schema = schema;
        this.recordKey = recordKey;
        this.keepsUnknownFields = keepsUnknownFields;
        this.columns = new JsonValueReader[schema.length()];
        for (int i = 0; i < columns.length; i++) {
            positions.put(schema.fields()[i].name().toLowerCase(Locale.ROOT), i);
            columns[i] = JsonValueReader.of(schema.fields()[i].dataType());
        }
    }

    /** @throws RejectedRecordException when the payload is no such object, or lacks its record key */
    Row read(byte[] payload) throws RejectedRecordException {
        Object[] values = new Object[columns.length + (keepsUnknownFields ? 1 : 0)];
        try (JsonParser parser = JSON.createParser(payload)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new RejectedRecordException(RejectionReason.NOT_JSON, "the payload is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                parser.skipChildren();
                requireEnd(parser);
                throw new RejectedRecordException(
                        RejectionReason.NOT_AN_OBJECT, "the payload is JSON but no object: it begins with " + first);
            }
            RejectedRecordException mismatch = readFields(parser, values);
            requireEnd(parser);
            if (mismatch != null) {
                throw mismatch;
            }
        } catch (JsonProcessingException e) {
            throw new RejectedRecordException(
                    RejectionReason.NOT_JSON, "the payload is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            // Jackson reports some faults of the encoding, such as bytes that are no UTF-8, as plain I/O faults.
            throw new RejectedRecordException(RejectionReason.NOT_JSON, "the payload is not JSON: " + e.getMessage());
        }
        requireKey(values);
        return RowFactory.create(values);
    }

    /** Returns the first field that does not fit. Another fault may follow: a payload that is no JSON is rejected as such. */
    private RejectedRecordException readFields(JsonParser parser, Object[] values) throws IOException {
        RejectedRecordException firstMismatch = null;
        UnknownFields unknown = new UnknownFields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.getCurrentName();
            Integer position = positions.get(field.toLowerCase(Locale.ROOT));
            parser.nextToken();
            if (position == null) {
                if (keepsUnknownFields) {
                    unknown.add(field, parser);
                } else {
                    parser.skipChildren();
                }
                continue;
            }
            try {
                values[position] = columns[position].read(parser);
            } catch (TypeMismatchException e) {
                if (firstMismatch == null) {
                    firstMismatch = new RejectedRecordException(
                            RejectionReason.TYPE_MISMATCH,
                            "field '" + field + "' " + e.getMessage() + " and does not fit the column's type "
                                    + schema.fields()[position].dataType().sql());
                }
            }
        }
        if (keepsUnknownFields) {
            values[columns.length] = unknown.toJson();
        }
        return firstMismatch;
    }

    private static void requireEnd(JsonParser parser) throws IOException, RejectedRecordException {
        if (parser.nextToken() != null) {
            throw new RejectedRecordException(
                    RejectionReason.NOT_JSON, "the payload goes on behind the end of its JSON document");
        }
    }

    private void requireKey(Object[] values) throws RejectedRecordException {
        for (String column : recordKey) {
            Object value = values[schema.fieldIndex(column)];
            if (value == null || value.equals("")) {
                throw new RejectedRecordException(
                        RejectionReason.MISSING_RECORD_KEY,
                        "field '" + column + "' is the record key and is "
                                + (value == null ? "missing or null" : "empty"));
            }
        }
    }
}
