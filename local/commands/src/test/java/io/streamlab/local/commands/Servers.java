package io.streamlab.local.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** An S3 with the bucket {@code streamlab} and a Hive metastore for the commands to work on. */
final class Servers implements AutoCloseable {
    static final String SECRET = "secret-of-the-user";

    private final Path folder;
    private final int s3Port = freePort();
    private final int metastorePort = freePort();
    private final List<Process> processes = new ArrayList<>();

    /** @param folder for configuration and logs */
    Servers(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        startS3();
        startMetastore();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> listens(s3Port) && listens(metastorePort));
        createBucket();
    }

    /** Where the servers are. The address of S3 stands for services that the commands only look for. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_S3",
                s3(),
                "AWS_ENDPOINT_URL_GLUE",
                s3(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                s3(),
                "HIVE_METASTORE_URIS",
                "thrift://127.0.0.1:" + metastorePort);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private String s3() {
        return "http://127.0.0.1:" + s3Port;
    }

    private void startS3() throws IOException {
        Path properties = folder.resolve("s3proxy.properties");
        Files.write(
                properties,
                List.of(
                        "s3proxy.endpoint=" + s3(),
                        "s3proxy.authorization=none",
                        "s3proxy.ignore-unknown-headers=true",
                        "jclouds.provider=transient",
                        "jclouds.identity=local",
                        "jclouds.credential=local"));
        start("s3", Modules.dependenciesOf("s3"), "org.gaul.s3proxy.Main", "--properties", properties.toString());
    }

    private void startMetastore() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-p", Integer.toString(metastorePort)));
        Map.of(
                        "javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true",
                        "datanucleus.schema.autoCreateAll", "true",
                        "hive.metastore.schema.verification", "false",
                        "hive.metastore.warehouse.dir", "s3://streamlab/warehouse",
                        "fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem",
                        "fs.s3a.endpoint", s3(),
                        "fs.s3a.path.style.access", "true",
                        "fs.s3a.connection.ssl.enabled", "false")
                .forEach((key, value) -> arguments.addAll(List.of("--hiveconf", key + "=" + value)));
        start(
                "metastore",
                Modules.dependenciesOf("spark"),
                "org.apache.hadoop.hive.metastore.HiveMetaStore",
                arguments.toArray(String[]::new));
    }

    private void start(String name, String classpath, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Modules.java(), "-Xmx512m", mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        process.environment().put("CLASSPATH", classpath);
        process.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", SECRET));
        processes.add(process.start());
    }

    private void createBucket() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(s3() + "/streamlab"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("S3 refuses to create the bucket: " + response.body());
        }
    }

    private static boolean listens(int port) {
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
