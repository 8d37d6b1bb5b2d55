package io.streamlab.join.lookup;

import static java.util.stream.Collectors.joining;

import io.streamlab.join.config.EmptyLookup;
import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.LookupMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The DynamoDB table with the reference data. */
public final class ReferenceTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceTable.class);

    /**
     * The longest time of a read. A million items of 1 KB are a thousand pages. At a tenth of a second each, four at a time,
     * they take half a minute; this is ten times that.
     */
    private static final Duration READ_PATIENCE = Duration.ofMinutes(5);

    /** Up to here it costs less to send all rows to the tasks than to look for the join values of a batch. */
    private static final int FEW_JOIN_KEYS = 10_000;

    /** The number of join keys with several items that the log names. */
    private static final int DUPLICATES_SHOWN = 5;

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final Clock clock;
    private final ParallelRead readers;
    private final ShrinkCheck shrink;
    private final KeyChoice keys;
    private final JoinKey joinKey;
    private final TableScan scan;

    /** Only with {@code lookup_mode stream}. */
    private final Optional<FollowedTable> followed;

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
        this(dynamoDb, Optional.empty(), lookup, patience, clock, pause);
    }

    /** @param streams only with {@code lookup_mode stream} */
    ReferenceTable(
            DynamoDbClient dynamoDb,
            Optional<DynamoDbStreamsClient> streams,
            LookupConfig lookup,
            Duration patience,
            Clock clock,
            ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.clock = clock;
        this.joinKey = new JoinKey(lookup);
        this.shrink = new ShrinkCheck(lookup, pause);
        this.readers = new ParallelRead(lookup, patience);
        this.scan = new TableScan(dynamoDb, lookup, readers);
        this.followed = streams.map(client -> new FollowedTable(dynamoDb, client, lookup, scan, readers, clock, pause));
        this.keys = new KeyChoice(dynamoDb, lookup, readers, clock, pause);
    }

    /** Opens the table with the SDK's own credentials, region and endpoint; nothing is read yet. */
    public static ReferenceTable open(LookupConfig lookup) {
        Optional<DynamoDbStreamsClient> streams = lookup.mode() == LookupMode.STREAM
                ? Optional.of(RetryingDynamoDb.createForStreams())
                : Optional.empty();
        return new ReferenceTable(
                RetryingDynamoDb.create(),
                streams,
                lookup,
                READ_PATIENCE,
                Clock.systemUTC(),
                time -> Thread.sleep(time.toMillis()));
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
        if (followed.isPresent()) {
            ReferenceSnapshot snapshot = current();
            return snapshot.joinKeys() <= FEW_JOIN_KEYS ? snapshot : snapshot.only(joinKey.distinctOf(records));
        }
        Optional<ReferenceSnapshot> byKeys = keys.read(records);
        byKeys.ifPresent(this::logLeftOut);
        return byKeys.orElseGet(this::current);
    }

    /**
     * Returns the table as it is now, or as it was at most {@code lookup_refresh_seconds} ago.
     *
     * @throws ReferenceTableException as {@link #scan}; with {@code lookup_mode stream} as {@link FollowedTable#read}
     */
    public ReferenceSnapshot current() {
        if (followed.isPresent()) {
            return follow(followed.get());
        }
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
        ReferenceSnapshot snapshot = checked(
                this::read,
                found -> "the scan found " + found.items() + " items, and the last one found " + lastItems());
        keys.noteScan(snapshot.consumedCapacityUnits());
        return snapshot;
    }

    private ReferenceSnapshot follow(FollowedTable table) {
        return checked(table::read, found -> "it has " + found.items() + " items now, and had " + lastItems());
    }

    /** Does what has to be done between two batches, so that little is left for the next one. */
    public void keepUp() {
        followed.ifPresent(FollowedTable::keepUp);
    }

    /** @param counts says how many items there were, and how many there are */
    private ReferenceSnapshot checked(Supplier<ReferenceSnapshot> read, Function<ReferenceSnapshot, String> counts) {
        ReferenceSnapshot snapshot =
                shrink.check(read, found -> new ShrinkCheck.Items(lastItems(), found.items(), counts.apply(found)));
        if (snapshot.isEmpty() && lookup.emptyLookup() == EmptyLookup.FAIL) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "none of its " + snapshot.items()
                            + " items can match, so every row would be written without reference "
                            + "data. Nothing is lost: the batch is repeated at the next start. If the table may be empty, "
                            + "say --empty_lookup allow");
        }
        lastItems = OptionalInt.of(snapshot.items());
        logLeftOut(snapshot);
        return snapshot;
    }

    private int lastItems() {
        return lastItems.orElse(0);
    }

    private ReferenceSnapshot read() {
        Instant scanStart = clock.instant();
        long start = System.nanoTime();
        ItemLimit limit = new ItemLimit(lookup.maxRows());
        List<ReadItems> read =
                scan.run(Arrays.asList(lookup.schema().fieldNames()), () -> new ReadItems(lookup, limit));
        return ReferenceSnapshot.ofScan(lookup, read, scanStart, Duration.ofNanos(System.nanoTime() - start));
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
        followed.ifPresent(FollowedTable::close);
        dynamoDb.close();
    }
}
