package io.streamlab.kinesis.client;

import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The calls of Kinesis that the source makes for one stream. */
public interface KinesisCalls {

    /** GetRecords takes at most this as its limit. */
    int MAX_RECORDS_PER_CALL = 10_000;

    /** Returns all shards that Kinesis still lists, open and closed. */
    List<Shard> listShards();

    /**
     * Returns a page of the list of all shards.
     *
     * @param nextToken the token of the page before, null for the first page
     * @throws software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException if the token is too old
     */
    default ShardPage shardPage(String nextToken) {
        return new ShardPage(listShards(), null);
    }

    /** Returns an iterator that is valid for five minutes. */
    String shardIterator(String shardId, IteratorStart start);

    /**
     * Returns at most {@code limit} records from the iterator on. An answer without records does not mean that none follow.
     *
     * @throws software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException if the iterator is too old
     */
    RecordPage records(String shardId, String iterator, int limit);

    /** Returns the stream's identity and its retention. Kinesis allows 20 such calls a second for a whole account. */
    StreamDescription describe();
}
