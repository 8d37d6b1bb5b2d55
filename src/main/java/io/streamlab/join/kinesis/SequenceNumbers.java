package io.streamlab.join.kinesis;

import java.util.Comparator;

/** The order of sequence numbers: decimal numbers without leading zeros, too long for any integer type. */
final class SequenceNumbers {

    static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private SequenceNumbers() {}

    static boolean isAfter(String sequenceNumber, String other) {
        return ORDER.compare(sequenceNumber, other) > 0;
    }
}
