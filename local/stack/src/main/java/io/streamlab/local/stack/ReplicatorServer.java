package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.common.Readiness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** AWS DMS: reads MySQL's binary log and writes the reference table by the table mapping that is deployed to DMS. */
final class ReplicatorServer extends JavaServer {
    private static final String TABLE_MAPPINGS = "cloudformation/dms-table-mappings.json";
    private static final String READY = "ready ";

    private final Server mySql;
    private final Server dynamoDb;

    /** The replicator listens nowhere: its address is DynamoDB's, to which it writes. */
    ReplicatorServer(Checkout checkout, StackDirectory directory, Server mySql, Server dynamoDb) {
        super("replicator", dynamoDb.address(), checkout, directory);
        this.mySql = mySql;
        this.dynamoDb = dynamoDb;
    }

    @Override
    public List<Server> startsAfter() {
        return List.of(mySql, dynamoDb);
    }

    @Override
    public ServerCommand command() {
        Map<String, String> environment = new HashMap<>(Endpoints.CREDENTIALS_AND_REGION);
        environment.putAll(MariaDbServer.REPLICATION_PASSWORD);
        environment.putAll(mySql.environment());
        environment.putAll(dynamoDb.environment());
        return run(
                java("local/replicator", "256m").temporaryFiles(data()),
                environment,
                "io.streamlab.local.replicator.Replicator",
                "--table-mappings",
                checkoutFile(TABLE_MAPPINGS).toString(),
                "--directory",
                data().toString());
    }

    /** Ready when every row that MySQL had at the start is in DynamoDB. */
    @Override
    public boolean isReady() {
        return Readiness.hasLine(log(), READY);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }
}
