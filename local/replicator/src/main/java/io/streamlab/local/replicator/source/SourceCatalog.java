package io.streamlab.local.replicator.source;

import io.streamlab.local.replicator.mapping.ColumnType;
import io.streamlab.local.replicator.mapping.SourceTable;
import io.streamlab.local.replicator.mapping.SourceTable.Column;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads the tables that a user may read, with their columns. */
public final class SourceCatalog {

    /** Leaves out views and the columns that the user may not read. */
    private static final String COLUMNS =
            """
            SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.column_key = 'PRI' AS is_primary
            FROM information_schema.columns c
            JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE t.table_type = 'BASE TABLE'
              AND c.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
              AND FIND_IN_SET('select', c.privileges) > 0
            ORDER BY c.table_schema, c.table_name, c.ordinal_position
            """;

    private static final String VIEWS =
            """
            SELECT table_schema, table_name FROM information_schema.tables
            WHERE table_type = 'VIEW' AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
            ORDER BY table_schema, table_name
            """;

    /** A foreign key, in a CREATE TABLE as the server shows it, by which the server changes rows outside of the binary log. */
    private static final Pattern CASCADE =
            Pattern.compile("CONSTRAINT .* FOREIGN KEY .* ON (?:DELETE|UPDATE) (?:CASCADE|SET NULL)");

    private SourceCatalog() {}

    /**
     * Reads the tables, with columns in the order of the table.
     *
     * @throws SQLException if the database cannot be reached or refuses the user
     */
    public static List<SourceTable> readTables(MySqlAddress address) throws SQLException {
        try (Connection connection = connect(address);
                PreparedStatement statement = connection.prepareStatement(COLUMNS);
                ResultSet columns = statement.executeQuery()) {
            return tables(columns);
        }
    }

    /**
     * Reads the names of the views, as tables without columns.
     *
     * @throws SQLException if the database cannot be reached or refuses the user
     */
    public static List<SourceTable> readViews(MySqlAddress address) throws SQLException {
        List<SourceTable> views = new ArrayList<>();
        try (Connection connection = connect(address);
                PreparedStatement statement = connection.prepareStatement(VIEWS);
                ResultSet names = statement.executeQuery()) {
            while (names.next()) {
                views.add(new SourceTable(
                        names.getString("table_schema"), names.getString("table_name"), List.of(), List.of()));
            }
        }
        return views;
    }

    /**
     * Reads the foreign keys by which the server itself changes or removes rows of a table.
     *
     * @return each as CREATE TABLE has it
     * @throws SQLException if the database cannot be reached or refuses the user
     */
    public static List<String> readCascades(MySqlAddress address, SourceTable table) throws SQLException {
        String name =
                "`" + table.schema().replace("`", "``") + "`.`" + table.name().replace("`", "``") + "`";
        try (Connection connection = connect(address);
                PreparedStatement statement = connection.prepareStatement("SHOW CREATE TABLE " + name);
                ResultSet shown = statement.executeQuery()) {
            return shown.next() ? cascadesIn(shown.getString(2)) : List.of();
        }
    }

    static List<String> cascadesIn(String createTable) {
        return CASCADE.matcher(createTable).results().map(MatchResult::group).toList();
    }

    private static Connection connect(MySqlAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        return DriverManager.getConnection("jdbc:mariadb://" + address.host() + ":" + address.port() + "/", properties);
    }

    private static List<SourceTable> tables(ResultSet columns) throws SQLException {
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        while (columns.next()) {
            String schema = columns.getString("table_schema");
            String name = columns.getString("table_name");
            SourceTable table =
                    tables.getOrDefault(schema + "." + name, new SourceTable(schema, name, List.of(), List.of()));
            String declaredType = columns.getString("column_type");
            List<Column> allColumns = new ArrayList<>(table.columns());
            Column column =
                    new Column(columns.getString("column_name"), declaredType, ColumnType.ofMySql(declaredType));
            allColumns.add(column);
            List<String> primaryKey = new ArrayList<>(table.primaryKey());
            if (columns.getBoolean("is_primary")) {
                primaryKey.add(column.name());
            }
            tables.put(table.qualifiedName(), new SourceTable(schema, name, allColumns, primaryKey));
        }
        return List.copyOf(tables.values());
    }
}
