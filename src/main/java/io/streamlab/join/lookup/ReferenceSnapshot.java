package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The reference data as one read found it, with at most one row for each join key: all of it, or that of given join values. */
public final class ReferenceSnapshot {
    private final String table;
    private final StructType schema;
    /** Null for all rows of a followed table. */
    private final List<Row> rows;

    private final Map<String, Integer> duplicates;
    private final int unfitItems;
    private final Optional<String> firstUnfit;
    private final int items;
    private final int pages;
    private final double consumedCapacityUnits;
    private final OptionalInt askedValues;
    private final Instant scanStart;
    private final Duration duration;
    private final Duration waited;
    /** With {@code lookup_mode stream}, else null. */
    private final Followed followed;

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
            OptionalInt askedValues,
            Instant scanStart,
            Duration duration,
            Duration waited,
            Followed followed) {
        this.table = table;
        this.schema = schema;
        this.rows = rows;
        this.duplicates = duplicates;
        this.unfitItems = unfitItems;
        this.firstUnfit = firstUnfit;
        this.items = items;
        this.pages = pages;
        this.consumedCapacityUnits = consumedCapacityUnits;
        this.askedValues = askedValues;
        this.scanStart = scanStart;
        this.duration = duration;
        this.waited = waited;
        this.followed = followed;
    }

    /** What a snapshot of a followed table has besides. */
    private static final class Followed {
        private final KeptItems items;
        private final ReferenceChanges changes;
        private final ReadChanges read;

        Followed(KeptItems items, ReferenceChanges changes, ReadChanges read) {
            this.items = items;
            this.changes = changes;
            this.read = read;
        }
    }

    /** Returns what a scan found. */
    static ReferenceSnapshot ofScan(
            LookupConfig lookup, List<ReadItems> segments, Instant scanStart, Duration duration) {
        return of(lookup, OptionalInt.empty(), segments, scanStart, duration);
    }

    /** Returns what was found for so many join values. */
    static ReferenceSnapshot ofKeys(
            LookupConfig lookup, int askedValues, List<ReadItems> parts, Instant readStart, Duration duration) {
        return of(lookup, OptionalInt.of(askedValues), parts, readStart, duration);
    }

    private static ReferenceSnapshot of(
            LookupConfig lookup, OptionalInt askedValues, List<ReadItems> parts, Instant readStart, Duration duration) {
        UniqueRows unique = new UniqueRows(new JoinKey(lookup));
        parts.forEach(part -> part.rows().forEach(unique::add));
        return new ReferenceSnapshot(
                lookup.table(),
                lookup.schema(),
                unique.rows(),
                unique.duplicates(),
                parts.stream().mapToInt(ReadItems::unfitItems).sum(),
                parts.stream()
                        .map(ReadItems::firstUnfit)
                        .filter(Optional::isPresent)
                        .findFirst()
                        .orElse(Optional.empty()),
                parts.stream()
                        .mapToInt(part -> part.rows().size() + part.unfitItems())
                        .sum(),
                parts.stream().mapToInt(ReadItems::pages).sum(),
                parts.stream().mapToDouble(ReadItems::consumedCapacityUnits).sum(),
                askedValues,
                readStart,
                duration,
                Duration.ZERO,
                null);
    }

    /**
     * Returns the items that the driver keeps, as the last read of their changes has left them. The next read changes them.
     *
     * @param changes which join keys may have another item than when they were last noted
     * @param read what was read of the stream
     * @param pages of a scan
     */
    static ReferenceSnapshot ofKept(
            LookupConfig lookup,
            KeptItems items,
            ReferenceChanges changes,
            ReadChanges read,
            int pages,
            double consumedCapacityUnits,
            Instant readStart,
            Duration duration) {
        return new ReferenceSnapshot(
                lookup.table(),
                lookup.schema(),
                null,
                items.duplicates(),
                items.unfitItems(),
                items.firstUnfit(),
                items.size(),
                pages,
                consumedCapacityUnits,
                OptionalInt.empty(),
                readStart,
                duration,
                Duration.ZERO,
                new Followed(items, changes, read));
    }

    /** Returns the same with the rows of these join keys only, for the join of a batch that has no others. */
    ReferenceSnapshot only(Collection<String> joinKeys) {
        return with(followed.items.rows(joinKeys), pages, consumedCapacityUnits, waited, followed);
    }

    /** Returns the same for a further batch, for which no page was read and no capacity was consumed. */
    ReferenceSnapshot atNoCost() {
        return withCost(0, 0, Duration.ZERO);
    }

    /**
     * Returns the same after a wait for the table, with the pages and the capacity of an earlier read added.
     *
     * @param earlier with those of all reads before
     */
    ReferenceSnapshot afterWait(ReferenceSnapshot earlier, Duration wait) {
        Followed both = followed == null
                ? null
                : new Followed(followed.items, followed.changes, followed.read.plus(earlier.followed.read));
        return with(rows, pages + earlier.pages, consumedCapacityUnits + earlier.consumedCapacityUnits, wait, both);
    }

    /** Returns the same with the pages and the capacity of another read added. */
    ReferenceSnapshot withCostOf(ReferenceSnapshot other) {
        return withCost(pages + other.pages, consumedCapacityUnits + other.consumedCapacityUnits, waited);
    }

    private ReferenceSnapshot withCost(int otherPages, double otherUnits, Duration wait) {
        return with(rows, otherPages, otherUnits, wait, followed);
    }

    private ReferenceSnapshot with(
            List<Row> otherRows, int otherPages, double otherUnits, Duration wait, Followed otherFollowed) {
        return new ReferenceSnapshot(
                table,
                schema,
                otherRows,
                duplicates,
                unfitItems,
                firstUnfit,
                items,
                otherPages,
                otherUnits,
                askedValues,
                scanStart,
                duration,
                wait,
                otherFollowed);
    }

    /**
     * Returns the rows with the columns of {@code lookup_schema}, which an empty dataset has, too. Public for the benchmark of
     * the scan, which calls this method by its name.
     */
    public Dataset<Row> toDataset(SparkSession spark) {
        return DistributedRows.of(spark, rows(), schema);
    }

    /** Returns the rows to join a batch with; they have the columns of {@code lookup_schema}. */
    public List<Row> rows() {
        return rows == null ? followed.items.rows() : rows;
    }

    /** Returns the rows of all join keys that the read has found, which may be more than a batch needs. */
    List<Row> allRows() {
        return followed == null ? rows : followed.items.rows();
    }

    /** Returns the rows of those of the join keys that have an item. Only of a followed table. */
    List<Row> rowsOf(Collection<String> joinKeys) {
        return followed.items.rows(joinKeys);
    }

    /** Returns how many join keys have an item, of a followed table. */
    int joinKeys() {
        return followed.items.joinKeys();
    }

    /** Returns whether no item could match a record. */
    boolean isEmpty() {
        return followed == null ? rows.isEmpty() : followed.items.joinKeys() == 0;
    }

    /** Returns which join keys may have another item than when they were last noted; empty where the table is not followed. */
    public Optional<ReferenceChanges> changes() {
        return Optional.ofNullable(followed).map(kept -> kept.changes);
    }

    /** Returns what was read of the table's stream; empty where the table is not followed. */
    public Optional<ReadChanges> readChanges() {
        return Optional.ofNullable(followed).map(kept -> kept.read);
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

    /** Returns how many distinct join values were looked up by the key; empty for a scan, which reads the whole table. */
    public OptionalInt askedValues() {
        return askedValues;
    }

    /** Returns how many items the read returned. */
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

    /** Returns when the read began. The snapshot has every change that was committed before. */
    public Instant scanStart() {
        return scanStart;
    }

    /** Returns how long the read took. The snapshot may have changes that were committed meanwhile. */
    public Duration duration() {
        return duration;
    }

    /** Returns how long the batch waited for a table that had lost most of its items; zero if it did not wait. */
    public Duration waited() {
        return waited;
    }
}
