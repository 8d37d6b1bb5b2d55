package io.streamlab.kinesis.offset;

import java.util.Optional;
import org.apache.spark.sql.connector.read.InputPartition;

/** The records of one shard in one batch, by the sequence numbers of the first and the last. */
public final class ShardRange implements InputPartition {

    private static final long serialVersionUID = 1L;

    private final String shardId;
    private final String first;
    private final String last;

    private ShardRange(String shardId, String first, String last) {
        this.shardId = shardId;
        this.first = first;
        this.last = last;
    }

    /** Returns the records of a shard that an offset's batch holds, if it holds any. */
    public static Optional<ShardRange> of(String shardId, ShardOffset offset) {
        return offset.batchFirst()
                .map(first -> new ShardRange(shardId, first, offset.position().sequenceNumber()));
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

    @Override
    public String toString() {
        return shardId + " from " + first + " to " + (last == null ? ShardPosition.SHARD_END : last);
    }
}
