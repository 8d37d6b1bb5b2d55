package io.streamlab.kinesis.offset;

import java.util.Comparator;

/** Compares sequence numbers: decimal numbers without leading zeros, too long for any integer type. */
public final class SequenceNumbers {

    public static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private SequenceNumbers() {}

    public static boolean isAfter(String sequenceNumber, String other) {
        return ORDER.compare(sequenceNumber, other) > 0;
    }
}
