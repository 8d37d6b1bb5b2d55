package io.streamlab.join.config;

import io.streamlab.kinesis.MisroutedAggregates;
import java.util.Locale;

/** What becomes of the records of an aggregated record whose keys belong to another shard. */
public enum MisroutedRecords {
    /** They are processed. */
    KEEP(MisroutedAggregates.KEEP),
    /** They are left out and counted. */
    DROP(MisroutedAggregates.DROP);

    private final MisroutedAggregates ofSource;

    MisroutedRecords(MisroutedAggregates ofSource) {
        this.ofSource = ofSource;
    }

    /** Returns the source's word for the choice. */
    public MisroutedAggregates ofSource() {
        return ofSource;
    }

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
