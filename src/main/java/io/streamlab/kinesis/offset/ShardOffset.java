package io.streamlab.kinesis.offset;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an offset knows about one shard: where the batch ends, the first record of the batch, and since when the position
 * is valid.
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

    /** Returns the offset of a shard in which the batch has no record. */
    public static ShardOffset of(ShardPosition position, Instant asOf) {
        return new ShardOffset(position, null, asOf);
    }

    /** Returns the offset of a shard in which the batch begins with the record {@code batchFirst}. */
    public static ShardOffset reading(String batchFirst, ShardPosition position, Instant asOf) {
        return new ShardOffset(position, Objects.requireNonNull(batchFirst, "batchFirst"), asOf);
    }

    public ShardPosition position() {
        return position;
    }

    /**
     * Returns the sequence number of the batch's first record in the shard; absent if the batch has none. With this
     * number the offset alone describes the batch. Without the number a replay could lose records silently:
     *
     * <ol>
     *   <li>A batch is planned from record 10 to record 20, and the driver dies.
     *   <li>Kinesis trims the records 10 to 14 before the driver starts again.
     *   <li>The replay asks for the record after 9. Kinesis answers with 15, the oldest record left, and reports nothing.
     * </ol>
     *
     * <p>A replay that asks for record 10, and does not get that record, knows that records were lost.
     */
    public Optional<String> batchFirst() {
        return Optional.ofNullable(batchFirst);
    }

    /**
     * Returns a time before which no record after the position arrived. Once that time is further back than the stream's
     * retention, records after the position may have been trimmed unread.
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
