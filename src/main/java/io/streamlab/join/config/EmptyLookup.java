package io.streamlab.join.config;

import java.util.Locale;

/** What to do with a batch while the reference table has no item that could match. */
public enum EmptyLookup {
    /** The batch fails, before anything is written. */
    FAIL,
    /** Its rows are written without reference data. */
    ALLOW;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
