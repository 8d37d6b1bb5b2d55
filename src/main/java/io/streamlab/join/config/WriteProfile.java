package io.streamlab.join.config;

import java.util.Locale;

/** What most records of the stream do to the table. */
public enum WriteProfile {
    /** Replace rows all over the table. */
    UPDATES,
    /** Add rows. */
    INSERTS;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
