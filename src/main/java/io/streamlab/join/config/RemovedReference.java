package io.streamlab.join.config;

import java.util.Locale;

/** What rows show after their reference item is removed. */
public enum RemovedReference {
    /** Null attributes, as a record without a match. */
    NULL,
    /** The attributes that they showed last. */
    KEEP;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
