package io.streamlab.verify.benchmark;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.common.Readiness;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A DynamoDB of its own: AWS's DynamoDB Local in a process, empty at first, with every item in memory. */
public final class DynamoDbLocal implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Process process;
    private final URI address;

    private DynamoDbLocal(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** @param log takes what the server prints */
    public static DynamoDbLocal start(Checkout checkout, Path log) throws InterruptedException {
        try {
            int port = freePort();
            ProcessBuilder command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                    "-inMemory",
                    "-sharedDb",
                    "-disableTelemetry",
                    "-port",
                    Integer.toString(port));
            command.environment().put("CLASSPATH", checkout.classpath("local/dynamodb"));
            Process process = command.redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-dynamodb"));
            DynamoDbLocal server = new DynamoDbLocal(process, URI.create("http://127.0.0.1:" + port));
            server.awaitStart(log);
            return server;
        } catch (IOException e) {
            throw new CommandException("cannot start DynamoDB Local", e);
        }
    }

    /** Returns the variables by which every AWS SDK finds the server. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Endpoints.CREDENTIALS_AND_REGION);
        environment.put(AwsService.DYNAMODB.endpointVariable(), address.toString());
        return environment;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitStart(Path log) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!Readiness.answersHttp(address)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new CommandException("DynamoDB Local does not start; what it printed is in " + log);
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
