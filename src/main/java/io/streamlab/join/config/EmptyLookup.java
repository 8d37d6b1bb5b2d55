package io.streamlab.join.config;

import java.util.Locale;

/** What to do with a batch while the reference table holds nothing that could match. */
public enum EmptyLookup {
    /** The batch fails, before anything is written. */
    FAIL,
    /** Its rows are written without reference data. */
    ALLOW;

    /** @throws IllegalArgumentException when the text is none of the values in lower case */
    static EmptyLookup parse(String text) {
        for (EmptyLookup value : values()) {
            if (value.toString().equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(text);
    }

    /** As the argument has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
