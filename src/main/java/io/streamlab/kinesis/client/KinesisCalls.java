package io.streamlab.kinesis.client;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What this source asks of Kinesis about one stream. */
public interface KinesisCalls {

    /** GetRecords takes at most this as its limit. */
    int MAX_RECORDS_PER_CALL = 10_000;

    /** All shards that Kinesis still knows, open and closed. */
    List<Shard> listShards();

    /** An iterator that is valid for five minutes. */
    String shardIterator(String shardId, IteratorStart start);

    /**
     * At most {@code limit} records from the iterator on; none may mean that there are none or none yet.
     *
     * @throws software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException if the iterator is too old
     */
    RecordPage records(String shardId, String iterator, int limit);

    /** How long the stream keeps a record. */
    Duration retention();
}
