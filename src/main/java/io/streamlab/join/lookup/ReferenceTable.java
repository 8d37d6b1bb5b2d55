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
     * A million items of 1 KB are a thousand pages: at a tenth of a second each, four at a time, half a minute. Ten times
     * that.
     */
    private static final Duration SCAN_PATIENCE = Duration.ofMinutes(5);

    /** Named in the log, of the join values that several items have. */
    private static final int DUPLICATES_SHOWN = 5;

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final Duration patience;
    private final Clock clock;
    private final ExecutorService scanners;

    /** How many the next scan has; what the first one finds decides about the second. */
    private int segments;

    /** What the last scan found, or null before it; kept only to serve further batches. */
    private ReferenceSnapshot held;

    /** As the last scan found them, so that the log tells of them once and not with every batch. */
    private Map<String, Integer> duplicates = Collections.emptyMap();

    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup) {
        this(dynamoDb, lookup, SCAN_PATIENCE, Clock.systemUTC());
    }

    /**
     * @param patience how long a scan may take
     * @param clock tells how old a scan is
     */
    ReferenceTable(DynamoDbClient dynamoDb, LookupConfig lookup, Duration patience, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.patience = patience;
        this.clock = clock;
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
     * The table as it is now, or as it was at most {@code lookup_refresh_seconds} ago.
     *
     * @throws ReferenceTableException as {@link #scan}
     */
    public ReferenceSnapshot current() {
        if (held != null && clock.instant().isBefore(held.scanStart().plus(lookup.refresh()))) {
            return held.atNoCost();
        }
        ReferenceSnapshot snapshot = scan();
        held = lookup.refresh().isZero() ? null : snapshot;
        return snapshot;
    }

    /**
     * Reads the whole table, strongly consistent, all segments at the same time.
     *
     * @throws ReferenceTableException when any page of any segment cannot be read, or all of them not in time; when there
     *     are more items than may be, or none that could match and that is not allowed. What was read is dropped
     */
    public ReferenceSnapshot scan() {
        ReferenceSnapshot snapshot = read();
        if (snapshot.rows().isEmpty() && lookup.emptyLookup() == EmptyLookup.FAIL) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "none of its " + snapshot.items()
                            + " items can match, so every row would be written without reference "
                            + "data. Nothing is lost: the batch is repeated at the next start. If the table may be empty, "
                            + "say --empty_lookup allow");
        }
        tellOfDuplicates(snapshot);
        segments = SegmentCount.afterScan(snapshot.consumedCapacityUnits(), lookup.segments());
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
            return ReferenceSnapshot.of(lookup, read, scanStart, Duration.ofNanos(System.nanoTime() - start));
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

    private void tellOfDuplicates(ReferenceSnapshot snapshot) {
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

    @Override
    public void close() {
        scanners.shutdownNow();
        dynamoDb.close();
    }
}
