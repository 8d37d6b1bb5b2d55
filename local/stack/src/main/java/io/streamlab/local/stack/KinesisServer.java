package io.streamlab.local.stack;

import static java.util.Map.entry;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Amazon Kinesis Data Streams: kinesis-local, on Node. It keeps every record in memory. */
final class KinesisServer implements Server {

    private static final String NAME = "kinesis";

    private final Checkout checkout;
    private final URI address;

    KinesisServer(Checkout checkout, Ports ports) {
        this.checkout = checkout;
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
        Path program = checkout.module("local/" + NAME).resolve("node_modules/kinesis-local/main.js");
        if (!Files.exists(program)) {
            throw new CommandException("the Kinesis emulator is not installed: " + program
                    + " is missing; run: npm ci --prefix local/kinesis");
        }
        // It looks for the certificate of its TLS port, which nobody uses, in its working directory.
        return new ServerCommand(
                List.of("node", program.toString()),
                program.getParent(),
                Map.ofEntries(
                        entry("KINESIS_MOCK_PLAIN_PORT", Integer.toString(address.getPort())),
                        entry("KINESIS_MOCK_TLS_PORT", "0"),
                        entry("AWS_REGION", Endpoints.REGION),
                        // Its own default of 50 is soon used up by tests with a stream each.
                        entry("SHARD_LIMIT", "1000"),
                        entry("LOG_LEVEL", "WARN")));
    }

    @Override
    public boolean isReady() {
        return Readiness.answersHttp(address.resolve("/healthcheck"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(Endpoints.KINESIS, address.toString());
    }
}
