package io.streamlab.join.config;

import java.util.Locale;

/** What a run with {@code --redrive} does with the chosen rejected records. */
public enum RedriveMode {
    /** Says how many there are, by reason. Puts nothing. */
    COUNT,
    /** Puts those on the stream that were not put there before. */
    PUT;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
