package io.streamlab.local.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The server that the tests put records on: the one that AWS_ENDPOINT_URL_KINESIS names, otherwise the emulator of
 * {@code local/kinesis}, which ends with the tests.
 */
final class KinesisServer {
    private static final Path EMULATOR = Path.of("../kinesis/node_modules/kinesis-local/main.js");
    private static URI endpoint;

    private KinesisServer() {}

    /** The variables by which a client in another process finds the server. */
    static Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_KINESIS", endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local");
    }

    /** Starts the emulator when first asked, if need be. */
    static synchronized URI endpoint() {
        if (endpoint == null) {
            endpoint = findOrStart();
        }
        return endpoint;
    }

    private static URI findOrStart() {
        String named = System.getenv("AWS_ENDPOINT_URL_KINESIS");
        return named != null ? URI.create(named) : start();
    }

    private static URI start() {
        if (!Files.exists(EMULATOR)) {
            throw new IllegalStateException("The Kinesis emulator is not installed: run npm ci --prefix local/kinesis, "
                    + "or name a server in AWS_ENDPOINT_URL_KINESIS");
        }
        int port = freePort();
        ProcessBuilder command = new ProcessBuilder(
                        "node", EMULATOR.toAbsolutePath().normalize().toString())
                // It looks for the certificate of its other port in its working directory.
                .directory(EMULATOR.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment()
                .putAll(Map.of("KINESIS_MOCK_PLAIN_PORT", Integer.toString(port), "KINESIS_MOCK_TLS_PORT", "0"));
        try {
            Process process = command.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException("node cannot be started", e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> answers(port));
        return URI.create("http://127.0.0.1:" + port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no free port", e);
        }
    }
}
