package io.streamlab.join.record;

import io.streamlab.join.config.PayloadFormat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Reads the objects of one payload, packed with gzip or not.
 *
 * <p>Each object becomes a row or is rejected, by itself. Every payload gives at least one of both. A payload that is one object,
 * or should be one, is rejected as it came. Of several objects each is rejected with its own bytes, unpacked.
 */
final class PayloadReader implements Serializable {
    private static final long serialVersionUID = 1L;

    private final PayloadFormat format;
    private final JsonRecordReader reader;

    PayloadReader(PayloadFormat format, JsonRecordReader reader) {
        this.format = format;
        this.reader = reader;
    }

    /** Returns the objects in their order; at least one. */
    List<ReadObject> read(byte[] payload) {
        try {
            byte[] text = Gzip.isPacked(payload) ? Gzip.unpack(payload) : payload;
            switch (format) {
                case JSON_LINES:
                    return readParts(PayloadParts.ofLines(text), text, payload);
                case JSON_ARRAY:
                    return readParts(PayloadParts.ofArray(text), text, payload);
                case AUTO:
                    return readAny(text, payload);
                default:
                    return one(reader.read(text), payload);
            }
        } catch (RejectedRecordException e) {
            return Collections.singletonList(ReadObject.rejected(e, payload));
        }
    }

    /** Reads one object, as most payloads are. Only what is none is taken apart, so that an object is read as ever. */
    private List<ReadObject> readAny(byte[] text, byte[] payload) throws RejectedRecordException {
        try {
            return one(reader.read(text), payload);
        } catch (RejectedRecordException e) {
            if (e.reason() != RejectionReason.NOT_JSON && e.reason() != RejectionReason.NOT_AN_OBJECT) {
                throw e;
            }
            PayloadParts parts = PayloadParts.ofValues(text);
            if (parts.isOne()) {
                throw e;
            }
            return readParts(parts, text, payload);
        }
    }

    private List<ReadObject> readParts(PayloadParts parts, byte[] text, byte[] payload) throws RejectedRecordException {
        if (parts.parts().isEmpty()) {
            // Says what an empty payload or array is.
            return one(reader.read(text), payload);
        }
        List<ReadObject> objects = new ArrayList<>(parts.parts().size());
        for (PayloadPart part : parts.parts()) {
            try {
                objects.add(ReadObject.accepted(read(part, text), objects.size(), text, part));
            } catch (RejectedRecordException e) {
                boolean last = !parts.endsAreClear() && e.reason() == RejectionReason.NOT_JSON;
                if (last && objects.isEmpty()) {
                    throw e;
                }
                objects.add(ReadObject.rejected(e, objects.size(), text, last ? parts.allFrom(part) : part));
                if (last) {
                    break;
                }
            }
        }
        return objects;
    }

    private Row read(PayloadPart part, byte[] text) throws RejectedRecordException {
        if (part.problem().isPresent()) {
            throw new RejectedRecordException(
                    RejectionReason.NOT_JSON, part.problem().get());
        }
        return reader.read(text, part.from(), part.length());
    }

    private static List<ReadObject> one(Row row, byte[] payload) {
        return Collections.singletonList(ReadObject.onlyOne(row, payload));
    }
}
