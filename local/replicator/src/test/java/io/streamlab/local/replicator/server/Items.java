package io.streamlab.local.replicator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compares a DynamoDB table with what is expected of it, as soon as replication has brought it there. */
public final class Items {

    private final Servers servers;
    private final String table;

    public Items(Servers servers, String table) {
        this.servers = servers;
        this.table = table;
    }

    /** @param items each {@code name=value, name=value} with the attributes in alphabetical order; in any order */
    public void become(String... items) {
        become(List.of(items));
    }

    /** Waits until there is an item for each row of a query, with the same attributes: names, numbers and texts. */
    public void becomeRowsOf(String query) throws SQLException {
        become(rows(query));
    }

    /** Every item as {@code name=value, name=value}, attributes in alphabetical order. */
    public List<String> all() {
        List<String> items = new ArrayList<>();
        servers.dynamoDb()
                .scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> items.add(describe(item)));
        return items;
    }

    public Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return servers.dynamoDb()
                .getItem(request -> request.tableName(table).key(key).consistentRead(true))
                .item();
    }

    private void become(List<String> items) {
        List<String> inOrder = items.stream().sorted().toList();
        Awaitility.await("items of " + table)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(all().stream().sorted()).containsExactlyElementsOf(inOrder));
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    if (result.getString(i) != null) {
                        row.put(result.getMetaData().getColumnLabel(i), result.getString(i));
                    }
                }
                rows.add(inOrder(row));
            }
        }
        return rows;
    }

    private static String describe(Map<String, AttributeValue> item) {
        Map<String, String> attributes = new LinkedHashMap<>();
        item.forEach((name, value) -> attributes.put(name, describe(value)));
        return inOrder(attributes);
    }

    private static String describe(AttributeValue value) {
        if (value.s() != null) {
            return value.s();
        }
        return value.n() == null ? String.valueOf(value.bool()) : value.n();
    }

    private static String inOrder(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .reduce((left, right) -> left + ", " + right)
                .orElse("");
    }
}
