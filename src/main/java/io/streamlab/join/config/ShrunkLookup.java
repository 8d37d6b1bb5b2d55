package io.streamlab.join.config;

import java.util.Locale;

/** What to do with a batch while the reference table has lost more of its items than it may. */
public enum ShrunkLookup {
    /** The batch fails, before anything is written. */
    FAIL,
    /** The batch waits until the table is complete again. After a bounded time it fails. */
    WAIT;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
