package io.streamlab.kinesis.offset;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an offset knows of one shard: the position that its batch reaches, the first record of the batch, and since when
 * the position stands.
 */
public final class ShardOffset {

    private final ShardPosition position;
    private final String batchFirst;
    private final Instant asOf;

    private ShardOffset(ShardPosition position, String batchFirst, Instant asOf) {
        this.position = Objects.requireNonNull(position, "position");
        this.batchFirst = batchFirst;
        this.asOf = Objects.requireNonNull(asOf, "asOf");
    }

    /** A position that was reached without a record to read. */
    public static ShardOffset of(ShardPosition position, Instant asOf) {
        return new ShardOffset(position, null, asOf);
    }

    /** A position that a batch reaches which begins with the record {@code batchFirst}. */
    public static ShardOffset reading(String batchFirst, ShardPosition position, Instant asOf) {
        return new ShardOffset(position, Objects.requireNonNull(batchFirst, "batchFirst"), asOf);
    }

    public ShardPosition position() {
        return position;
    }

    /**
     * Sequence number of the first record of the offset's batch, absent if the batch holds none of the shard. With it
     * the offset alone describes the batch, first record to last: a replay of it cannot start elsewhere, and a replay
     * that no longer finds the record knows that records were lost.
     */
    public Optional<String> batchFirst() {
        return Optional.ofNullable(batchFirst);
    }

    /**
     * A time before which none of the records after the position arrived. Once it lies further back than the stream's
     * retention, records after the position may have been lost unread.
     */
    public Instant asOf() {
        return asOf;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ShardOffset)) {
            return false;
        }
        ShardOffset that = (ShardOffset) other;
        return position.equals(that.position) && Objects.equals(batchFirst, that.batchFirst) && asOf.equals(that.asOf);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, batchFirst, asOf);
    }

    @Override
    public String toString() {
        return position + (batchFirst == null ? "" : " from " + batchFirst) + " as of " + asOf;
    }
}
