package io.streamlab.verify.walkthrough;

import io.streamlab.verify.pipeline.ReferenceRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The walk-through's four UPDATEs of the reference rows in MySQL, and how long each takes to reach DynamoDB. */
final class ReferenceUpdates {
    /** Rows that the updates change: code, country, and the name that gets the three-letter code. */
    private static final List<Update> UPDATES = List.of(
            new Update("US", "USA", "US-USA-US"),
            new Update("CA", "Canada", "CA-CAN-Canada"),
            new Update("CN", "China", "CN-CHN-China"),
            new Update("IN", "India", "IN-IND-India"));

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

    /** Returns the statements, as a person would type them. */
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

    /** Runs the updates, one after the other. */
    List<Replicated> run() throws InterruptedException {
        List<Replicated> replicated = new ArrayList<>();
        try (ReferenceRows rows = ReferenceRows.connect(environment, dynamoDb)) {
            for (Update update : UPDATES) {
                rows.execute(update.sql());
                long committedAt = System.currentTimeMillis();
                long start = System.nanoTime();
                rows.awaitReplicated(update.code(), update.countryName(), update.combinedName());
                replicated.add(new Replicated(update.combinedName(), committedAt, (System.nanoTime() - start) / 1e6));
            }
        }
        return replicated;
    }
}
