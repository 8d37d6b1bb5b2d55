package io.streamlab.local.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A Kinesis to read from: kinesis-local, the stand-in's, in a process of its own; or one that runs already.
 *
 * <p>To every record that it takes, kinesis-local compares all that the shard holds: a backlog of 20,000 is on it in less than a minute, one
 * of 100,000 not in ten.
 */
public final class KinesisEmulator implements AutoCloseable {
    public static final String REGION = "us-east-1";

    /** Access key and secret key, which an emulator does not look at. */
    public static final String CREDENTIAL = "local";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final URI endpoint;
    private final Optional<Process> process;

    private KinesisEmulator(String name, URI endpoint, Optional<Process> process) {
        this.name = name;
        this.endpoint = endpoint;
        this.process = process;
    }

    /** One that runs already. */
    public static KinesisEmulator at(URI endpoint) {
        return new KinesisEmulator(endpoint.toString(), endpoint, Optional.empty());
    }

    /** @param log takes what it prints */
    public static KinesisEmulator start(Checkout checkout, Path log) throws InterruptedException {
        Path program = checkout.module("kinesis").resolve("node_modules/kinesis-local/main.js");
        if (!Files.exists(program)) {
            throw new BenchmarkException(program + " is missing: install it with npm ci --prefix local/kinesis");
        }
        try {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder("node", program.toString());
            builder.environment()
                    .putAll(Map.of(
                            "KINESIS_MOCK_PLAIN_PORT",
                            Integer.toString(port),
                            "KINESIS_MOCK_TLS_PORT",
                            "0",
                            "AWS_REGION",
                            REGION,
                            "LOG_LEVEL",
                            "WARN"));
            // It looks for the certificate of its TLS port, which nobody uses, in its working directory.
            Process process = builder.directory(program.getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-emulator"));
            KinesisEmulator emulator =
                    new KinesisEmulator("kinesis-local", URI.create("http://127.0.0.1:" + port), Optional.of(process));
            emulator.awaitReady(process, log);
            return emulator;
        } catch (IOException e) {
            throw new BenchmarkException("cannot start the Kinesis emulator", e);
        }
    }

    /** For the report. */
    public String name() {
        return name;
    }

    public URI endpoint() {
        return endpoint;
    }

    private void awaitReady(Process process, Path log) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new BenchmarkException("the Kinesis emulator did not start; what it printed is in " + log);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) endpoint.resolve("/healthcheck").toURL().openConnection();
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
    }
}
