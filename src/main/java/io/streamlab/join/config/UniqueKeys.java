package io.streamlab.join.config;

import java.util.Locale;

/** Where in a table with partitions a record key has at most one row. */
public enum UniqueKeys {
    /** In the whole table: a row whose partition changes leaves its old partition. */
    TABLE,
    /** In each partition: the same key may have a row in every partition. */
    PARTITION;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
