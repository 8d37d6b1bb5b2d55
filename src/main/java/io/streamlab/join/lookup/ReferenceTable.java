package io.streamlab.join.lookup;

import static java.util.stream.Collectors.joining;

import io.streamlab.join.config.EmptyLookup;
import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The DynamoDB table with the reference data. */
public final class ReferenceTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceTable.class);

    /**
     * The longest time of a scan. A million items of 1 KB are a thousand pages. At a tenth of a second each, four at a time,
     * they take half a minute; this is ten times that.
     */
    private static final Duration SCAN_PATIENCE = Duration.ofMinutes(5);

    /** The number of join keys with several items that the log names. */
    private static final int DUPLICATES_SHOWN = 5;

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final Duration patience;
    private final Clock clock;
    private final ExecutorService scanners;

    private final ShrinkCheck shrink;

    /** The number of segments of the next scan, which the last scan decides. */
    private int segments;

    /** What the last scan found; null before the first scan, and where a scan serves one batch only. */
    private ReferenceSnapshot held;

    /** As the last scan found them, so that the log names them once and not with every batch. */
    private Map<String, Integer> duplicates = Collections.emptyMap();

    /** As the last scan found them, for the same reason. */
    private int unfitItems;

    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup) {
        this(dynamoDb, lookup, SCAN_PATIENCE, Clock.systemUTC());
    }

    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup, Duration patience, Clock clock) {
        this(dynamoDb, lookup, patience, clock, time -> Thread.sleep(time.toMillis()));
    }

    /**
     * @param patience how long a scan may take
     * @param clock by which the age of a scan is measured
     * @param pause between two scans of a table that lacks items
     */
    ReferenceTable(
            DynamoDbClient dynamoDb, LookupConfig lookup, Duration patience, Clock clock, ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.patience = patience;
        this.clock = clock;
        this.shrink = new ShrinkCheck(lookup, pause);
        this.segments = lookup.segments();
        this.scanners = Executors.newFixedThreadPool(lookup.segments(), task -> {
            Thread thread = new Thread(task, "reference-table-scan");
            thread.setDaemon(true);
            return thread;
        });
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
        shrink.noteUsed(items);
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
        ReferenceSnapshot snapshot = shrink.check(this::read);
        if (snapshot.rows().isEmpty() && lookup.emptyLookup() == EmptyLookup.FAIL) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "none of its " + snapshot.items()
                            + " items can match, so every row would be written without reference "
                            + "data. Nothing is lost: the batch is repeated at the next start. If the table may be empty, "
                            + "say --empty_lookup allow");
        }
        shrink.noteUsed(snapshot.items());
        logDuplicates(snapshot);
        logUnfit(snapshot);
        return snapshot;
    }

    private ReferenceSnapshot read() {
        Instant scanStart = clock.instant();
        long start = System.nanoTime();
        ItemLimit limit = new ItemLimit(lookup.maxRows());
        List<Future<SegmentScan>> running = new ArrayList<>();
        int total = segments;
        IntStream.range(0, total)
                .forEach(segment ->
                        running.add(scanners.submit(() -> SegmentScan.run(dynamoDb, lookup, segment, total, limit))));
        try {
            List<SegmentScan> read = new ArrayList<>();
            for (Future<SegmentScan> segment : running) {
                read.add(segment.get(start + patience.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            ReferenceSnapshot snapshot =
                    ReferenceSnapshot.of(lookup, read, scanStart, Duration.ofNanos(System.nanoTime() - start));
            segments = SegmentCount.afterScan(snapshot.consumedCapacityUnits(), lookup.segments());
            return snapshot;
        } catch (ExecutionException e) {
            throw new ReferenceTableException(lookup.table(), e.getCause());
        } catch (TimeoutException e) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "not all of it could be read within " + patience.getSeconds() + " s. Raise its read capacity, or "
                            + "--lookup_segments");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReferenceTableException(lookup.table(), e);
        } finally {
            running.forEach(segment -> segment.cancel(true));
        }
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
        scanners.shutdownNow();
        dynamoDb.close();
    }
}
