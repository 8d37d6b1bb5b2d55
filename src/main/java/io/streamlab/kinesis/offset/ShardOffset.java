package io.streamlab.kinesis.offset;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an offset knows about one shard: where the batch ends, the first record of the batch, and since when the position
 * is valid.
 */
public final class ShardOffset {

    private static final long UNKNOWN = -1;

    private final ShardPosition position;
    private final String batchFirst;
    private final Instant asOf;
    private final Instant arrival;
    private final long records;

    private ShardOffset(ShardPosition position, String batchFirst, Instant asOf, Instant arrival, long records) {
        this.position = Objects.requireNonNull(position, "position");
        this.batchFirst = batchFirst;
        this.asOf = Objects.requireNonNull(asOf, "asOf");
        this.arrival = arrival;
        this.records = records;
    }

    /** Returns the offset of a shard in which the batch has no record. */
    public static ShardOffset of(ShardPosition position, Instant asOf) {
        return new ShardOffset(position, null, asOf, null, UNKNOWN);
    }

    /** Returns the offset of a shard in which the batch begins with the record {@code batchFirst}. */
    public static ShardOffset reading(String batchFirst, ShardPosition position, Instant asOf) {
        return new ShardOffset(position, Objects.requireNonNull(batchFirst, "batchFirst"), asOf, null, UNKNOWN);
    }

    /** @param newArrival see {@link #arrival}; null if unknown */
    public ShardOffset withArrival(Instant newArrival) {
        return new ShardOffset(position, batchFirst, asOf, newArrival, records);
    }

    /** @param count about how many Kinesis records the batch has of the shard, if the plan has an idea */
    public ShardOffset withRecords(OptionalLong count) {
        return new ShardOffset(position, batchFirst, asOf, arrival, count.orElse(UNKNOWN));
    }

    /** Returns the same place, without the batch that led there. */
    public ShardOffset withoutBatch() {
        return new ShardOffset(position, null, asOf, arrival, UNKNOWN);
    }

    /** Returns the same place, valid since another time. */
    public ShardOffset withAsOf(Instant newAsOf) {
        return new ShardOffset(position, batchFirst, newAsOf, arrival, records);
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

    /**
     * Returns when the last record before the position arrived, or later: arrival times may run backwards within a
     * shard, and this one never does from batch to batch. Absent if no record was read, and at a shard's end.
     */
    public Optional<Instant> arrival() {
        return Optional.ofNullable(arrival);
    }

    /** Returns about how many Kinesis records the batch has of the shard; absent where the plan had no idea. */
    public OptionalLong records() {
        return records == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(records);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ShardOffset)) {
            return false;
        }
        ShardOffset that = (ShardOffset) other;
        return position.equals(that.position)
                && Objects.equals(batchFirst, that.batchFirst)
                && asOf.equals(that.asOf)
                && Objects.equals(arrival, that.arrival)
                && records == that.records;
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, batchFirst, asOf, arrival, records);
    }

    @Override
    public String toString() {
        return position + (batchFirst == null ? "" : " from " + batchFirst) + " as of " + asOf;
    }
}
