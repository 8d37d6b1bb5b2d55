package io.streamlab.local.commands.query;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A server of Trino, which is what Athena runs, on this machine: one node, with its connectors for Hudi and for Parquet over the metastore and the S3 of the
 * environment. It lives as long as this object is open.
 */
final class TrinoServer implements AutoCloseable {
    /** The catalog that clients use. It reads Parquet tables itself and hands Hudi tables to the other. */
    private static final String HIVE = "hive";

    private static final String HUDI = "hudi";

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final int LAST_LINES = 15;

    private final Process process;
    private final Path folder;
    private final int port;

    private TrinoServer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param software the unpacked server
     * @param javaHome of a JDK that Trino runs on
     * @throws CommandException if the environment lacks an endpoint, or the server does not start: with the last lines of its log
     */
    static TrinoServer start(Path software, Path javaHome, Map<String, String> environment)
            throws IOException, InterruptedException {
        Endpoints endpoints = new Endpoints(environment);
        URI s3 = endpoints.require(AwsService.S3);
        URI metastore = endpoints
                .metastore()
                .orElseThrow(() -> new CommandException(
                        "HIVE_METASTORE_URIS is not set: it has to name the metastore that knows the tables"));
        Path folder = Files.createTempDirectory("trino-");
        int port = freePort();
        Path configuration = folder.resolve("config.properties");
        Files.write(configuration, nodeConfiguration(port, folder));
        Files.createDirectories(folder.resolve("catalog"));
        for (String connector : List.of(HIVE, HUDI)) {
            List<String> catalog = new ArrayList<>(List.of("connector.name=" + connector));
            catalog.addAll(storageConfiguration(s3, endpoints.region(), metastore));
            if (connector.equals(HIVE)) {
                catalog.add("hive.hudi-catalog-name=" + HUDI);
            }
            Files.write(folder.resolve("catalog/" + connector + ".properties"), catalog);
        }
        Process process = new ProcessBuilder(command(software, javaHome, configuration, folder))
                // It logs the requests into the folder that it is started in.
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(folder).toFile())
                .start();
        TrinoServer server = new TrinoServer(process, folder, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-trino"));
        try {
            server.awaitReady();
            return server;
        } catch (RuntimeException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** @param database of the tables that are named without one */
    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        // Trino wants a name, and believes any.
        properties.setProperty("user", "query");
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port + "/" + HIVE + "/" + database, properties);
    }

    private static List<String> nodeConfiguration(int port, Path folder) {
        return List.of(
                "coordinator=true",
                "node-scheduler.include-coordinator=true",
                "http-server.http.port=" + port,
                "discovery.uri=http://127.0.0.1:" + port,
                "catalog.config-dir=" + folder.resolve("catalog"),
                // For the tables of a try-out.
                "query.max-memory=400MB",
                "query.max-memory-per-node=300MB",
                "memory.heap-headroom-per-node=200MB");
    }

    /** The keys of S3 come from the environment, so that they are in no file. */
    private static List<String> storageConfiguration(URI s3, String region, URI metastore) {
        return List.of(
                "hive.metastore.uri=" + metastore,
                "fs.native-s3.enabled=true",
                "s3.endpoint=" + s3,
                "s3.region=" + region,
                "s3.path-style-access=true",
                "s3.aws-access-key=${ENV:AWS_ACCESS_KEY_ID}",
                "s3.aws-secret-key=${ENV:AWS_SECRET_ACCESS_KEY}");
    }

    private static List<String> command(Path software, Path javaHome, Path configuration, Path folder) {
        return List.of(
                javaHome.resolve("bin/java").toString(),
                "-server",
                "-Xmx1500m",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dfile.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dconfig=" + configuration,
                "-Dnode.environment=local",
                "-Dnode.id=local",
                "-Dnode.data-dir=" + folder.resolve("data"),
                "-Dplugin.dir=" + software.toAbsolutePath().resolve("plugin"),
                "-cp",
                software.toAbsolutePath().resolve("lib") + File.separator + "*",
                "io.trino.server.TrinoServer");
    }

    private void awaitReady() throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!hasStarted(client)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new CommandException("Trino did not start; the last lines of its log:\n" + lastLines());
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private boolean hasStarted(HttpClient client) throws InterruptedException {
        URI information = URI.create("http://127.0.0.1:" + port + "/v1/info");
        try {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(information).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains("\"starting\":false");
        } catch (IOException notYetListening) {
            return false;
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log(folder));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log(folder) + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("server.log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
