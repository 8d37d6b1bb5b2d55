package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.TimeProbe;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A place where a batch may end: after a record that was seen, or at the end of a closed shard. */
final class BatchEnd {

    /** A plan keeps the records after the end for the next plan, for each of thousands of shards. */
    private static final long MOST_BYTES_KEPT = 1 << 14;

    static final BatchEnd SHARD_END = new BatchEnd(ShardPosition.SHARD_END, null, null, null, null, null);

    private final ShardPosition position;
    private final Instant arrival;
    private final String iterator;
    private final String iteratorAtLast;
    private final RecordPage following;
    private final Instant tipAt;

    private BatchEnd(
            ShardPosition position,
            Instant arrival,
            String iterator,
            String iteratorAtLast,
            RecordPage following,
            Instant tipAt) {
        this.position = Objects.requireNonNull(position, "position");
        this.arrival = arrival;
        this.iterator = iterator;
        this.iteratorAtLast = iteratorAtLast;
        this.following = following;
        this.tipAt = tipAt;
    }

    /** Returns the end after the last record of a page, or the shard's end if the page ends there. */
    static BatchEnd afterPage(RecordPage page) {
        if (page.endsShard()) {
            return SHARD_END;
        }
        return after(page.last(), page.nextIterator().orElse(null), null, null);
    }

    /** Returns the end after the record before {@code index} of a page that has more records. */
    static BatchEnd within(RecordPage page, int index) {
        return after(page.records().get(index - 1), null, null, rest(page, index));
    }

    /** Returns the end after the first record that a probe found. */
    static BatchEnd afterFirst(TimeProbe probe) {
        RecordPage page = probe.page();
        if (page.records().size() == 1) {
            return page.endsShard()
                    ? SHARD_END
                    : after(page.first(), page.nextIterator().orElse(null), probe.iterator(), null);
        }
        return after(page.first(), null, probe.iterator(), rest(page, 1));
    }

    private static BatchEnd after(Record last, String iterator, String iteratorAtLast, RecordPage following) {
        return new BatchEnd(
                ShardPosition.after(last.sequenceNumber()),
                last.approximateArrivalTimestamp(),
                iterator,
                iteratorAtLast,
                following,
                null);
    }

    /** Returns the same end, with the records that follow. */
    BatchEnd followedBy(RecordPage page) {
        return new BatchEnd(position, arrival, iterator, iteratorAtLast, light(page), tipAt);
    }

    /** Returns the same end, as one after which the shard held nothing at a time. */
    BatchEnd asTipAt(Instant time) {
        return new BatchEnd(position, arrival, iterator, iteratorAtLast, following, time);
    }

    private static RecordPage rest(RecordPage page, int from) {
        boolean mayContinue = page.millisBehindLatest() == 0 && !page.reachesTip();
        return light(new RecordPage(
                page.records().subList(from, page.records().size()),
                page.nextIterator().orElse(null),
                page.millisBehindLatest(),
                mayContinue));
    }

    private static RecordPage light(RecordPage page) {
        return page.bytes() <= MOST_BYTES_KEPT ? page : null;
    }

    ShardPosition position() {
        return position;
    }

    boolean isShardEnd() {
        return position.isShardEnd();
    }

    /** Returns when the last record before the end arrived; null at a shard's end. */
    Instant arrival() {
        return arrival;
    }

    /** Returns a time at which the shard held nothing after the end, if one is known. */
    Optional<Instant> tipAt() {
        return Optional.ofNullable(tipAt);
    }

    /** Returns an iterator that points right after the end, if the search left one. */
    Optional<String> iterator() {
        return Optional.ofNullable(iterator);
    }

    /** Returns an iterator that points at the last record before the end, or earlier, if the search left one. */
    Optional<String> iteratorAtLast() {
        return Optional.ofNullable(iteratorAtLast);
    }

    /**
     * Returns the records after the end that the search saw, if they are few: the next batch begins with them, and the
     * page's iterator points after them.
     */
    Optional<RecordPage> following() {
        return Optional.ofNullable(following);
    }

    boolean isBefore(BatchEnd other) {
        if (isShardEnd() || other.isShardEnd()) {
            return !isShardEnd();
        }
        return SequenceNumbers.isAfter(other.position.sequenceNumber(), position.sequenceNumber());
    }

    BatchEnd orEarlier(BatchEnd other) {
        return other.isBefore(this) ? other : this;
    }
}
