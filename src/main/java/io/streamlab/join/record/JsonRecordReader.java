package io.streamlab.join.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.streamlab.join.catalog.JsonFields;
import io.streamlab.join.config.NonFiniteNumbers;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads one JSON object into a row with the catalog's columns.
 *
 * <ul>
 *   <li>{@link JsonFields} says which field a column is read from: by default that of its name, without regard to case.
 *   <li>Fields that are no column are skipped, or kept as the text of a JSON object in one more column behind the others.
 *   <li>Columns without a field are null.
 *   <li>Of a field that occurs twice the last one counts, also where the names differ only in case.
 * </ul>
 */
final class JsonRecordReader implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StructType schema;
    private final JsonFields fields;
    private final Map<String, Integer> positions = new HashMap<>();
    private final JsonValueReader[] columns;
    private final List<String> recordKey;
    private final boolean keepsUnknownFields;

    /**
     * @param orderingField a column that holds neither NaN nor an infinity, whatever the others may hold; null for none
     * @param nonFinite what columns of floating-point numbers get for NaN and for the infinities
     */
    JsonRecordReader(
            StructType schema,
            JsonFields fields,
            List<String> recordKey,
            String orderingField,
            NonFiniteNumbers nonFinite,
            boolean keepsUnknownFields) {
        this.schema = schema;
        this.fields = fields;
        this.recordKey = recordKey;
        this.keepsUnknownFields = keepsUnknownFields;
        this.columns = new JsonValueReader[schema.length()];
        for (int i = 0; i < columns.length; i++) {
            StructField column = schema.fields()[i];
            positions.put(fields.keyOfColumn(column.name()), i);
            if (recordKey.contains(column.name())) {
                columns[i] = JsonValueReader.ofKey(column.dataType());
            } else {
                boolean orders = column.name().equals(orderingField);
                columns[i] =
                        JsonValueReader.of(column.dataType(), fields, orders ? NonFiniteNumbers.REJECT : nonFinite);
            }
        }
    }

    /** Reads columns by their names, and refuses NaN. */
    JsonRecordReader(StructType schema, List<String> recordKey, boolean keepsUnknownFields) {
        this(schema, JsonFields.byName(), recordKey, null, NonFiniteNumbers.REJECT, keepsUnknownFields);
    }

    /** @throws RejectedRecordException when the payload is no such object, or lacks its record key */
    Row read(byte[] payload) throws RejectedRecordException {
        return read(payload, 0, payload.length);
    }

    /** @throws RejectedRecordException when the bytes are no such object, or lack their record key */
    Row read(byte[] payload, int from, int length) throws RejectedRecordException {
        Object[] values = new Object[columns.length + (keepsUnknownFields ? 1 : 0)];
        try (JsonParser parser = Json.FACTORY.createParser(payload, from, length)) {
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
        } catch (IllegalStateException e) {
            // And some of names that were made to collide in its table of names.
            throw new RejectedRecordException(
                    RejectionReason.NOT_JSON, "the payload cannot be read as JSON: " + e.getMessage());
        }
        requireKey(values);
        return RowFactory.create(values);
    }

    /**
     * Returns the first field that does not fit. A later field of the same name that fits replaces it. Another fault may
     * follow: a payload that is no JSON is rejected as such.
     */
    private RejectedRecordException readFields(JsonParser parser, Object[] values) throws IOException {
        Map<Integer, RejectedRecordException> mismatches = new LinkedHashMap<>(0);
        UnknownFields unknown = new UnknownFields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.getCurrentName();
            Integer position = positions.get(fields.keyOfField(field));
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
                if (!mismatches.isEmpty()) {
                    mismatches.remove(position);
                }
            } catch (TypeMismatchException e) {
                mismatches.put(position, mismatch(field, position, e));
            }
        }
        if (keepsUnknownFields) {
            values[columns.length] = unknown.toJson();
        }
        return mismatches.isEmpty() ? null : mismatches.values().iterator().next();
    }

    private RejectedRecordException mismatch(String field, int position, TypeMismatchException problem) {
        return new RejectedRecordException(
                RejectionReason.TYPE_MISMATCH,
                "field '" + field + "' " + problem.getMessage() + " and does not fit the column's type "
                        + schema.fields()[position].dataType().sql());
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
