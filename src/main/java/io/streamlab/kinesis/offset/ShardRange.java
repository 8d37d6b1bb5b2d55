package io.streamlab.kinesis.offset;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.InputPartition;

/** The records of one shard in one batch, by the sequence numbers of the first and the last. */
public final class ShardRange implements InputPartition {

    private static final long serialVersionUID = 2L;

    private final String shardId;
    private final String first;
    private final String last;
    private final Instant arrivalFloor;
    private final Instant arrivalCeiling;
    private final long expectedRecords;

    private ShardRange(String shardId, ShardOffset start, ShardOffset end, String first) {
        this.shardId = shardId;
        this.first = first;
        this.last = end.position().sequenceNumber();
        this.arrivalFloor = start == null ? null : start.arrival().orElse(null);
        this.arrivalCeiling = end.arrival().orElse(null);
        this.expectedRecords = end.records().orElse(-1);
    }

    /**
     * Returns the records of a shard that an offset's batch holds, if it holds any.
     *
     * @param start where the batch before ended in the shard; null if the batch is the shard's first
     * @param end where the batch ends
     */
    public static Optional<ShardRange> of(String shardId, ShardOffset start, ShardOffset end) {
        return end.batchFirst().map(first -> new ShardRange(shardId, start, end, first));
    }

    public String shardId() {
        return shardId;
    }

    public String first() {
        return first;
    }

    /** Returns the last sequence number; absent where the range goes to the end of a closed shard. */
    public Optional<String> last() {
        return Optional.ofNullable(last);
    }

    /** Returns a time before which no record of the range counts as arrived, so that ties follow the shard's order. */
    public Optional<Instant> arrivalFloor() {
        return Optional.ofNullable(arrivalFloor);
    }

    /** Returns a time after which no record of the range counts as arrived; the floor of the next range of the shard. */
    public Optional<Instant> arrivalCeiling() {
        return Optional.ofNullable(arrivalCeiling);
    }

    /** Returns about how many Kinesis records the range holds; absent where the plan had no idea. */
    public OptionalLong expectedRecords() {
        return expectedRecords < 0 ? OptionalLong.empty() : OptionalLong.of(expectedRecords);
    }

    @Override
    public String toString() {
        return shardId + " from " + first + " to " + (last == null ? ShardPosition.SHARD_END : last);
    }
}
