package io.streamlab.local.stack;

import static java.util.Map.entry;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.common.Readiness;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Amazon Kinesis Data Streams: kinesis-local, on Node, which keeps every record in memory. */
final class KinesisServer implements Server {
    private static final String NAME = "kinesis";

    private final Path program;
    private final URI address;

    KinesisServer(Checkout checkout, Ports ports) {
        this.program = checkout.module("local/kinesis").resolve("node_modules/kinesis-local/main.js");
        this.address = JavaServer.address("http", NAME, ports);
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
        if (!Files.exists(program)) {
            throw new CommandException("the Kinesis emulator is not installed: " + program
                    + " is missing; run: npm ci --prefix local/kinesis");
        }
        // The emulator looks for the certificate of its TLS port, which nobody uses, in its working directory.
        return new ServerCommand(
                List.of("node", program.toString()),
                program.getParent(),
                Map.ofEntries(
                        entry("KINESIS_MOCK_PLAIN_PORT", Integer.toString(address.getPort())),
                        entry("KINESIS_MOCK_TLS_PORT", "0"),
                        entry("AWS_REGION", Endpoints.REGION),
                        // The emulator's own default of 50 is soon used up by tests with a stream each.
                        entry("SHARD_LIMIT", "1000"),
                        entry("LOG_LEVEL", "WARN")));
    }

    @Override
    public boolean isReady() {
        return Readiness.answersHttp(address.resolve("/healthcheck"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(AwsService.KINESIS.endpointVariable(), address.toString());
    }
}
