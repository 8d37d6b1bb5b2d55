package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Tries to read the stream of a reference table, as a job with {@code lookup_mode stream} would, to see whether it could. */
public final class StreamProbe {
    private final String arn;

    private StreamProbe(String arn) {
        this.arn = arn;
    }

    /** @throws ReferenceTableException when the table has no stream that could be followed, with the way out */
    public static StreamProbe of(LookupConfig lookup, TableDescription table) {
        return new StreamProbe(TableStream.of(lookup, table).arn());
    }

    /** Returns the shards of the first answer. */
    public List<Shard> shards(DynamoDbStreamsClient streams) {
        return streams.describeStream(request -> request.streamArn(arn))
                .streamDescription()
                .shards();
    }

    /** Returns an iterator at the end of the newest of the shards; empty without shards. */
    public Optional<String> iterator(DynamoDbStreamsClient streams, List<Shard> shards) {
        return shards.isEmpty()
                ? Optional.empty()
                : Optional.of(streams.getShardIterator(request -> request.streamArn(arn)
                                .shardId(shards.get(shards.size() - 1).shardId())
                                .shardIteratorType(ShardIteratorType.LATEST))
                        .shardIterator());
    }

    /** Returns the records of one answer, mostly none. */
    public List<Record> records(DynamoDbStreamsClient streams, String iterator) {
        return streams.getRecords(request -> request.shardIterator(iterator).limit(1))
                .records();
    }
}
