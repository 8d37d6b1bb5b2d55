package io.streamlab.join.config;

import java.util.Locale;

/** What to do with a batch while the reference table holds nothing that could match. */
public enum EmptyLookup {
    /** The batch fails, before anything is written. */
    FAIL,
    /** Its rows are written without reference data. */
    ALLOW;

    /** As the argument has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
