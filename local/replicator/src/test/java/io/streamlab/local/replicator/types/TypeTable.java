package io.streamlab.local.replicator.types;

import io.streamlab.local.replicator.server.Items;
import io.streamlab.local.replicator.server.Servers;
import io.streamlab.local.replicator.types.TypedColumn.Sample;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table with typed columns {@code c0}, {@code c1} and so on, and the DynamoDB table that it goes to. */
public final class TypeTable {

    /** A mode in which the server takes every value, also dates that do not exist. */
    private static final String SESSION = "SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'";

    private final Servers servers;
    private final String name;
    private final List<TypedColumn> columns;
    private final int rows;

    /** The samples of the rows that were inserted or updated, by id. */
    private final Map<Integer, Integer> samples = new LinkedHashMap<>();

    public TypeTable(Servers servers, String name, List<TypedColumn> columns, int rows) {
        this.servers = servers;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.rows = rows;
    }

    public void create() throws SQLException {
        execute(List.of(
                "DROP TABLE IF EXISTS " + name,
                "CREATE TABLE " + name + " (id INT PRIMARY KEY, " + definitions("") + ")",
                "GRANT SELECT ON mydev." + name + " TO repl"));
    }

    public void createWithoutColumns() throws SQLException {
        servers.createTable(name, "id INT PRIMARY KEY");
        servers.execute("INSERT INTO " + name + " VALUES (1)");
    }

    public void addColumns() throws SQLException {
        execute(List.of("ALTER TABLE " + name + " " + definitions("ADD COLUMN ")));
    }

    public void removeItems() {
        if (servers.dynamoDb().listTables().tableNames().contains(target())) {
            servers.dynamoDb().deleteTable(request -> request.tableName(target()));
        }
    }

    /** Inserts a row for each number of a sample. */
    public void insert(int firstId) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int sample = row;
            samples.put(firstId + row, sample);
            statements.add("INSERT INTO " + name + " (id, " + names() + ") VALUES (" + (firstId + row)
                    + columns.stream()
                            .map(column -> ", " + column.sample(sample).literal())
                            .collect(Collectors.joining())
                    + ")");
        }
        execute(statements);
    }

    public void insertThenUpdate(int firstId) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int sample = row;
            samples.put(firstId + row, sample);
            statements.add("INSERT INTO " + name + " (id) VALUES (" + (firstId + row) + ")");
            statements.add("UPDATE " + name + " SET "
                    + IntStream.range(0, columns.size())
                            .mapToObj(i -> "c" + i + " = "
                                    + columns.get(i).sample(sample).literal())
                            .collect(Collectors.joining(", "))
                    + " WHERE id = " + (firstId + row));
        }
        execute(statements);
    }

    public void insertDefaults(int id) throws SQLException {
        execute(List.of("INSERT INTO " + name + " (id) VALUES (" + id + ")"));
    }

    public void awaitRow(int id) {
        Items items = new Items(servers, target());
        Awaitility.await("row " + id + " of " + name)
                .until(() -> !items.get(Map.of("id", AttributeValue.fromN(String.valueOf(id))))
                        .isEmpty());
    }

    /** Waits for the row that was written last. */
    public void awaitAllRows() throws SQLException {
        int last = 9999;
        execute(List.of("INSERT INTO " + name + " (id) VALUES (" + last + ")"));
        awaitRow(last);
    }

    /**
     * Compares each item with what the server shows and with what was written by hand.
     *
     * @return one line for each difference
     */
    public List<String> differences() throws SQLException {
        Map<Integer, Map<String, AttributeValue>> items = items();
        List<String> differences = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SELECT id, " + shownColumns() + " FROM " + name)) {
            while (shown.next()) {
                int id = shown.getInt(1);
                Map<String, AttributeValue> item = items.remove(id);
                if (item == null) {
                    differences.add(name + " has no item " + id);
                    continue;
                }
                for (int i = 0; i < columns.size(); i++) {
                    differences.addAll(differencesOf(id, i, item.get("c" + i), shown.getString(i + 2)));
                }
            }
        }
        items.keySet().forEach(id -> differences.add(name + " has no row " + id));
        return differences;
    }

    private List<String> differencesOf(int id, int index, AttributeValue attribute, String shown) {
        TypedColumn column = columns.get(index);
        String is = Attributes.describe(attribute);
        String byServer = Attributes.ofShown(column.declaration(), shown);
        Sample sample = samples.containsKey(id) ? column.sample(samples.get(id)) : new Sample("(default)", null);
        String place =
                name + " " + id + " " + column.declaration() + " " + beginningOf(sample.literal()) + ": is " + is;
        List<String> differences = new ArrayList<>();
        if (!Attributes.areSame(column.declaration(), is, byServer)) {
            differences.add(place + ", the server shows " + byServer);
        }
        if (sample.expected() != null && !is.equals(sample.expected())) {
            differences.add(place + ", must be " + sample.expected());
        }
        return differences;
    }

    private static String beginningOf(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }

    private Map<Integer, Map<String, AttributeValue>> items() {
        Map<Integer, Map<String, AttributeValue>> items = new HashMap<>();
        servers.dynamoDb()
                .scanPaginator(request -> request.tableName(target()).consistentRead(true))
                .items()
                .forEach(item -> items.put(Integer.valueOf(item.get("id").n()), item));
        return items;
    }

    public String rules() {
        return rules(name, "id");
    }

    /** Returns the rules that map a table, with a column as the key. */
    public static String rules(String table, String key) {
        String id = String.valueOf(Math.abs(table.hashCode()));
        return """
                {"rule-type": "selection", "rule-id": "1%1$s", "rule-name": "1%1$s", "rule-action": "include",
                 "object-locator": {"schema-name": "mydev", "table-name": "%2$s"}},
                {"rule-type": "object-mapping", "rule-id": "2%1$s", "rule-name": "2%1$s",
                 "rule-action": "map-record-to-record", "object-locator": {"schema-name": "mydev", "table-name": "%2$s"},
                 "target-table-name": "tgt_%2$s", "mapping-parameters": {"partition-key-name": "%3$s"}}"""
                .formatted(id, table, key);
    }

    private String target() {
        return "tgt_" + name;
    }

    private String definitions(String before) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> before + "c" + i + " " + columns.get(i).declaration())
                .collect(Collectors.joining(", "));
    }

    private String names() {
        return IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    private String shownColumns() {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> Attributes.shown(columns.get(i).declaration(), "c" + i))
                .collect(Collectors.joining(", "));
    }

    private Connection connect() throws SQLException {
        Connection connection = servers.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
        }
        return connection;
    }

    private void execute(List<String> statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new SQLException(e.getMessage() + " in " + beginningOf(sql), e);
                }
            }
            connection.commit();
        }
    }
}
