package io.streamlab.local.replicator.source.connector;

import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.jdbc.MariaDbFieldReader;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the values of the full load's rows. */
final class ExactFieldReader extends MariaDbFieldReader {

    ExactFieldReader(MariaDbConnectorConfig settings) {
        super(settings);
    }

    /**
     * Returns what the full load selects in place of a column, under the column's name. The server writes dates and times as
     * text: the driver has no object for a zero date. As a FLOAT the server sends six digits, as a DOUBLE all of them.
     */
    static String expression(Column column) {
        String name = quoted(column);
        if (ExactValueConverters.isText(column)) {
            return "CAST(" + name + " AS CHAR) AS " + name;
        }
        return ExactValueConverters.isFloat(column) ? "CAST(" + name + " AS DOUBLE) AS " + name : name;
    }

    static String quoted(Column column) {
        return '`' + column.name().replace("`", "``") + '`';
    }

    @Override
    public Object readField(ResultSet row, int index, Column column, Table table) throws SQLException {
        return ExactValueConverters.isText(column) ? row.getString(index) : super.readField(row, index, column, table);
    }
}
