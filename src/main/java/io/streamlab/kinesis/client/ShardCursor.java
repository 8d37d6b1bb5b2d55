package io.streamlab.kinesis.client;

import io.streamlab.kinesis.offset.ShardPosition;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Reads one shard forward, page after page. It gets a new iterator by itself where it has none or Kinesis let one
 * expire.
 *
 * <p>A cursor after a sequence number asks for an iterator <em>at</em> that number and steps over the record: asked for
 * one <em>after</em> a number that was trimmed, Kinesis silently answers with the oldest record it still has. So it is
 * known whether the record was still there, see {@link #isStartLost()}.
 */
public final class ShardCursor {

    /** Iterators live for five minutes: one that is refused again and again says that something else is wrong. */
    private static final int MOST_REFUSED_ITERATORS_IN_A_ROW = 10;

    private final KinesisCalls calls;
    private final String shardId;

    /** Where a new iterator has to point, null before the first page of a cursor that starts at a record. */
    private ShardPosition position;

    private final String firstSequenceNumber;
    private String iterator;

    /** The record that the next page must begin with, null if it may begin with any. */
    private String expected;

    private boolean startLost;

    /** Whether all answers since the cursor was opened were empty, up to the shard's tip. */
    private boolean nothingUpToTip;

    private ShardCursor(
            KinesisCalls calls, String shardId, ShardPosition position, String firstSequenceNumber, String iterator) {
        this.calls = calls;
        this.shardId = shardId;
        this.position = position;
        this.firstSequenceNumber = firstSequenceNumber;
        this.iterator = iterator;
    }

    /** Returns a cursor at a position. */
    public static ShardCursor opened(KinesisCalls calls, String shardId, ShardPosition position) {
        return new ShardCursor(calls, shardId, position, null, null);
    }

    /** Returns a cursor whose first record is the one with the sequence number. */
    public static ShardCursor openedAt(KinesisCalls calls, String shardId, String sequenceNumber) {
        return new ShardCursor(calls, shardId, null, sequenceNumber, null);
    }

    /** Returns a cursor at a position for which there is an iterator already. */
    public static ShardCursor resumed(KinesisCalls calls, String shardId, ShardPosition position, String iterator) {
        return new ShardCursor(calls, shardId, position, null, iterator);
    }

    /** Returns a cursor at a position whose iterator points at the position's record, which the cursor steps over. */
    public static ShardCursor resumedBefore(
            KinesisCalls calls, String shardId, ShardPosition position, String iterator) {
        ShardCursor cursor = resumed(calls, shardId, position, iterator);
        cursor.expected = position.sequenceNumber();
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
                int stepOver = expected != null && position != null ? 1 : 0;
                int limitWithStep = Math.min(limit + stepOver, KinesisCalls.MAX_RECORDS_PER_CALL);
                return checked(calls.records(shardId, iterator, limitWithStep));
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
        expected = null;
        if (position == null) {
            openAt(firstSequenceNumber);
            return;
        }
        switch (position.kind()) {
            case AFTER_SEQUENCE_NUMBER:
                openAt(position.sequenceNumber());
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
        try {
            iterator = calls.shardIterator(shardId, IteratorStart.at(sequenceNumber));
            expected = sequenceNumber;
        } catch (ResourceNotFoundException | InvalidArgumentException recordNotFound) {
            startLost = true;
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

    private RecordPage checked(RecordPage page) {
        if (expected == null) {
            return page;
        }
        nothingUpToTip = page.isEmpty() && page.reachesTip();
        if (page.isEmpty()) {
            return page;
        }
        boolean found = page.first().sequenceNumber().equals(expected);
        startLost |= !found;
        expected = null;
        return found && position != null ? page.withoutFirst() : page;
    }

    /**
     * Returns whether the record at which the cursor was to begin, or after which, is no longer in the shard. Records
     * after it may then be gone as well.
     */
    public boolean isStartLost() {
        return startLost || nothingUpToTip;
    }

    /** Returns whether the cursor has not met the record of its position yet, because all answers were empty. */
    public boolean isBeforePosition() {
        return expected != null && position != null;
    }
}
