package io.streamlab.join.config;

import java.util.Locale;

/** Where in a partitioned table a record key has no more than one row. */
public enum UniqueKeys {
    /** In all of it: a row whose partition changes leaves the former one. */
    TABLE,
    /** In each partition: the same key may have a row in every one of them. */
    PARTITION;

    /** As the argument has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
