package io.streamlab.join.config;

import java.util.Locale;

/** How the objects of one record lie in its payload. */
public enum PayloadFormat {
    /** The payload is one JSON object. */
    JSON,
    /** Each line of the payload is one JSON object. */
    JSON_LINES,
    /** The payload is one JSON array of objects. */
    JSON_ARRAY,
    /** The payload is any of these, or objects one behind the other: the job looks at each payload. */
    AUTO;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
