package io.streamlab.join.config;

import java.util.Locale;

/** What to do with a reference item that has an attribute which does not fit its type. */
public enum UnfitReferenceItem {
    /** The batch fails, before anything is written. */
    FAIL,
    /** The item is left out, as if the table did not have it. */
    SKIP;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
