package io.streamlab.kinesis.client;

import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardPosition;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Follows a shard from a place on, answer by answer. Renews iterators that expired.
 *
 * <p>A cursor that starts at or after a record asks for an iterator <em>at</em> that record and steps over it: asked for
 * one <em>after</em> a record that was trimmed, Kinesis silently answers with the oldest record it still has. So the
 * cursor knows whether the record was still there, see {@link #evidence()}. A record before the start is never returned,
 * wherever Kinesis puts the iterator.
 */
public final class ShardCursor {

    /** What a cursor knows of the record at or after which it was to start. */
    public enum Evidence {
        /** The cursor does not start at a record, or goes on with an iterator that stood after it. */
        NOT_SOUGHT,
        /** All answers were empty so far. */
        UNSEEN,
        /** The record is there, so no record after it was trimmed. */
        FOUND,
        /** Kinesis moved the iterator to a later record: the record was trimmed. */
        TRIMMED,
        /** Kinesis refused the sequence number: the record never was in this shard of this stream. */
        NOT_OF_THIS_STREAM
    }

    /** Iterators live for five minutes: one that is refused again and again says that something else is wrong. */
    private static final int MOST_REFUSED_ITERATORS_IN_A_ROW = 10;

    private final KinesisCalls calls;
    private final String shardId;

    /** Where a new iterator has to point; null before the first record of a cursor that starts at a record. */
    private ShardPosition position;

    /** The record that the cursor starts at or after, or where it went on; null if that is no record. */
    private String sought;

    private String iterator;

    /** Whether the iterator may stand before the sought record, so that answers may hold it and records before it. */
    private boolean beforeSought;

    private Evidence evidence;
    private boolean opened;

    private ShardCursor(KinesisCalls calls, String shardId, ShardPosition position, String sought) {
        this.calls = calls;
        this.shardId = shardId;
        this.position = position;
        this.sought = sought;
        this.evidence = sought == null ? Evidence.NOT_SOUGHT : Evidence.UNSEEN;
    }

    /** Returns whether Kinesis knows the shard, by one GetShardIterator. A list of shards may miss it. */
    public static boolean exists(KinesisCalls calls, String shardId) {
        try {
            calls.shardIterator(shardId, IteratorStart.TRIM_HORIZON);
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    /** Returns a cursor at a position. */
    public static ShardCursor opened(KinesisCalls calls, String shardId, ShardPosition position) {
        return new ShardCursor(calls, shardId, position, position.sequenceNumber());
    }

    /** Returns a cursor whose first record is the one with the sequence number. */
    public static ShardCursor openedAt(KinesisCalls calls, String shardId, String sequenceNumber) {
        return new ShardCursor(calls, shardId, null, sequenceNumber);
    }

    /** Returns a cursor at a position for which there is an iterator already, which stands after the position's record. */
    public static ShardCursor resumed(KinesisCalls calls, String shardId, ShardPosition position, String iterator) {
        ShardCursor cursor = new ShardCursor(calls, shardId, position, null);
        cursor.iterator = iterator;
        return cursor;
    }

    /** Returns a cursor at a position whose iterator points at or before the position's record, which the cursor steps over. */
    public static ShardCursor resumedBefore(
            KinesisCalls calls, String shardId, ShardPosition position, String iterator) {
        ShardCursor cursor = opened(calls, shardId, position);
        cursor.iterator = iterator;
        cursor.beforeSought = true;
        return cursor;
    }

    /** Returns the next answer, at most {@code limit} records. The answer may be empty although records follow. */
    public RecordPage next(int limit) {
        RecordPage page = read(limit);
        if (!page.isEmpty()) {
            position = ShardPosition.after(page.last().sequenceNumber());
        }
        iterator = page.nextIterator().orElse(null);
        return page;
    }

    /**
     * Returns the next answer that has records or reaches the tip, or else the {@code mostAnswers}th answer. Kinesis
     * answers with a next iterator and no records while it searches a stretch of the shard without records.
     */
    public RecordPage nextWithRecords(int limit, int mostAnswers) {
        RecordPage page = next(limit);
        for (int answers = 1; page.isEmpty() && !page.reachesTip() && answers < mostAnswers; answers++) {
            page = next(limit);
        }
        return page;
    }

    private RecordPage read(int limit) {
        for (int refused = 0; ; refused++) {
            if (iterator == null) {
                open();
            }
            try {
                int stepOver = beforeSought && !isSoughtWanted() ? 1 : 0;
                int limitWithStep = Math.min(limit + stepOver, KinesisCalls.MAX_RECORDS_PER_CALL);
                return fromSoughtOn(calls.records(shardId, iterator, limitWithStep));
            } catch (ExpiredIteratorException | ResourceNotFoundException e) {
                // Kinesis did not find the iterator's record, trimmed meanwhile. If the shard is missing, opening fails
                // too.
                if (refused == MOST_REFUSED_ITERATORS_IN_A_ROW) {
                    throw e;
                }
                iterator = null;
            }
        }
    }

    private void open() {
        opened = true;
        if (position == null) {
            openAt(sought);
            return;
        }
        switch (position.kind()) {
            case AFTER_SEQUENCE_NUMBER:
                sought = position.sequenceNumber();
                openAt(sought);
                break;
            case AT_TIMESTAMP:
                iterator = calls.shardIterator(shardId, IteratorStart.at(position.timestamp()));
                break;
            case TRIM_HORIZON:
                iterator = calls.shardIterator(shardId, IteratorStart.TRIM_HORIZON);
                break;
            default:
                throw new IllegalStateException("There is nothing to read in " + shardId + " at " + position);
        }
    }

    private void openAt(String sequenceNumber) {
        beforeSought = true;
        evidence = Evidence.UNSEEN;
        try {
            iterator = calls.shardIterator(shardId, IteratorStart.at(sequenceNumber));
        } catch (InvalidArgumentException refused) {
            evidence = Evidence.NOT_OF_THIS_STREAM;
            openAtOldest(refused);
        } catch (ResourceNotFoundException recordNotFound) {
            openAtOldest(recordNotFound);
        }
    }

    /** @param recordNotFound how the iterator at the record failed; noted if the shard itself is missing */
    private void openAtOldest(KinesisException recordNotFound) {
        try {
            iterator = calls.shardIterator(shardId, IteratorStart.TRIM_HORIZON);
        } catch (ResourceNotFoundException e) {
            e.addSuppressed(recordNotFound);
            throw e;
        }
    }

    /** Returns the answer without the records before the start, and notes whether the record sought was there. */
    private RecordPage fromSoughtOn(RecordPage page) {
        if (!beforeSought || page.isEmpty()) {
            return page;
        }
        if (evidence == Evidence.NOT_OF_THIS_STREAM) {
            // The sequence numbers of another stream cannot be compared.
            beforeSought = false;
            return page;
        }
        boolean found = false;
        List<Record> wanted = new ArrayList<>(page.records().size());
        for (Record record : page.records()) {
            boolean isSought = record.sequenceNumber().equals(sought);
            found |= isSought;
            if ((isSought && isSoughtWanted()) || SequenceNumbers.isAfter(record.sequenceNumber(), sought)) {
                wanted.add(record);
            }
        }
        if (found) {
            evidence = Evidence.FOUND;
        } else if (!wanted.isEmpty()) {
            evidence = Evidence.TRIMMED;
        }
        beforeSought = !found && wanted.isEmpty();
        return page.with(wanted);
    }

    /** Returns whether the record sought is the first of those wanted, and not the last of those read before. */
    private boolean isSoughtWanted() {
        return position == null;
    }

    /**
     * Returns what the answers so far say of the record at or after which the cursor was to start. When an iterator
     * expired, the record read last takes that record's place: {@link Evidence#TRIMMED} then says that records went
     * missing while the cursor stood still.
     */
    public Evidence evidence() {
        return evidence;
    }

    /** Returns whether the cursor had to ask for an iterator: what it reads since may be another stream of the same name. */
    public boolean isOpened() {
        return opened;
    }

    /** Returns whether the cursor's iterator may stand before the record of its position. */
    public boolean isBeforePosition() {
        return beforeSought;
    }
}
