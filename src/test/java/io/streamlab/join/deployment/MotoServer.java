package io.streamlab.join.deployment;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An emulator of AWS as a process, asked through the AWS CLI. From templates it creates buckets, roles, streams, DynamoDB
 * tables, log groups, topics, rules and dashboards. Everything of Glue, Athena and DMS, alarms, policies of buckets and
 * topics, and a bucket's lifecycle, versions and public access it passes over in silence while it calls the stack
 * complete; on Aurora it fails.
 */
public final class MotoServer implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final Process process;
    private final String endpoint;

    private MotoServer(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    public static boolean isInstalled() {
        return isOnPath("moto_server") && isOnPath("aws");
    }

    public static MotoServer start(Path log) throws IOException {
        int port = freePort();
        Process process = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(LONGEST_START).ignoreExceptions().until(() -> {
            try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return ignored.isConnected();
            }
        });
        return new MotoServer(process, "http://127.0.0.1:" + port);
    }

    /** What the AWS CLI and the AWS SDKs need to find it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint,
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1");
    }

    /** The answer to a call of the AWS CLI. */
    public JsonNode ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--output", "json"));
        Path error = Files.createTempFile("aws-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(error.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment());
        Process call = builder.start();
        byte[] answer = call.getInputStream().readAllBytes();
        if (call.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(error));
        }
        Files.delete(error);
        return answer.length == 0 ? new ObjectMapper().createObjectNode() : new ObjectMapper().readTree(answer);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
