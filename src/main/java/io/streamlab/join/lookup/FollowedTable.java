package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The reference table with {@code lookup_mode stream}: one scan, and then the changes that the table's stream tells.
 *
 * <ol>
 *   <li>Takes a position in the stream.
 *   <li>Scans the table.
 *   <li>Reads the stream from the position to its end, now and before each batch.
 * </ol>
 *
 * <p>In this order no change is missed. A change that the scan has seen is applied again, which may bring an older state of the
 * item back until the stream's end is read. Nothing is joined before.
 */
final class FollowedTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedTable.class);

    /** An iterator lives for 15 minutes. The oftener the stream is read, the less a batch has to read. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final DynamoDbClient dynamoDb;
    private final DynamoDbStreamsClient streams;
    private final LookupConfig lookup;
    private final TableScan scan;
    private final ParallelRead readers;
    private final Clock clock;
    private final ShrinkCheck.Pause pause;
    private final ReferenceChanges changes = new ReferenceChanges();

    /** Null before the first scan, and after a failure. */
    private KeptItems items;

    /** Null while the stream cannot be followed. */
    private ChangeStream stream;

    /** Why the stream cannot be followed; null if nothing is known to be wrong. */
    private String gap;

    private boolean hasBegun;
    private Instant lastRead = Instant.MIN;
    private ReadChanges readBetween = ReadChanges.NONE;

    FollowedTable(
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            LookupConfig lookup,
            TableScan scan,
            ParallelRead readers,
            Clock clock,
            ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.streams = streams;
        this.lookup = lookup;
        this.scan = scan;
        this.readers = readers;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Returns the table as it is now. What an earlier call has returned is of no more use.
     *
     * @throws ReferenceTableException when the table or its stream cannot be read; at the first call also when the table has no
     *     stream that could be followed
     */
    ReferenceSnapshot read() {
        Instant start = clock.instant();
        long nanos = System.nanoTime();
        ReadChanges read = readBetween;
        readBetween = ReadChanges.NONE;
        List<Pages> scanned = Collections.emptyList();
        if (canFollow()) {
            read = read.plus(follow(start));
        }
        if (!canFollow()) {
            if (hasBegun) {
                LOG.warn(
                        "Reference table {}: it is scanned again, since {} (--lookup_mode stream)",
                        lookup.table(),
                        gap);
                read = read.plus(ReadChanges.GAP);
            }
            scanned = scanAndBegin();
            read = read.plus(readBetween);
            readBetween = ReadChanges.NONE;
        }
        KeptItems now = items;
        try {
            now.requireFit();
        } catch (RuntimeException e) {
            throw new ReferenceTableException(lookup.table(), e);
        }
        return ReferenceSnapshot.ofKept(
                lookup,
                now,
                changes,
                read,
                scanned.stream().mapToInt(Pages::count).sum(),
                scanned.stream().mapToDouble(Pages::consumedCapacityUnits).sum(),
                start,
                Duration.ofNanos(System.nanoTime() - nanos));
    }

    /**
     * Reads changes while no batch does, so that positions in the stream do not expire, and the next batch has few to read. Does
     * nothing before the first batch, nor a short while after a read. Failures wait for the next batch.
     */
    void keepUp() {
        Instant now = clock.instant();
        if (!canFollow() || now.isBefore(lastRead.plus(LONGEST_REST))) {
            return;
        }
        try {
            readBetween = readBetween.plus(follow(now));
        } catch (ReferenceTableException e) {
            LOG.warn("The changes are read with the next batch: {}", e.getMessage());
        }
    }

    private boolean canFollow() {
        return stream != null;
    }

    /** Applies the changes up to now. If some are missing, the stream is not followed any more. */
    private ReadChanges follow(Instant now) {
        ChangeStream followed = stream;
        // A read that fails half-way may leave a thread behind that goes on reading.
        stop("the last read of its stream has failed");
        Applied applied = new Applied(items);
        Optional<String> problem = followed.readToEnd(applied);
        lastRead = now;
        if (problem.isPresent()) {
            stop(problem.get());
        } else {
            stream = followed;
            gap = null;
        }
        return applied.sum(now);
    }

    private void stop(String reason) {
        stream = null;
        gap = reason;
    }

    private List<Pages> scanAndBegin() {
        TableDescription table = describe();
        ChangeStream next = open(table);
        changes.addAnyKey();
        KeptItems scanned = new KeptItems(lookup, TableStream.keyOf(table), changes);
        List<Pages> pages = scan.run(scanned.attributes(), () -> new Pages(scanned));
        items = scanned;
        hasBegun = true;
        stream = next;
        if (canFollow()) {
            readBetween = follow(clock.instant());
        }
        return pages;
    }

    private TableDescription describe() {
        try {
            return dynamoDb.describeTable(request -> request.tableName(lookup.table()))
                    .table();
        } catch (RuntimeException e) {
            throw new ReferenceTableException(lookup.table(), e);
        }
    }

    /** Returns the stream at the position of now; null if a job that has begun has none to follow any more. */
    private ChangeStream open(TableDescription table) {
        TableStream described;
        try {
            described = TableStream.of(lookup, table);
        } catch (ReferenceTableException e) {
            if (!hasBegun) {
                throw e;
            }
            stop("it has no stream with the new images of its items any more");
            return null;
        }
        ChangeStream next = new ChangeStream(streams, lookup, described.arn(), readers, clock, pause);
        Optional<String> problem = next.begin();
        problem.ifPresent(this::stop);
        return problem.isPresent() ? null : next;
    }

    @Override
    public void close() {
        streams.close();
    }

    /** The pages of one segment, whose items are kept. */
    private static final class Pages implements ScannedPages {
        private final KeptItems items;
        private int count;
        private double consumedCapacityUnits;

        Pages(KeptItems items) {
            this.items = items;
        }

        @Override
        public void addPage(List<Map<String, AttributeValue>> page, List<ConsumedCapacity> consumed) {
            items.load(page);
            count++;
            consumed.forEach(capacity -> consumedCapacityUnits += capacity.capacityUnits());
        }

        int count() {
            return count;
        }

        @Override
        public double consumedCapacityUnits() {
            return consumedCapacityUnits;
        }
    }

    /** Applies the records of a stream to the items, and counts them. */
    private static final class Applied implements Consumer<List<Record>> {
        private final KeptItems items;
        private int count;
        private Instant oldest = Instant.MAX;

        Applied(KeptItems items) {
            this.items = items;
        }

        @Override
        public void accept(List<Record> records) {
            List<Instant> written = new ArrayList<>();
            for (Record change : records) {
                if (change.eventName() == OperationType.REMOVE) {
                    items.remove(change.dynamodb().keys());
                } else {
                    items.put(change.dynamodb().newImage());
                }
                written.add(change.dynamodb().approximateCreationDateTime());
            }
            note(written);
        }

        private synchronized void note(List<Instant> written) {
            count += written.size();
            for (Instant time : written) {
                oldest = time != null && time.isBefore(oldest) ? time : oldest;
            }
        }

        synchronized ReadChanges sum(Instant now) {
            boolean hasAge = oldest.isBefore(now);
            return new ReadChanges(count, hasAge ? Duration.between(oldest, now) : Duration.ZERO, 0);
        }
    }
}
