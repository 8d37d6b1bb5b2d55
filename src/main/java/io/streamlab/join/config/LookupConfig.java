package io.streamlab.join.config;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/** The reference table, what to read of it, and how it is joined. */
public final class LookupConfig {
    private final String table;
    private final StructType schema;
    private final int segments;
    private final List<JoinColumn> joinColumns;

    LookupConfig(OptionValues values) {
        this.table = values.get(JobOptions.LOOKUP_TABLE);
        this.schema = values.get(JobOptions.LOOKUP_SCHEMA);
        this.segments = values.get(JobOptions.LOOKUP_SEGMENTS);
        this.joinColumns = values.get(JobOptions.JOIN_COLUMNS);
    }

    /** Name of the DynamoDB table. */
    public String table() {
        return table;
    }

    /** The attributes to read, as columns. */
    public StructType schema() {
        return schema;
    }

    /** Scanned at the same time. */
    public int segments() {
        return segments;
    }

    /** At least one. */
    public List<JoinColumn> joinColumns() {
        return joinColumns;
    }
}
