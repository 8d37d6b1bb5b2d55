package io.streamlab.join.config;

import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** The reference table, what to read of it, and how it is joined. */
public final class LookupConfig {
    private final String table;
    private final StructType schema;
    private final int segments;
    private final Duration refresh;
    private final int maxRows;
    private final EmptyLookup emptyLookup;
    private final UnfitReferenceItem unfitItem;
    private final List<JoinColumn> joinColumns;
    private final JoinComparison joinComparison;

    LookupConfig(OptionValues values) {
        this.table = values.get(JobOptions.LOOKUP_TABLE);
        this.schema = values.get(JobOptions.LOOKUP_SCHEMA);
        this.segments = values.get(JobOptions.LOOKUP_SEGMENTS);
        this.refresh = values.get(JobOptions.LOOKUP_REFRESH_SECONDS);
        this.maxRows = values.get(JobOptions.MAX_LOOKUP_ROWS);
        this.emptyLookup = values.get(JobOptions.EMPTY_LOOKUP);
        this.unfitItem = values.get(JobOptions.UNFIT_REFERENCE_ITEM);
        this.joinComparison = values.get(JobOptions.JOIN_COMPARISON);
        this.joinColumns = values.get(JobOptions.JOIN_COLUMNS);
    }

    /** Returns the name of the DynamoDB table. */
    public String table() {
        return table;
    }

    /** Returns the attributes to read, as columns. */
    public StructType schema() {
        return schema;
    }

    /** Returns how many segments are scanned in parallel, at most. */
    public int segments() {
        return segments;
    }

    /** Returns how long one scan serves further batches; zero if each batch has its own scan. */
    public Duration refresh() {
        return refresh;
    }

    /** Returns how many items the table may have. */
    public int maxRows() {
        return maxRows;
    }

    /** Returns what to do while no item could match. */
    public EmptyLookup emptyLookup() {
        return emptyLookup;
    }

    /** Returns what to do with an item that has an attribute of another type. */
    public UnfitReferenceItem unfitItem() {
        return unfitItem;
    }

    /** Returns the rule by which texts of the join columns are equal. */
    public JoinComparison joinComparison() {
        return joinComparison;
    }

    /** Returns the pairs of columns to join on; at least one. */
    public List<JoinColumn> joinColumns() {
        return joinColumns;
    }
}
