package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.util.Map;

/** Amazon DynamoDB: AWS's own DynamoDB Local. It keeps every item in memory, the same for all credentials and regions. */
final class DynamoDbServer implements Server {

    private static final String NAME = "dynamodb";

    private final Checkout checkout;
    private final StackDirectory directory;
    private final URI address;

    DynamoDbServer(Checkout checkout, StackDirectory directory, Ports ports) {
        this.checkout = checkout;
        this.directory = directory;
        this.address = URI.create("http://127.0.0.1:" + ports.of(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public ServerCommand command() {
        return new ServerCommand(
                JavaCommand.ofModule(checkout, "local/" + NAME)
                        .maximumHeap("256m")
                        .temporaryFiles(directory.data(NAME))
                        .run(
                                directory.configuration(NAME).resolve("java.arguments"),
                                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                                "-inMemory",
                                "-sharedDb",
                                "-disableTelemetry",
                                "-port",
                                Integer.toString(address.getPort())),
                directory.data(NAME),
                Map.of());
    }

    @Override
    public boolean isReady() {
        return Readiness.answersHttp(address);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(Endpoints.DYNAMODB, address.toString());
    }
}
