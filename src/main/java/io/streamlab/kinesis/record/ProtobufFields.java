package io.streamlab.kinesis.record;

import java.nio.ByteBuffer;

/**
 * Walks the fields of a protobuf message, without knowing its type.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">The encoding</a>
 */
final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private static final int WIRE_TYPE_BITS = 3;
    private static final int WIRE_TYPE_MASK = 7;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7F;
    private static final int LONGEST_VARINT_BITS = 70;

    private final ByteBuffer message;
    private int number;
    private int wireType;
    private long integer;
    private ByteBuffer bytes;

    /** @param message the message, from the buffer's position to its limit */
    ProtobufFields(ByteBuffer message) {
        this.message = message.slice();
    }

    /**
     * Moves on to the next field.
     *
     * @return false at the message's end
     */
    boolean next() throws MalformedMessageException {
        if (!message.hasRemaining()) {
            return false;
        }
        long tag = varint();
        number = (int) (tag >>> WIRE_TYPE_BITS);
        wireType = (int) (tag & WIRE_TYPE_MASK);
        switch (wireType) {
            case VARINT:
                integer = varint();
                break;
            case FIXED_64:
                taken(Long.BYTES);
                break;
            case LENGTH_DELIMITED:
                bytes = taken(varint());
                break;
            case FIXED_32:
                taken(Integer.BYTES);
                break;
            default:
                throw new MalformedMessageException();
        }
        return true;
    }

    int number() {
        return number;
    }

    /** Returns the value of a field of an integer type. */
    long integer() throws MalformedMessageException {
        require(VARINT);
        return integer;
    }

    /** Returns the value of a string, bytes or message field. */
    ByteBuffer bytes() throws MalformedMessageException {
        require(LENGTH_DELIMITED);
        return bytes;
    }

    private void require(int expected) throws MalformedMessageException {
        if (wireType != expected) {
            throw new MalformedMessageException();
        }
    }

    private ByteBuffer taken(long length) throws MalformedMessageException {
        if (length < 0 || length > message.remaining()) {
            throw new MalformedMessageException();
        }
        ByteBuffer taken = message.slice();
        taken.limit((int) length);
        message.position(message.position() + (int) length);
        return taken;
    }

    private long varint() throws MalformedMessageException {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT_BITS; shift += VARINT_BITS) {
            if (!message.hasRemaining()) {
                throw new MalformedMessageException();
            }
            byte next = message.get();
            value |= (long) (next & VARINT_MASK) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedMessageException();
    }
}
