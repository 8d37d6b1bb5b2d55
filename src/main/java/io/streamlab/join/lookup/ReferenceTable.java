package io.streamlab.join.lookup;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.EmptyLookup;
import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The DynamoDB table with the reference data. */
public final class ReferenceTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceTable.class);

    /**
     * The longest time of a read. A million items of 1 KB are a thousand pages. At a tenth of a second each, four at a time,
     * they take half a minute; this is ten times that.
     */
    private static final Duration READ_PATIENCE = Duration.ofMinutes(5);

    /** The number of join keys with several items that the log names. */
    private static final int DUPLICATES_SHOWN = 5;

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final Clock clock;
    private final ParallelRead readers;
    private final ShrinkCheck shrink;
    private final KeyChoice keys;

    /** The number of segments of the next scan, which the last scan decides. */
    private int segments;

    /** How many items the last scan found that was used, by this run of the job or by the run before; empty if neither is known. */
    private OptionalInt lastItems = OptionalInt.empty();

    /** What the last scan found; null before the first scan, and where a scan serves one batch only. */
    private ReferenceSnapshot held;

    /** As the last read found them, so that the log names them once and not with every batch. */
    private Map<String, Integer> duplicates = Collections.emptyMap();

    /** As the last read found them, for the same reason. */
    private int unfitItems;

    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup) {
        this(dynamoDb, lookup, READ_PATIENCE, Clock.systemUTC());
    }

    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup, Duration patience, Clock clock) {
        this(dynamoDb, lookup, patience, clock, time -> Thread.sleep(time.toMillis()));
    }

    /**
     * @param patience how long a read may take
     * @param clock by which the age of a scan is measured
     * @param pause between two reads of a table that lacks items
     */
    ReferenceTable(
            DynamoDbClient dynamoDb, LookupConfig lookup, Duration patience, Clock clock, ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.clock = clock;
        this.shrink = new ShrinkCheck(lookup, pause);
        this.segments = lookup.segments();
        this.readers = new ParallelRead(lookup, patience);
        this.keys = new KeyChoice(dynamoDb, lookup, readers, clock, pause);
    }

    /** Opens the table with the SDK's own credentials, region and endpoint; nothing is read yet. */
    public static ReferenceTable open(LookupConfig lookup) {
        return new ReferenceTable(RetryingDynamoDb.create(), lookup);
    }

    /**
     * Notes how many items the last scan found before the job was started, so that the first scan has something to be compared
     * with.
     */
    public void noteLastScan(int items) {
        lastItems = OptionalInt.of(items);
    }

    /**
     * Returns the items for the records of a batch: the whole table, or those of the records' join values, as
     * {@code lookup_mode} says.
     *
     * @param records with the join columns; should be held in memory
     * @throws ReferenceTableException as {@link #scan}; with {@code lookup_mode keys} also when the join columns are no key of
     *     the table
     */
    public ReferenceSnapshot forRecords(Dataset<Row> records) {
        Optional<ReferenceSnapshot> byKeys = keys.read(records);
        byKeys.ifPresent(this::logLeftOut);
        return byKeys.orElseGet(this::current);
    }

    /**
     * Returns the table as it is now, or as it was at most {@code lookup_refresh_seconds} ago.
     *
     * @throws ReferenceTableException as {@link #scan}
     */
    public ReferenceSnapshot current() {
        if (held != null && isFresh(held.scanStart(), clock.instant())) {
            return held.atNoCost();
        }
        ReferenceSnapshot snapshot = scan();
        held = lookup.refresh().isZero() ? null : snapshot;
        return snapshot;
    }

    /** Returns no, too, for a clock that went back to before the scan: it says nothing about the scan's age. */
    private boolean isFresh(Instant scanStart, Instant now) {
        return !now.isBefore(scanStart) && now.isBefore(scanStart.plus(lookup.refresh()));
    }

    /**
     * Reads the whole table, strongly consistent, all segments at the same time. Public for the benchmark of the scan, which
     * calls this method by its name.
     *
     * @throws ReferenceTableException when a page cannot be read, or the scan takes too long; when there are too many items;
     *     when an item does not fit the schema, and {@code unfit_reference_item} is {@code fail}; when no item can match a
     *     record, and {@code empty_lookup} is {@code fail}; when the table has lost more items than
     *     {@code max_lookup_shrink_percent} since the last scan, and does not get them in time
     */
    public ReferenceSnapshot scan() {
        ReferenceSnapshot snapshot = shrink.check(
                this::read,
                found -> new ShrinkCheck.Items(
                        lastItems.orElse(0),
                        found.items(),
                        "the scan found " + found.items() + " items, and the last one found " + lastItems.orElse(0)));
        if (snapshot.rows().isEmpty() && lookup.emptyLookup() == EmptyLookup.FAIL) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "none of its " + snapshot.items()
                            + " items can match, so every row would be written without reference "
                            + "data. Nothing is lost: the batch is repeated at the next start. If the table may be empty, "
                            + "say --empty_lookup allow");
        }
        lastItems = OptionalInt.of(snapshot.items());
        keys.noteScan(snapshot.consumedCapacityUnits());
        logLeftOut(snapshot);
        return snapshot;
    }

    private ReferenceSnapshot read() {
        Instant scanStart = clock.instant();
        long start = System.nanoTime();
        ItemLimit limit = new ItemLimit(lookup.maxRows());
        int total = segments;
        List<Callable<ReadItems>> parts = IntStream.range(0, total)
                .<Callable<ReadItems>>mapToObj(
                        segment -> () -> SegmentScan.run(dynamoDb, lookup, segment, total, limit))
                .collect(toList());
        List<ReadItems> read = readers.run(parts, "it");
        ReferenceSnapshot snapshot =
                ReferenceSnapshot.ofScan(lookup, read, scanStart, Duration.ofNanos(System.nanoTime() - start));
        segments = SegmentCount.afterScan(snapshot.consumedCapacityUnits(), lookup.segments());
        return snapshot;
    }

    private void logLeftOut(ReferenceSnapshot snapshot) {
        logDuplicates(snapshot);
        logUnfit(snapshot);
    }

    private void logDuplicates(ReferenceSnapshot snapshot) {
        if (!snapshot.duplicates().isEmpty() && !snapshot.duplicates().equals(duplicates)) {
            LOG.warn(
                    "Reference table {}: {} items are left out, since others have the same join value. Such values are, "
                            + "with the number of items left out: {}",
                    lookup.table(),
                    snapshot.duplicateItems(),
                    snapshot.duplicates().entrySet().stream()
                            .limit(DUPLICATES_SHOWN)
                            .map(Map.Entry::toString)
                            .collect(joining(", ")));
        }
        duplicates = snapshot.duplicates();
    }

    private void logUnfit(ReferenceSnapshot snapshot) {
        if (snapshot.unfitItems() != unfitItems) {
            snapshot.firstUnfit()
                    .ifPresent(first -> LOG.warn(
                            "Reference table {}: {} items are left out, as --unfit_reference_item skip says. One of them: {}",
                            lookup.table(),
                            snapshot.unfitItems(),
                            first));
        }
        unfitItems = snapshot.unfitItems();
    }

    @Override
    public void close() {
        readers.close();
        dynamoDb.close();
    }
}
