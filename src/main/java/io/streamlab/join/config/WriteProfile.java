package io.streamlab.join.config;

import java.util.Locale;

/** What most records of the stream do to the table. */
public enum WriteProfile {
    /** Replace rows all over the table. */
    UPDATES,
    /** Add rows. */
    INSERTS;

    /** @throws IllegalArgumentException when the text is none of the profiles in lower case */
    static WriteProfile parse(String text) {
        for (WriteProfile profile : values()) {
            if (profile.toString().equals(text)) {
                return profile;
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
