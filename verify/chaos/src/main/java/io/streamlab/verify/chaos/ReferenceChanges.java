package io.streamlab.verify.chaos;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.example.ExampleResources;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Changes the reference rows in MySQL, one after the other, all the time; one of them comes and goes. */
final class ReferenceChanges implements Runnable {
    private record Country(String code, String name) {}

    /** Those of the example, which have a reference row all the time. */
    private static final List<Country> STAYING = List.of(
            new Country("IN", "India"),
            new Country("US", "USA"),
            new Country("CA", "Canada"),
            new Country("CN", "China"));

    /** Has no reference row at first, gets one with its first change, and loses it with the next. */
    private static final Country COMES_AND_GOES = new Country("AT", "Atlantis");

    private static final List<Country> COUNTRIES =
            Stream.concat(STAYING.stream(), Stream.of(COMES_AND_GOES)).toList();

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration LONGEST_REPLICATION = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final Map<String, String> environment;
    private final DynamoDbClient dynamoDb;
    private final ReferenceHistory history;
    private volatile boolean stopped;

    /** @param environment names MySQL's address and account, as {@code local-stack env} prints them */
    ReferenceChanges(Map<String, String> environment, DynamoDbClient dynamoDb, ReferenceHistory history) {
        this.environment = environment;
        this.dynamoDb = dynamoDb;
        this.history = history;
        STAYING.forEach(country -> history.begin(country.name(), country.code() + "-" + country.name()));
        history.begin(COMES_AND_GOES.name(), null);
    }

    @Override
    public void run() {
        try (Connection connection = connect()) {
            for (int change = 0; !stopped; change++) {
                change(connection, COUNTRIES.get(change % COUNTRIES.size()), change);
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (SQLException e) {
            throw new CommandException("the reference rows cannot be updated in MySQL: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped = true;
    }

    private void change(Connection connection, Country country, int number) throws SQLException, InterruptedException {
        String name = country.code() + "-" + number;
        boolean isThere = history.latest(country.name()).isPresent();
        Instant before = Instant.now();
        if (!isThere) {
            execute(
                    connection,
                    "INSERT INTO country_lookup_table (code, countryname, combinedname) VALUES (?, ?, ?)",
                    country.code(),
                    country.name(),
                    name);
        } else if (country.equals(COMES_AND_GOES)) {
            execute(connection, "DELETE FROM country_lookup_table WHERE code = ?", country.code());
            name = null;
        } else {
            execute(
                    connection,
                    "UPDATE country_lookup_table SET combinedname = ? WHERE code = ?",
                    name,
                    country.code());
        }
        awaitInDynamoDb(country, name);
        history.change(country.name(), name, before, Instant.now());
    }

    private static void execute(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /** @param name null if the item has to be gone */
    private void awaitInDynamoDb(Country country, String name) throws InterruptedException {
        AttributeValue expected = name == null ? null : AttributeValue.fromS(name);
        Map<String, AttributeValue> key = Map.of(
                "code", AttributeValue.fromS(country.code()),
                "countryname", AttributeValue.fromS(country.name()));
        long deadline = System.nanoTime() + LONGEST_REPLICATION.toNanos();
        while (!Objects.equals(
                expected,
                dynamoDb.getItem(request -> request.tableName(ExampleResources.REFERENCE_TABLE)
                                .key(key)
                                .consistentRead(true))
                        .item()
                        .get("combinedname"))) {
            if (System.nanoTime() > deadline) {
                throw new CommandException("a change did not reach DynamoDB within " + LONGEST_REPLICATION.toSeconds()
                        + " s; see the log of the replicator");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
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
}
