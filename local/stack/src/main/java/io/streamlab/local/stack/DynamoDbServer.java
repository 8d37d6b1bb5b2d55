package io.streamlab.local.stack;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Checkout;
import java.util.Map;

/** Amazon DynamoDB: AWS's own DynamoDB Local, which keeps every item in memory, the same for all credentials and regions. */
final class DynamoDbServer extends JavaServer {
    private static final String NAME = "dynamodb";

    DynamoDbServer(Checkout checkout, StackDirectory directory, Ports ports) {
        super(NAME, address("http", NAME, ports), checkout, directory);
    }

    @Override
    public ServerCommand command() {
        return run(
                java("local/dynamodb", "256m").temporaryFiles(data()),
                Map.of(),
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                "-inMemory",
                "-sharedDb",
                "-disableTelemetry",
                "-port",
                port());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                AwsService.DYNAMODB.endpointVariable(), address().toString(),
                AwsService.DYNAMODB_STREAMS.endpointVariable(), address().toString());
    }
}
