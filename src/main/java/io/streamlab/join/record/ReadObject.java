package io.streamlab.join.record;

import java.util.Arrays;
import org.apache.spark.sql.Row;

/** What became of one object of a payload: a row, or a rejection. */
final class ReadObject {
    private final Row row;
    private final RejectedRecordException problem;
    private final int number;
    private final int count;
    private final byte[] text;
    private final int from;
    private final int to;

    private ReadObject(Row row, RejectedRecordException problem, int number, int count, byte[] text, int from, int to) {
        this.row = row;
        this.problem = problem;
        this.number = number;
        this.count = count;
        this.text = text;
        this.from = from;
        this.to = to;
    }

    static ReadObject onlyOne(Row row, byte[] payload) {
        return new ReadObject(row, null, 0, 1, payload, 0, payload.length);
    }

    static ReadObject rejected(RejectedRecordException problem, byte[] payload) {
        return new ReadObject(null, problem, 0, 1, payload, 0, payload.length);
    }

    /**
     * Returns one of several objects.
     *
     * @param row null for a rejected one
     * @param problem null for the others
     * @param number its place in the payload, from 0
     */
    static ReadObject oneOf(
            int count, int number, byte[] text, PayloadPart part, Row row, RejectedRecordException problem) {
        return new ReadObject(row, problem, number, count, text, part.from(), part.from() + part.length());
    }

    /** @throws RejectedRecordException when the object is rejected */
    Row row() throws RejectedRecordException {
        if (problem != null) {
            throw problem;
        }
        return row;
    }

    /** Returns the object's place in the payload, from 0. */
    int number() {
        return number;
    }

    /** Returns the sentence on a problem, with the object's place where the payload has several. */
    String message(RejectedRecordException rejection) {
        return count == 1
                ? rejection.getMessage()
                : "object " + (number + 1) + " of " + count + " in the payload: " + rejection.getMessage();
    }

    /** Returns the payload as it came; of several objects, the bytes of this one, unpacked. */
    byte[] bytes() {
        return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
    }
}
