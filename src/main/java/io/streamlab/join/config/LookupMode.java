package io.streamlab.join.config;

import java.util.Locale;

/** How a batch finds its reference items. */
public enum LookupMode {
    /** By a scan of the whole table. */
    SCAN,
    /** By reading the items of the batch's own join values. */
    KEYS,
    /** In the memory of the driver, by one scan and then by the changes that the table's stream tells. */
    STREAM,
    /** By a scan or by keys for each batch, whichever costs less read capacity. */
    AUTO;

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
