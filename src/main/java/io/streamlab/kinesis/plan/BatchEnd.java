package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A place where a batch may end: after a record that was seen, or at the end of a closed shard. */
final class BatchEnd {

    static final BatchEnd SHARD_END = new BatchEnd(ShardPosition.SHARD_END, null, null);

    private final ShardPosition position;
    private final Instant arrival;
    private final String iterator;

    private BatchEnd(ShardPosition position, Instant arrival, String iterator) {
        this.position = Objects.requireNonNull(position, "position");
        this.arrival = arrival;
        this.iterator = iterator;
    }

    /** Returns the end after the last record of a page, or the shard's end if the page ends there. */
    static BatchEnd afterPage(RecordPage page) {
        if (page.endsShard()) {
            return SHARD_END;
        }
        Record last = page.last();
        return new BatchEnd(
                ShardPosition.after(last.sequenceNumber()),
                last.approximateArrivalTimestamp(),
                page.nextIterator().orElse(null));
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

    /** Returns an iterator that points right after the end, if the search left one. */
    Optional<String> iterator() {
        return Optional.ofNullable(iterator);
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
