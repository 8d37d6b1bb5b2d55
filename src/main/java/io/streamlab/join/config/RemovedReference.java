package io.streamlab.join.config;

import java.util.Locale;

/** What becomes of rows whose reference item is removed. */
public enum RemovedReference {
    /** They get null attributes, as a record does that matches nothing. */
    NULL,
    /** They keep the attributes that they had last. */
    KEEP;

    /** @throws IllegalArgumentException when the text is none of the values in lower case */
    static RemovedReference parse(String text) {
        for (RemovedReference value : values()) {
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
