package io.streamlab.join.preflight;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.LookupMode;
import io.streamlab.join.lookup.KeyProbe;
import io.streamlab.join.lookup.StreamProbe;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Checks that the reference table exists and can be read: by a scan, and where {@code lookup_mode} may need it, by keys or by its
 * stream.
 */
final class ReferenceTableCheck implements Check {
    private final LookupConfig lookup;
    private final Supplier<DynamoDbClient> client;
    private final Supplier<DynamoDbStreamsClient> streams;

    ReferenceTableCheck(LookupConfig lookup, Supplier<DynamoDbClient> client, Supplier<DynamoDbStreamsClient> streams) {
        this.lookup = lookup;
        this.client = client;
        this.streams = streams;
    }

    @Override
    public List<Finding> run() {
        Attempts attempts = new Attempts("reference table " + lookup.table());
        try (DynamoDbClient dynamoDb = client.get()) {
            attempts.attempt(
                    "dynamodb:Scan",
                    () -> dynamoDb.scan(request -> request.tableName(lookup.table())
                            .consistentRead(true)
                            .limit(1)));
            if (lookup.mode() == LookupMode.STREAM) {
                attempts.attempt("dynamodb:DescribeTable", () -> describe(dynamoDb))
                        .ifPresent(table -> tryStream(table, attempts));
            } else if (lookup.mode() == LookupMode.KEYS || lookup.index().isPresent()) {
                attempts.attempt("dynamodb:DescribeTable", () -> describe(dynamoDb))
                        .ifPresent(table -> tryKey(table, dynamoDb, attempts));
            } else if (lookup.mode() == LookupMode.AUTO) {
                tryKeyIfThereIsOne(dynamoDb, attempts);
            }
        }
        return attempts.findings();
    }

    private TableDescription describe(DynamoDbClient dynamoDb) {
        return dynamoDb.describeTable(request -> request.tableName(lookup.table()))
                .table();
    }

    private void tryKey(TableDescription table, DynamoDbClient dynamoDb, Attempts attempts) {
        attempts.attempt("a read by keys", () -> KeyProbe.of(lookup, table))
                .ifPresent(probe -> attempts.attempt(probe.action(), () -> probe.read(dynamoDb)));
    }

    private void tryStream(TableDescription table, Attempts attempts) {
        Optional<StreamProbe> probe = attempts.attempt("a read by its stream", () -> StreamProbe.of(lookup, table));
        if (!probe.isPresent()) {
            return;
        }
        try (DynamoDbStreamsClient reading = streams.get()) {
            Optional<List<Shard>> shards = attempts.attempt(
                    "dynamodb:DescribeStream", () -> probe.get().shards(reading));
            if (!shards.isPresent()) {
                return;
            }
            if (shards.get().isEmpty()) {
                attempts.skip("dynamodb:GetShardIterator", "the stream has no shard yet");
                return;
            }
            attempts.attempt("dynamodb:GetShardIterator", () -> probe.get().iterator(reading, shards.get()))
                    .flatMap(iterator -> iterator)
                    .ifPresent(iterator -> attempts.attempt(
                            "dynamodb:GetRecords", () -> probe.get().records(reading, iterator)));
        }
    }

    /** Without a key, or without the permission to look for one, each batch scans, and the job can run. */
    private void tryKeyIfThereIsOne(DynamoDbClient dynamoDb, Attempts attempts) {
        KeyProbe probe;
        try {
            probe = KeyProbe.of(lookup, describe(dynamoDb));
        } catch (RuntimeException e) {
            attempts.skip("a read by keys", "each batch scans. " + Denials.explanation(e));
            return;
        }
        attempts.attempt(probe.action(), () -> probe.read(dynamoDb));
    }
}
