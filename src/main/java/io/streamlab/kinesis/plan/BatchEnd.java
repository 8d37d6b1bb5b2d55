package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A place where a batch may end: after a record that was seen, or at the end of a closed shard. */
final class Boundary {

    static final Boundary SHARD_END = new Boundary(ShardPosition.SHARD_END, null, null);

    private final ShardPosition position;
    private final Instant arrival;
    private final String iterator;

    private Boundary(ShardPosition position, Instant arrival, String iterator) {
        this.position = Objects.requireNonNull(position, "position");
        this.arrival = arrival;
        this.iterator = iterator;
    }

    /** After the last record of a page that has one, or at the shard's end if the page ends there. */
    static Boundary afterPage(RecordPage page) {
        if (page.endsShard()) {
            return SHARD_END;
        }
        Record last = page.last();
        return new Boundary(
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

    /** When the boundary's record arrived; null at a shard's end. */
    Instant arrival() {
        return arrival;
    }

    /** An iterator that points right after the boundary, if the search left one. */
    Optional<String> iterator() {
        return Optional.ofNullable(iterator);
    }

    boolean isBefore(Boundary other) {
        if (isShardEnd() || other.isShardEnd()) {
            return !isShardEnd();
        }
        return SequenceNumbers.isAfter(other.position.sequenceNumber(), position.sequenceNumber());
    }

    Boundary orEarlier(Boundary other) {
        return other.isBefore(this) ? other : this;
    }
}
