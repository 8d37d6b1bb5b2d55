package io.streamlab.local.replicator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.local.replicator.Replicator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The replicator as its users run it, with a state directory that outlives it. */
public final class ReplicatorProcess implements AutoCloseable {

    private final Servers servers;
    private final Path mappings;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> furtherArguments = List.of();
    private ChildProcess process;

    public ReplicatorProcess(Servers servers, Path mappings) throws IOException {
        this.servers = servers;
        this.mappings = mappings;
        directory = servers.newDirectory();
        environment.putAll(servers.environment());
    }

    /** Reaches DynamoDB at another place than the tests do. */
    public ReplicatorProcess withDynamoDbAt(String endpoint) {
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", endpoint);
        return this;
    }

    /** Gives further arguments to the following starts. */
    public ReplicatorProcess withArguments(String... arguments) {
        furtherArguments = List.of(arguments);
        return this;
    }

    /** Starts it, and waits until the full load is done or it goes on where it was. */
    public ReplicatorProcess start() throws IOException {
        launch().awaitLine("ready");
        return this;
    }

    /** Starts it and does not wait. */
    public ChildProcess launch() throws IOException {
        List<String> java = new ArrayList<>();
        // A time zone that no server has: nothing that is written may depend on it.
        java.addAll(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=America/St_Johns"));
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), Replicator.class.getName()));
        java.addAll(List.of("--table-mappings", mappings.toString(), "--directory", directory.toString()));
        java.addAll(furtherArguments);
        process = ChildProcess.start(servers.newDirectory(), environment, java);
        return process;
    }

    public Path directory() {
        return directory;
    }

    public List<String> output() {
        return process.output();
    }

    public JsonNode status() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("status.json").toFile());
    }

    public void kill() throws InterruptedException {
        process.kill();
    }

    public int stop() throws InterruptedException {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
