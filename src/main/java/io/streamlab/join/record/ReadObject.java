package io.streamlab.join.record;

import java.util.Arrays;
import org.apache.spark.sql.Row;

/** What became of one object of a payload: a row, or a rejection. */
final class ReadObject {
    private final Row row;
    private final RejectedRecordException problem;
    private final int number;
    private final boolean alone;
    private final byte[] text;
    private final int from;
    private final int to;

    private ReadObject(
            Row row, RejectedRecordException problem, int number, boolean alone, byte[] text, int from, int to) {
        this.row = row;
        this.problem = problem;
        this.number = number;
        this.alone = alone;
        this.text = text;
        this.from = from;
        this.to = to;
    }

    static ReadObject onlyOne(Row row, byte[] payload) {
        return new ReadObject(row, null, 0, true, payload, 0, payload.length);
    }

    static ReadObject rejected(RejectedRecordException problem, byte[] payload) {
        return new ReadObject(null, problem, 0, true, payload, 0, payload.length);
    }

    /** @param number the object's place in the payload, from 0 */
    static ReadObject accepted(Row row, int number, byte[] text, PayloadPart part) {
        return new ReadObject(row, null, number, false, text, part.from(), part.from() + part.length());
    }

    /** @param number the object's place in the payload, from 0 */
    static ReadObject rejected(RejectedRecordException problem, int number, byte[] text, PayloadPart part) {
        return new ReadObject(null, problem, number, false, text, part.from(), part.from() + part.length());
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

    /** Returns the sentence on a problem, with the object's place where the payload is taken apart. */
    String message(RejectedRecordException rejection) {
        return alone ? rejection.getMessage() : "object " + (number + 1) + " of the payload: " + rejection.getMessage();
    }

    /** Returns the payload as it came; of a payload that is taken apart, the bytes of this object, unpacked. */
    byte[] bytes() {
        return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
    }
}
