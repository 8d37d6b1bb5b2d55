package io.streamlab.verify.pipeline;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.example.ExampleResources;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The reference rows in MySQL, and the items in DynamoDB that they are replicated to. */
public final class ReferenceRows implements AutoCloseable {
    private static final Duration LONGEST_REPLICATION = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);

    private final Connection connection;
    private final DynamoDbClient dynamoDb;

    private ReferenceRows(Connection connection, DynamoDbClient dynamoDb) {
        this.connection = connection;
        this.dynamoDb = dynamoDb;
    }

    /** @param environment names MySQL's host, port, database, user and password, as {@code local-stack env} prints them */
    public static ReferenceRows connect(Map<String, String> environment, DynamoDbClient dynamoDb) {
        String address = "jdbc:mariadb://" + environment.get("MYSQL_HOST") + ":" + environment.get("MYSQL_TCP_PORT")
                + "/" + environment.get("MYSQL_DATABASE");
        try {
            Connection connection =
                    DriverManager.getConnection(address, environment.get("MYSQL_USER"), environment.get("MYSQL_PWD"));
            return new ReferenceRows(connection, dynamoDb);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Runs a statement, which is committed when this returns. */
    public void execute(String sql, String... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Waits until a consistent read of DynamoDB shows the name of a reference row.
     *
     * @param combinedName null if the item has to be gone
     * @throws CommandException if DynamoDB does not show the name within a minute
     */
    public void awaitReplicated(String code, String countryName, String combinedName) throws InterruptedException {
        AttributeValue expected = combinedName == null ? null : AttributeValue.fromS(combinedName);
        Map<String, AttributeValue> key =
                Map.of("code", AttributeValue.fromS(code), "countryname", AttributeValue.fromS(countryName));
        long deadline = System.nanoTime() + LONGEST_REPLICATION.toNanos();
        while (!Objects.equals(
                expected,
                dynamoDb.getItem(request -> request.tableName(ExampleResources.REFERENCE_TABLE)
                                .key(key)
                                .consistentRead(true))
                        .item()
                        .get("combinedname"))) {
            if (System.nanoTime() > deadline) {
                throw new CommandException("the change of " + code + " did not reach DynamoDB within "
                        + LONGEST_REPLICATION.toSeconds() + " s; see the log of the replicator");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static CommandException failed(SQLException e) {
        return new CommandException("the reference rows cannot be changed in MySQL: " + e.getMessage(), e);
    }
}
