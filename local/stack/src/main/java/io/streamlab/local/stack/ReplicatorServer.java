package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** AWS DMS: reads MySQL's binary log and writes the reference table by the table mapping that is deployed to DMS. */
final class ReplicatorServer implements Server {

    private static final String NAME = "replicator";
    private static final String TABLE_MAPPINGS = "cloudformation/dms-table-mappings.json";
    private static final String READY = "ready ";

    private final Checkout checkout;
    private final StackDirectory directory;
    private final Server mySql;
    private final Server dynamoDb;

    ReplicatorServer(Checkout checkout, StackDirectory directory, Server mySql, Server dynamoDb) {
        this.checkout = checkout;
        this.directory = directory;
        this.mySql = mySql;
        this.dynamoDb = dynamoDb;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** It listens nowhere: this is where it writes to. */
    @Override
    public URI address() {
        return dynamoDb.address();
    }

    @Override
    public List<Server> startsAfter() {
        return List.of(mySql, dynamoDb);
    }

    @Override
    public ServerCommand command() {
        Path data = directory.data(NAME);
        List<String> words = JavaCommand.ofModule(checkout, "local/" + NAME)
                .maximumHeap("256m")
                .temporaryFiles(data)
                .run(
                        directory.configuration(NAME).resolve("java.arguments"),
                        "io.streamlab.local.replicator.Replicator",
                        "--table-mappings",
                        checkout.root().resolve(TABLE_MAPPINGS).toString(),
                        "--directory",
                        data.toString());
        Map<String, String> environment = new HashMap<>(Endpoints.CREDENTIALS_AND_REGION);
        environment.putAll(MySqlServer.REPLICATION_PASSWORD);
        environment.putAll(mySql.environment());
        environment.putAll(dynamoDb.environment());
        return new ServerCommand(words, data, environment);
    }

    /** When every row that MySQL had at the start is in DynamoDB. */
    @Override
    public boolean isReady() {
        return Readiness.hasLine(directory.log(NAME), READY);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }
}
