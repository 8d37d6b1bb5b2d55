package io.streamlab.join.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a payload in UTF-8 into the stretches that are to be one JSON object each. The stretches hold every byte of the payload,
 * but for blanks and for the brackets and commas of an array: nothing is lost.
 *
 * <p>An object ends where its braces do, so an object with a fault inside ends before its neighbour begins. If its braces or
 * its quotes do not pair, nobody can tell where it ends:
 *
 * <ul>
 *   <li>With one object on each line, it ends with its line.
 *   <li>Otherwise it takes the rest of the payload with it. A piece of a broken object must not pass for a record.
 * </ul>
 */
final class PayloadParts {
    /** A task holds all objects of a payload at a time: they take some hundred bytes each, also those of two bytes. */
    static final int MOST_PARTS = 100_000;

    /** Marks a value that does not end. */
    private static final int NOWHERE = -1;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] text;
    private final int start;
    private final List<PayloadPart> parts = new ArrayList<>();

    private PayloadParts(byte[] text) {
        this.text = text;
        boolean marked = text.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(Arrays.copyOf(text, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
        this.start = marked ? BYTE_ORDER_MARK.length : 0;
    }

    /**
     * Returns objects that lie one behind the other, and those of the arrays that lie there.
     *
     * @throws RejectedRecordException when there are too many
     */
    static List<PayloadPart> ofValues(byte[] text) throws RejectedRecordException {
        PayloadParts whole = new PayloadParts(text);
        if (!whole.addValues(whole.start, text.length) && whole.hasObjectOnEachLine()) {
            PayloadParts lines = new PayloadParts(text);
            lines.forEachLine((from, to) -> lines.addValues(from, to));
            return lines.parts;
        }
        return whole.parts;
    }

    /** Returns whether the parts are not worth a look: there is only one, and no array around it, or there is no object. */
    static boolean isWhole(List<PayloadPart> parts, byte[] text) {
        PayloadParts whole = new PayloadParts(text);
        return parts.size() == 1 && parts.get(0).from() == whole.skipBlanks(whole.start, text.length)
                || parts.stream().noneMatch(part -> part.length() > 0 && text[part.from()] == '{');
    }

    /**
     * Returns the lines that are not blank.
     *
     * @throws RejectedRecordException when there are too many
     */
    static List<PayloadPart> ofLines(byte[] text) throws RejectedRecordException {
        PayloadParts lines = new PayloadParts(text);
        lines.forEachLine(lines::add);
        return lines.parts;
    }

    /**
     * Returns the elements of the array that the payload must be.
     *
     * @throws RejectedRecordException when there are too many
     */
    static List<PayloadPart> ofArray(byte[] text) throws RejectedRecordException {
        PayloadParts array = new PayloadParts(text);
        int first = array.skipBlanks(array.start, text.length);
        if (first < text.length && text[first] != '[') {
            array.addBroken(first, text.length, "the payload is no array");
            return array.parts;
        }
        int end = first == text.length ? first : array.addElements(first, text.length);
        if (end != NOWHERE && array.skipBlanks(end, text.length) < text.length) {
            array.addBroken(end, text.length, "the payload goes on behind the end of its array");
        }
        return array.parts;
    }

    /** @return whether every value ended */
    private boolean addValues(int from, int to) throws RejectedRecordException {
        int position = skipBlanks(from, to);
        while (position < to) {
            int end;
            if (text[position] == '[') {
                end = addElements(position, to);
            } else if (text[position] == '{') {
                end = endOfStructure(position, to);
                add(position, end == NOWHERE ? to : end);
            } else {
                end = endOfLine(position, to);
                add(position, end);
            }
            if (end == NOWHERE) {
                return false;
            }
            position = skipBlanks(end, to);
        }
        return true;
    }

    /** @return where the array ends, or {@link #NOWHERE} */
    private int addElements(int bracket, int to) throws RejectedRecordException {
        int position = skipBlanks(bracket + 1, to);
        if (position < to && text[position] == ']') {
            return position + 1;
        }
        while (position < to) {
            boolean structure = text[position] == '{' || text[position] == '[';
            int end = structure ? endOfStructure(position, to) : endOfScalar(position, to);
            if (end == NOWHERE) {
                add(position, to);
                return NOWHERE;
            }
            int next = skipBlanks(end, to);
            if (next < to && text[next] != ',' && text[next] != ']' && text[next] != '{') {
                // Between the element and its comma: a part of this element, which is then none.
                end = endOfScalar(next, to);
                next = end;
            }
            add(position, end);
            if (next < to && text[next] == ']') {
                return next + 1;
            }
            position = next < to && text[next] == '{' ? next : skipBlanks(next + 1, to);
        }
        addBroken(Math.min(position, to), to, "the payload ends before its array does");
        return NOWHERE;
    }

    /** Returns where the element ends that is neither an object nor an array: at the next comma or bracket. */
    private int endOfScalar(int from, int to) {
        int position = from;
        while (position < to && text[position] != ',' && text[position] != ']') {
            if (text[position] == '"') {
                int end = endOfString(position, to);
                if (end == NOWHERE) {
                    return to;
                }
                position = end;
            } else {
                position++;
            }
        }
        return position;
    }

    /**
     * Returns where the object or array ends, as far as its brackets and quotes tell; or {@link #NOWHERE} when they do not pair.
     *
     * <p>A quote that was forgotten lets the following texts and brackets change places. So a quote counts only where a text can
     * begin or end.
     */
    private int endOfStructure(int from, int to) {
        byte[] closing = new byte[16];
        int depth = 0;
        byte last = ',';
        boolean touches = false;
        int position = from;
        while (position < to) {
            byte current = text[position];
            if (isBlank(current)) {
                touches = false;
                position++;
                continue;
            }
            switch (current) {
                case '{':
                case '[':
                    if (depth > 0 && last == ',' && closing[depth - 1] == '}') {
                        return NOWHERE;
                    }
                    if (depth == closing.length) {
                        closing = Arrays.copyOf(closing, 2 * depth);
                    }
                    closing[depth++] = (byte) (current == '{' ? '}' : ']');
                    position++;
                    break;
                case '}':
                case ']':
                    if (closing[depth - 1] != current) {
                        return NOWHERE;
                    }
                    position++;
                    if (--depth == 0) {
                        return position;
                    }
                    break;
                case '"':
                    if (touches && !isMark(last)) {
                        return NOWHERE;
                    }
                    position = endOfString(position, to);
                    if (position == NOWHERE) {
                        return NOWHERE;
                    }
                    break;
                default:
                    if (touches && last == '"' && !isMark(current)) {
                        return NOWHERE;
                    }
                    position++;
            }
            last = current;
            touches = true;
        }
        return NOWHERE;
    }

    private static boolean isMark(byte character) {
        return character == ','
                || character == ':'
                || character == '{'
                || character == '['
                || character == '}'
                || character == ']';
    }

    /** Returns where the text ends, its quote included. No text goes on behind the end of a line. */
    private int endOfString(int quote, int to) {
        for (int position = quote + 1; position < to && text[position] != '\n'; position++) {
            if (text[position] == '"') {
                return position + 1;
            }
            if (text[position] == '\\') {
                position++;
            }
        }
        return NOWHERE;
    }

    /**
     * Returns whether each line begins with an object. A line that is a whole object with a comma behind it is none: it belongs
     * to the lines around it.
     */
    private boolean hasObjectOnEachLine() throws RejectedRecordException {
        boolean[] each = {true};
        forEachLine((from, to) -> {
            boolean indented = from > start && text[from - 1] != '\n';
            int end = text[from] == '{' && !indented ? endOfStructure(from, to) : from;
            int next = end == NOWHERE ? to : skipBlanks(end, to);
            each[0] &= end != from && !(next < to && text[next] == ',');
        });
        return each[0];
    }

    private void forEachLine(Stretch line) throws RejectedRecordException {
        int position = start;
        while (position < text.length) {
            int end = endOfLine(position, text.length);
            int from = skipBlanks(position, end);
            if (from < end) {
                line.take(from, end);
            }
            position = end + 1;
        }
    }

    private int endOfLine(int from, int to) {
        int position = from;
        while (position < to && text[position] != '\n') {
            position++;
        }
        return position;
    }

    private int skipBlanks(int from, int to) {
        int position = from;
        while (position < to && isBlank(text[position])) {
            position++;
        }
        return position;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private void add(int from, int to) throws RejectedRecordException {
        add(PayloadPart.of(from, endWithoutBlanks(from, to)));
    }

    private void addBroken(int from, int to, String problem) throws RejectedRecordException {
        add(PayloadPart.broken(from, endWithoutBlanks(from, to), problem));
    }

    private void add(PayloadPart part) throws RejectedRecordException {
        if (parts.size() == MOST_PARTS) {
            throw new RejectedRecordException(
                    RejectionReason.BEYOND_LIMITS,
                    "the payload holds more than " + MOST_PARTS + " objects; split it at the producer");
        }
        parts.add(part);
    }

    private int endWithoutBlanks(int from, int to) {
        int end = to;
        while (end > from && isBlank(text[end - 1])) {
            end--;
        }
        return end;
    }

    private interface Stretch {
        void take(int from, int to) throws RejectedRecordException;
    }
}
