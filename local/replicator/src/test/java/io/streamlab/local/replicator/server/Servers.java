package io.streamlab.local.replicator.server;

import io.streamlab.local.replicator.mysql.MySqlServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * One MySQL server and one DynamoDB for all integration tests of this module. DynamoDB is that of
 * {@code AWS_ENDPOINT_URL_DYNAMODB}, or a DynamoDB Local that is started here.
 */
public final class Servers implements AutoCloseable {

    /** Gives the servers to tests, as an argument of type {@link Servers}; stops them after the last test. */
    public static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Servers.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Servers.class, type -> start(), Servers.class);
        }
    }

    private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL_DYNAMODB";

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "MYSQL_USER", "app",
            "MYSQL_PWD", "app's \\ password",
            "MYSQL_REPLICATION_PWD", "replication's password",
            "MYSQL_HOST", "127.0.0.1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "AWS_REGION", "us-east-1"));
    private final Path directory;
    private final List<ChildProcess> dynamoDbLocal;
    private final DynamoDbClient dynamoDb;
    private ChildProcess mySql;

    private Servers() throws IOException {
        // For slow machines; what is awaited is usually there in a fraction of a second.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        directory = Files.createTempDirectory("replicator-it-");
        environment.put("MYSQL_TCP_PORT", String.valueOf(freePort()));
        mySql = startMySql();
        if (System.getenv(ENDPOINT_VARIABLE) == null) {
            int port = freePort();
            environment.put(ENDPOINT_VARIABLE, "http://127.0.0.1:" + port);
            dynamoDbLocal = List.of(startDynamoDbLocal(port));
        } else {
            environment.put(ENDPOINT_VARIABLE, System.getenv(ENDPOINT_VARIABLE));
            dynamoDbLocal = List.of();
        }
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(dynamoDbEndpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
        Awaitility.await("DynamoDB")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(SdkClientException.class)
                .until(() -> dynamoDb.listTables() != null);
        mySql.awaitLine("ready");
    }

    /** What the servers' clients read: the variables of the local stand-in. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** An empty directory of its own. */
    public Path newDirectory() throws IOException {
        return Files.createTempDirectory(directory, "test-");
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public URI dynamoDbEndpoint() {
        return URI.create(environment.get(ENDPOINT_VARIABLE));
    }

    /** A connection as the user for {@code mysql} clients. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + environment.get("MYSQL_TCP_PORT") + "/mydev",
                environment.get("MYSQL_USER"),
                environment.get("MYSQL_PWD"));
    }

    /** Runs statements, each in a transaction of its own. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Creates a table that the replication user may read; drops it first if it exists. */
    public void createTable(String name, String columns) throws SQLException {
        execute(
                "DROP TABLE IF EXISTS " + name,
                "CREATE TABLE " + name + " (" + columns + ")",
                "GRANT SELECT ON mydev." + name + " TO repl");
    }

    /** Stops MySQL; its data stay. */
    public void stopMySql() throws InterruptedException {
        mySql.stop();
    }

    /** Starts MySQL again where it was. */
    public void startMySqlAgain() throws IOException {
        mySql = startMySql();
        mySql.awaitLine("ready");
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        dynamoDb.close();
        dynamoDbLocal.forEach(ChildProcess::close);
        mySql.close();
        FileUtils.deleteDirectory(directory.toFile());
    }

    private static Servers start() {
        try {
            return new Servers();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start the servers", e);
        }
    }

    private ChildProcess startMySql() throws IOException {
        return ChildProcess.start(
                directory,
                environment,
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        MySqlServer.class.getName(),
                        "--directory",
                        directory.resolve("mysql").toString(),
                        "--port",
                        environment.get("MYSQL_TCP_PORT")));
    }

    private ChildProcess startDynamoDbLocal(int port) throws IOException {
        Path classpathFile = Path.of(System.getProperty("dynamodb.classpath.file"));
        if (!Files.exists(classpathFile)) {
            throw new IllegalStateException("Neither is " + ENDPOINT_VARIABLE + " set nor is there "
                    + classpathFile.normalize() + "; run 'mvn package' in local/ first");
        }
        return ChildProcess.start(
                directory,
                Map.of(),
                List.of(
                        "-cp",
                        Files.readString(classpathFile).trim(),
                        "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                        "-inMemory",
                        "-port",
                        String.valueOf(port)));
    }
}
