package io.streamlab.verify.walkthrough;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.example.ExampleResources;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The walk-through's four UPDATEs of the reference rows in MySQL, and how long each takes to reach DynamoDB. */
final class ReferenceUpdates {
    /** Rows that the updates change: code, country, and the name that gets the three-letter code. */
    private static final List<Update> UPDATES = List.of(
            new Update("US", "USA", "US-USA-US"),
            new Update("CA", "Canada", "CA-CAN-Canada"),
            new Update("CN", "China", "CN-CHN-China"),
            new Update("IN", "India", "IN-IND-India"));

    private static final Duration LONGEST_REPLICATION = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);

    private final Map<String, String> environment;
    private final DynamoDbClient dynamoDb;

    /** @param environment names MySQL's host, port, database, user and password, as {@code local-stack env} prints them */
    ReferenceUpdates(Map<String, String> environment, DynamoDbClient dynamoDb) {
        this.environment = environment;
        this.dynamoDb = dynamoDb;
    }

    /** One row of {@code country_lookup_table}, and its new name. */
    private record Update(String code, String countryName, String combinedName) {

        String sql() {
            return "UPDATE country_lookup_table SET combinedname='" + combinedName + "' WHERE code='" + code + "'";
        }
    }

    /** The statements, as a person would type them. */
    static List<String> statements() {
        return UPDATES.stream().map(Update::sql).toList();
    }

    /**
     * One update that has reached DynamoDB.
     *
     * @param combinedName the name that the reference row has since
     * @param committedAt when MySQL had committed it, in milliseconds since 1970
     * @param milliseconds from then until a consistent read of DynamoDB shows it
     */
    record Replicated(String combinedName, long committedAt, double milliseconds) {}

    /** Runs the updates one after the other. */
    List<Replicated> run() throws InterruptedException {
        List<Replicated> replicated = new ArrayList<>();
        try (Connection connection = connect()) {
            for (Update update : UPDATES) {
                try (PreparedStatement statement = connection.prepareStatement(update.sql())) {
                    statement.executeUpdate();
                }
                long committedAt = System.currentTimeMillis();
                long start = System.nanoTime();
                awaitInDynamoDb(update, start);
                replicated.add(new Replicated(update.combinedName(), committedAt, (System.nanoTime() - start) / 1e6));
            }
            return replicated;
        } catch (SQLException e) {
            throw new CommandException("the reference rows cannot be updated in MySQL: " + e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException {
        Properties account = new Properties();
        account.setProperty("user", environment.get("MYSQL_USER"));
        account.setProperty("password", environment.get("MYSQL_PWD"));
        return DriverManager.getConnection(
                "jdbc:mariadb://" + environment.get("MYSQL_HOST") + ":" + environment.get("MYSQL_TCP_PORT") + "/"
                        + environment.get("MYSQL_DATABASE"),
                account);
    }

    private void awaitInDynamoDb(Update update, long committed) throws InterruptedException {
        Map<String, AttributeValue> key = Map.of(
                "code", AttributeValue.fromS(update.code()),
                "countryname", AttributeValue.fromS(update.countryName()));
        AttributeValue expected = AttributeValue.fromS(update.combinedName());
        while (!expected.equals(dynamoDb.getItem(request -> request.tableName(ExampleResources.REFERENCE_TABLE)
                        .key(key)
                        .consistentRead(true))
                .item()
                .get("combinedname"))) {
            if (System.nanoTime() - committed > LONGEST_REPLICATION.toNanos()) {
                throw new CommandException("the update of " + update.code() + " did not reach DynamoDB within "
                        + LONGEST_REPLICATION.toSeconds() + " s; see the log of the replicator");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }
}
