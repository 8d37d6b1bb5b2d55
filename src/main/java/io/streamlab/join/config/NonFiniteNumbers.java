package io.streamlab.join.config;

import java.util.Locale;

/** What a column of floating-point numbers gets for NaN and for the infinities. */
public enum NonFiniteNumbers {
    /** Nothing: the record is rejected. */
    REJECT,
    /** The number as it is. */
    KEEP,
    /** Null. */
    NULL;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
