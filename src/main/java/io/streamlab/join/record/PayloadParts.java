package io.streamlab.join.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a payload in UTF-8 into the stretches that are to be one JSON object each. The stretches hold every byte of the payload,
 * but for blanks and for the brackets and commas of an array: nothing is lost.
 *
 * <p>An object ends where its braces do, so an object with a fault inside ends before its neighbour begins. If the braces or the
 * quotes of a payload do not pair, nobody can tell where the broken object ends:
 *
 * <ul>
 *   <li>With one object on each line, it ends with its line.
 *   <li>Otherwise it takes the rest of the payload with it: see {@link #endsAreClear}. A piece of a broken object must not pass
 *       for a record.
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
    private boolean endsAreClear = true;

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
    static PayloadParts ofValues(byte[] text) throws RejectedRecordException {
        PayloadParts whole = new PayloadParts(text);
        whole.endsAreClear = whole.addValues(whole.start, text.length);
        if (whole.endsAreClear || !whole.hasObjectOnEachLine()) {
            return whole;
        }
        PayloadParts lines = new PayloadParts(text);
        lines.forEachLine(lines::addValuesOrAll);
        return lines;
    }

    /**
     * Returns the lines that are not blank.
     *
     * @throws RejectedRecordException when there are too many
     */
    static PayloadParts ofLines(byte[] text) throws RejectedRecordException {
        PayloadParts lines = new PayloadParts(text);
        lines.forEachLine(lines::add);
        return lines;
    }

    /**
     * Returns the elements of the array that the payload must be.
     *
     * @throws RejectedRecordException when there are too many
     */
    static PayloadParts ofArray(byte[] text) throws RejectedRecordException {
        PayloadParts array = new PayloadParts(text);
        int first = array.skipBlanks(array.start, text.length);
        if (first == text.length) {
            return array;
        }
        if (text[first] != '[') {
            array.addBroken(first, text.length, "the payload is no array");
            return array;
        }
        int end = array.addElements(first, text.length);
        array.endsAreClear = end != NOWHERE;
        if (end != NOWHERE && array.skipBlanks(end, text.length) < text.length) {
            array.addBroken(end, text.length, "the payload goes on behind the end of its array");
        }
        return array;
    }

    /** Returns the parts in their order. */
    List<PayloadPart> parts() {
        return parts;
    }

    /**
     * Returns whether each part ends where it seems to, be it broken or not. Otherwise the first part that is no JSON may end
     * anywhere, and the parts behind it may be its pieces.
     */
    boolean endsAreClear() {
        return endsAreClear;
    }

    /** Returns one part with this one and all that follows. */
    PayloadPart allFrom(PayloadPart first) {
        return PayloadPart.of(first.from(), endWithoutBlanks(first.from(), text.length));
    }

    /** Returns whether the payload is not worth taking apart: it is one object at most, and in no array. */
    boolean isOne() {
        return parts.size() == 1 && parts.get(0).from() == skipBlanks(start, text.length)
                || parts.stream().noneMatch(part -> part.length() > 0 && text[part.from()] == '{');
    }

    /** Adds the values, or all as one part when it is not clear where they end. */
    private void addValuesOrAll(int from, int to) throws RejectedRecordException {
        int before = parts.size();
        if (!addValues(from, to)) {
            parts.subList(before, parts.size()).clear();
            add(from, to);
        }
    }

    /** @return whether it is clear where every value ends */
    private boolean addValues(int from, int to) throws RejectedRecordException {
        int position = skipBlanks(from, to);
        int endOfObject = from;
        while (position < to) {
            int end;
            if (text[position] == '[') {
                end = addElements(position, to);
                endOfObject = from;
            } else if (text[position] == '{') {
                end = endOfStructure(position, to);
                add(position, end == NOWHERE ? to : end);
                endOfObject = end;
            } else {
                end = endOfWords(position, to);
                if (end == NOWHERE && endOfObject > from && endOfLine(endOfObject, position) == position) {
                    // What seems to be an object has one closing brace too many, and ends somewhere behind it.
                    position = parts.remove(parts.size() - 1).from();
                }
                add(position, end == NOWHERE ? to : end);
            }
            if (end == NOWHERE) {
                return false;
            }
            position = skipBlanks(end, to);
        }
        return true;
    }

    /** Returns the end of the line of bytes that are no JSON, or {@link #NOWHERE} when they may be a piece of an object. */
    private int endOfWords(int from, int to) {
        int end = endOfLine(from, to);
        return hasMarks(from, end) ? NOWHERE : end;
    }

    private boolean hasMarks(int from, int to) {
        for (int position = from; position < to; position++) {
            if (text[position] == '"' || isMark(text[position])) {
                return true;
            }
        }
        return false;
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
                if (end == NOWHERE) {
                    add(position, to);
                    return NOWHERE;
                }
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

    /**
     * Returns where the element ends that is neither an object nor an array: at the next comma or bracket. {@link #NOWHERE} when
     * it may be a piece of an object.
     */
    private int endOfScalar(int from, int to) {
        int position = from;
        while (position < to && text[position] != ',' && text[position] != ']') {
            if (text[position] == '"') {
                position = endOfString(position, to);
                if (position == NOWHERE) {
                    return NOWHERE;
                }
            } else if (isMark(text[position])) {
                return NOWHERE;
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
     * Returns whether there is one object on each line, whole or broken. Lines that go together are told by an indentation, an
     * open bracket at the end, a closing one at the beginning, a comma behind a whole object, or a field by itself.
     */
    private boolean hasObjectOnEachLine() throws RejectedRecordException {
        boolean[] each = {true};
        int[] lines = {0};
        forEachLine((from, to) -> {
            boolean indented = from > start && text[from - 1] != '\n';
            each[0] &= !indented && isLineOfItsOwn(from, endWithoutBlanks(from, to));
            lines[0]++;
        });
        return each[0] && lines[0] > 1;
    }

    private boolean isLineOfItsOwn(int from, int to) {
        byte first = text[from];
        byte last = text[to - 1];
        if (first != '{') {
            return last == '}' && first != '}' && first != ']' || !hasMarks(from, to);
        }
        int end = endOfStructure(from, to);
        boolean followedByComma = end != NOWHERE && end < to && text[skipBlanks(end, to)] == ',';
        return last != '[' && !followedByComma;
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
