package io.streamlab.kinesis.offset;

import java.time.Instant;
import java.util.Objects;

/** A place between two records of a shard. The records before the place are read, the records after it are not. */
public final class ShardPosition {

    public enum Kind {
        /** Before the shard's oldest record; nothing is taken. */
        TRIM_HORIZON,
        /** Before the first record that arrived at or after a time; nothing is taken. */
        AT_TIMESTAMP,
        /** After the record with a sequence number. */
        AFTER_SEQUENCE_NUMBER,
        /** After the last record of a shard that is closed for ever. */
        SHARD_END
    }

    public static final ShardPosition TRIM_HORIZON = new ShardPosition(Kind.TRIM_HORIZON, null, null);
    public static final ShardPosition SHARD_END = new ShardPosition(Kind.SHARD_END, null, null);

    private final Kind kind;
    private final String sequenceNumber;
    private final Instant timestamp;

    private ShardPosition(Kind kind, String sequenceNumber, Instant timestamp) {
        this.kind = kind;
        this.sequenceNumber = sequenceNumber;
        this.timestamp = timestamp;
    }

    public static ShardPosition at(Instant timestamp) {
        return new ShardPosition(Kind.AT_TIMESTAMP, null, Objects.requireNonNull(timestamp, "timestamp"));
    }

    public static ShardPosition after(String sequenceNumber) {
        return new ShardPosition(
                Kind.AFTER_SEQUENCE_NUMBER, Objects.requireNonNull(sequenceNumber, "sequenceNumber"), null);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isShardEnd() {
        return kind == Kind.SHARD_END;
    }

    /** Returns the sequence number of {@link Kind#AFTER_SEQUENCE_NUMBER}; null for every other kind. */
    public String sequenceNumber() {
        return sequenceNumber;
    }

    /** Returns the time of {@link Kind#AT_TIMESTAMP}; null for every other kind. */
    public Instant timestamp() {
        return timestamp;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ShardPosition)) {
            return false;
        }
        ShardPosition that = (ShardPosition) other;
        return kind == that.kind
                && Objects.equals(sequenceNumber, that.sequenceNumber)
                && Objects.equals(timestamp, that.timestamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, sequenceNumber, timestamp);
    }

    @Override
    public String toString() {
        switch (kind) {
            case AT_TIMESTAMP:
                return kind + " " + timestamp;
            case AFTER_SEQUENCE_NUMBER:
                return kind + " " + sequenceNumber;
            default:
                return kind.name();
        }
    }
}
