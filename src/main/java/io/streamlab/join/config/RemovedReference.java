package io.streamlab.join.config;

import java.util.Locale;

/** What becomes of rows whose reference item is removed. */
public enum RemovedReference {
    /** They get null attributes, as a record does that matches nothing. */
    NULL,
    /** They keep the attributes that they had last. */
    KEEP;

    /** As the argument has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
