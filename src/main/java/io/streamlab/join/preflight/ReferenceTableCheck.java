package io.streamlab.join.preflight;

import io.streamlab.join.config.LookupConfig;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Checks that the reference table exists and can be scanned, which is all that the job does with it. */
final class ReferenceTableCheck implements Check {
    private final LookupConfig lookup;
    private final Supplier<DynamoDbClient> client;

    ReferenceTableCheck(LookupConfig lookup, Supplier<DynamoDbClient> client) {
        this.lookup = lookup;
        this.client = client;
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
        }
        return attempts.findings();
    }
}
