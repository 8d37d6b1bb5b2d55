package io.streamlab.local.replicator.source.connector;

import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.jdbc.MariaDbValueConverters;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableEditor;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaNameAdjuster;
import io.debezium.spi.topic.TopicNamingStrategy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The columns of the tables, with the members of ENUM and SET as they are. SHOW CREATE TABLE has a question mark in place of each
 * letter beyond U+FFFF, such as an emoji. So this class asks the server for each member that has a question mark.
 */
final class ExactSchema extends MariaDbDatabaseSchema {

    private static final String LOST_LETTER = "?";

    /** The server's codes for a database, a table or a column that does not exist. */
    private static final Set<Integer> MISSING = Set.of(1049, 1054, 1146);

    private final Connections connections;

    ExactSchema(
            MariaDbConnectorConfig settings,
            MariaDbValueConverters converters,
            TopicNamingStrategy<TableId> topics,
            SchemaNameAdjuster names,
            boolean isCaseInsensitive,
            CustomConverterRegistry customConverters,
            MariaDbTaskContext context,
            Connections connections) {
        super(settings, converters, topics, names, isCaseInsensitive, customConverters, context);
        this.connections = connections;
    }

    @Override
    protected void buildAndRegisterSchema(Table table) {
        TableEditor edited = table.edit();
        for (Column column : table.columns()) {
            if (column.enumValues().stream().anyMatch(member -> member.contains(LOST_LETTER))) {
                edited.updateColumn(column.edit()
                        .enumValues(readMembers(table.id(), column))
                        .create());
            }
        }
        super.buildAndRegisterSchema(edited.create());
    }

    private List<String> readMembers(TableId table, Column column) {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            return readMembers(table, column, statement);
        } catch (SQLException e) {
            if (MISSING.contains(e.getErrorCode())) {
                // A statement that comes later in the binary log has changed the table: a new full load follows.
                return column.enumValues();
            }
            throw new ConnectException("Cannot read the members of column " + column.name() + " of " + table, e);
        }
    }

    private static List<String> readMembers(TableId table, Column column, Statement statement) throws SQLException {
        List<String> members = new ArrayList<>(column.enumValues());
        boolean isSet = column.typeName().equalsIgnoreCase("SET");
        List<Integer> asked = new ArrayList<>();
        StringBuilder sql = new StringBuilder("BEGIN NOT ATOMIC DECLARE member TYPE OF " + table.toQuotedString('`')
                + "." + ExactFieldReader.quoted(column) + "; ");
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).contains(LOST_LETTER)) {
                asked.add(i);
                // A number is the place of a member of ENUM, and the bits of the members of SET.
                sql.append("SET member = ")
                        .append(isSet ? Long.toUnsignedString(1L << i) : String.valueOf(i + 1))
                        .append("; SELECT CAST(member AS CHAR); ");
            }
        }
        statement.execute(sql.append("END").toString());
        for (int i : asked) {
            try (ResultSet member = statement.getResultSet()) {
                member.next();
                members.set(i, StringLiteral.of(member.getString(1)));
            }
            statement.getMoreResults();
        }
        return members;
    }
}
