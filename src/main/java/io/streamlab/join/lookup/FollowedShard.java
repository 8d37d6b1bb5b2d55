package io.streamlab.join.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** A shard of a reference table's stream, and how far the shard was read. */
final class FollowedShard {
    /** For so long a position counts as near the shard's end. An empty answer passes far more time than this. */
    private static final Duration NEAR_END = Duration.ofMinutes(10);

    private final String id;
    private final String parent;
    /** Where reading begins: LATEST or TRIM_HORIZON. */
    private final ShardIteratorType start;

    /** Null before the first call, and after the iterator has expired. */
    private String iterator;

    /** Of the last record that was read; null before the first. */
    private String sequenceNumber;

    /** When the end was reached last; null if never. */
    private Instant atEnd;

    /** Whether DynamoDB has listed the shard as one that gets no more records. */
    private boolean closed;

    private boolean finished;

    /** @param parent null if the stream does not list one */
    FollowedShard(String id, String parent, ShardIteratorType start) {
        this.id = id;
        this.parent = parent;
        this.start = start;
    }

    String id() {
        return id;
    }

    Optional<String> parent() {
        return Optional.ofNullable(parent);
    }

    Optional<String> iterator() {
        return Optional.ofNullable(iterator);
    }

    void useIterator(String next) {
        iterator = next;
    }

    /**
     * Lets go of an iterator that has expired.
     *
     * @return whether another one can be had for the same position. The position of LATEST is gone with its iterator until
     *     there was a record.
     */
    boolean dropIterator() {
        iterator = null;
        return sequenceNumber != null || start == ShardIteratorType.TRIM_HORIZON;
    }

    /** Returns the request for an iterator at the position of now. */
    GetShardIteratorRequest iteratorRequest(String streamArn) {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamArn(streamArn).shardId(id);
        return sequenceNumber == null
                ? request.shardIteratorType(start).build()
                : request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(sequenceNumber)
                        .build();
    }

    /** Moves behind the records of an answer. */
    void advance(GetRecordsResponse answer) {
        List<Record> records = answer.records();
        if (!records.isEmpty()) {
            sequenceNumber = records.get(records.size() - 1).dynamodb().sequenceNumber();
        }
        iterator = answer.nextShardIterator();
        finished = iterator == null;
    }

    void reachedEnd(Instant now) {
        atEnd = now;
    }

    /** Returns whether the end was reached a short while ago. A clock that went back does not know. */
    boolean isNearEnd(Instant now) {
        return atEnd != null && !now.isBefore(atEnd) && now.isBefore(atEnd.plus(NEAR_END));
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns whether all records are read, and no more can come. */
    boolean isFinished() {
        return finished;
    }
}
