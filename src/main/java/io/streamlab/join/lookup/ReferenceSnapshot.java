package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The reference data as one scan found it, with at most one row for each join key. */
public final class ReferenceSnapshot {
    private final String table;
    private final StructType schema;
    private final List<Row> rows;
    private final Map<String, Integer> duplicates;
    private final int unfitItems;
    private final Optional<String> firstUnfit;
    private final int items;
    private final int pages;
    private final double consumedCapacityUnits;
    private final Instant scanStart;
    private final Duration duration;
    private final Duration waited;

    private ReferenceSnapshot(
            String table,
            StructType schema,
            List<Row> rows,
            Map<String, Integer> duplicates,
            int unfitItems,
            Optional<String> firstUnfit,
            int items,
            int pages,
            double consumedCapacityUnits,
            Instant scanStart,
            Duration duration,
            Duration waited) {
        this.table = table;
        this.schema = schema;
        this.rows = rows;
        this.duplicates = duplicates;
        this.unfitItems = unfitItems;
        this.firstUnfit = firstUnfit;
        this.items = items;
        this.pages = pages;
        this.consumedCapacityUnits = consumedCapacityUnits;
        this.scanStart = scanStart;
        this.duration = duration;
        this.waited = waited;
    }

    static ReferenceSnapshot of(LookupConfig lookup, List<SegmentScan> segments, Instant scanStart, Duration duration) {
        UniqueRows unique = new UniqueRows(new JoinKey(lookup));
        segments.forEach(segment -> segment.rows().forEach(unique::add));
        return new ReferenceSnapshot(
                lookup.table(),
                lookup.schema(),
                unique.rows(),
                unique.duplicates(),
                segments.stream().mapToInt(SegmentScan::unfitItems).sum(),
                segments.stream()
                        .map(SegmentScan::firstUnfit)
                        .filter(Optional::isPresent)
                        .findFirst()
                        .orElse(Optional.empty()),
                segments.stream()
                        .mapToInt(segment -> segment.rows().size() + segment.unfitItems())
                        .sum(),
                segments.stream().mapToInt(SegmentScan::pages).sum(),
                segments.stream()
                        .mapToDouble(SegmentScan::consumedCapacityUnits)
                        .sum(),
                scanStart,
                duration,
                Duration.ZERO);
    }

    /** Returns the same for a further batch, for which no page was read and no capacity was consumed. */
    ReferenceSnapshot atNoCost() {
        return withCost(0, 0, Duration.ZERO);
    }

    /**
     * Returns the same after a wait for the table, with the pages and the capacity of an earlier scan added.
     *
     * @param earlier with those of all scans before
     */
    ReferenceSnapshot afterWait(ReferenceSnapshot earlier, Duration wait) {
        return withCost(pages + earlier.pages, consumedCapacityUnits + earlier.consumedCapacityUnits, wait);
    }

    private ReferenceSnapshot withCost(int otherPages, double otherUnits, Duration wait) {
        return new ReferenceSnapshot(
                table,
                schema,
                rows,
                duplicates,
                unfitItems,
                firstUnfit,
                items,
                otherPages,
                otherUnits,
                scanStart,
                duration,
                wait);
    }

    /**
     * Returns the rows with the columns of {@code lookup_schema}, which an empty dataset has, too. Public for the benchmark of
     * the scan, which calls this method by its name.
     */
    public Dataset<Row> toDataset(SparkSession spark) {
        return DistributedRows.of(spark, rows, schema);
    }

    /** Returns the rows with the columns of {@code lookup_schema}. */
    public List<Row> rows() {
        return rows;
    }

    /** Returns how many items were left out for each join key because another item has it. */
    Map<String, Integer> duplicates() {
        return duplicates;
    }

    /** Returns how many items were left out in all. */
    public int duplicateItems() {
        return duplicates.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns a sentence on one of the items that were left out because an attribute does not fit its type. */
    Optional<String> firstUnfit() {
        return firstUnfit;
    }

    /** Returns how many items were left out because an attribute does not fit its type. */
    public int unfitItems() {
        return unfitItems;
    }

    /** Returns the name of the reference table. */
    public String table() {
        return table;
    }

    /** Returns how many items the scan returned. */
    public int items() {
        return items;
    }

    /** Returns how many pages were read for this batch. */
    public int pages() {
        return pages;
    }

    /** Returns read capacity units; 0 where a server does not report them. */
    public double consumedCapacityUnits() {
        return consumedCapacityUnits;
    }

    /** Returns when the scan began. The snapshot has every change that was committed before. */
    public Instant scanStart() {
        return scanStart;
    }

    /** Returns how long the scan took. The snapshot may have changes that were committed meanwhile. */
    public Duration duration() {
        return duration;
    }

    /** Returns how long the batch waited for a table that had lost most of its items; zero if it did not wait. */
    public Duration waited() {
        return waited;
    }
}
