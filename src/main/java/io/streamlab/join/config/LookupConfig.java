package io.streamlab.join.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** The reference table, what to read of it, and how it is joined. */
public final class LookupConfig {
    private final String name;
    private final String table;
    private final StructType schema;
    private final LookupMode configuredMode;
    private final boolean reenriches;
    private final Optional<String> index;
    private final int segments;
    private final Duration refresh;
    private final int maxRows;
    private final EmptyLookup emptyLookup;
    private final Optional<BigDecimal> maxShrinkPercent;
    private final ShrunkLookup shrunkLookup;
    private final UnfitReferenceItem unfitItem;
    private final List<JoinColumn> joinColumns;
    private final JoinComparison joinComparison;

    /**
     * @param name for messages and figures
     * @param values the options of the table
     * @param reenriches whether rows follow the table
     */
    LookupConfig(String name, OptionValues values, boolean reenriches) {
        this.name = name;
        this.table = values.get(JobOptions.LOOKUP_TABLE);
        this.schema = values.get(JobOptions.LOOKUP_SCHEMA);
        this.configuredMode = values.get(JobOptions.LOOKUP_MODE);
        this.index = values.find(JobOptions.LOOKUP_INDEX);
        this.segments = values.get(JobOptions.LOOKUP_SEGMENTS);
        this.refresh = values.get(JobOptions.LOOKUP_REFRESH_SECONDS);
        this.maxRows = values.get(JobOptions.MAX_LOOKUP_ROWS);
        this.emptyLookup = values.get(JobOptions.EMPTY_LOOKUP);
        this.maxShrinkPercent = values.get(JobOptions.MAX_LOOKUP_SHRINK_PERCENT);
        this.shrunkLookup = values.get(JobOptions.LOOKUP_SHRINK);
        this.unfitItem = values.get(JobOptions.UNFIT_REFERENCE_ITEM);
        this.joinComparison = values.get(JobOptions.JOIN_COMPARISON);
        this.joinColumns = values.get(JobOptions.JOIN_COLUMNS);
        this.reenriches = reenriches;
    }

    /** Returns the name of the table in messages and figures: one table of DynamoDB may be joined several times. */
    public String name() {
        return name;
    }

    /** Returns the name of the DynamoDB table. */
    public String table() {
        return table;
    }

    /** Returns the attributes to read, as columns. */
    public StructType schema() {
        return schema;
    }

    /** Returns how a batch finds its items: {@code AUTO} only where keys can serve. */
    public LookupMode mode() {
        return configuredMode == LookupMode.AUTO && needsWholeTable().isPresent() ? LookupMode.SCAN : configuredMode;
    }

    /** Returns the option whose value only a scan can serve; empty if reads by keys can serve them all. */
    Optional<String> needsWholeTable() {
        if (joinComparison != JoinComparison.EXACT) {
            return Optional.of(JobOptions.JOIN_COMPARISON + " is '" + joinComparison
                    + "', and DynamoDB finds a key only by its exact value");
        }
        if (!refresh.isZero()) {
            return Optional.of(JobOptions.LOOKUP_REFRESH_SECONDS + " is " + refresh.getSeconds()
                    + ", and each batch has other keys");
        }
        if (reenriches) {
            return Optional.of(
                    JobOptions.REENRICH + " is true, and re-enrichment compares all items with those before");
        }
        return Optional.empty();
    }

    /** Returns the mode of the argument. */
    LookupMode configuredMode() {
        return configuredMode;
    }

    /** Returns the index whose key the join columns are; empty for the table's own key. */
    public Optional<String> index() {
        return index;
    }

    /** Returns whether rows of the table follow the reference data, which have to be told which items have changed. */
    public boolean reenriches() {
        return reenriches;
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

    /** Returns how many percent of its items the table may lose between two scans; empty for any number. */
    public Optional<BigDecimal> maxShrinkPercent() {
        return maxShrinkPercent;
    }

    /** Returns what to do while the table has lost more. */
    public ShrunkLookup shrunkLookup() {
        return shrunkLookup;
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
