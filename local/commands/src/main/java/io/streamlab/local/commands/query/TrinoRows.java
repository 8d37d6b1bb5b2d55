package io.streamlab.local.commands.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Turns Trino's rows into results: numbers stay numbers; bytes become hexadecimal text; dates and times become text as Trino has it. */
final class TrinoRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper MAPPER = new JsonMapper();

    private TrinoRows() {}

    /** Runs the query and takes all its rows. */
    static QueryResult collect(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            ResultSetMetaData columns = results.getMetaData();
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                names.add(columns.getColumnLabel(column));
            }
            List<List<JsonNode>> rows = new ArrayList<>();
            while (results.next()) {
                List<JsonNode> row = new ArrayList<>();
                for (int column = 1; column <= names.size(); column++) {
                    row.add(toJson(results.getObject(column)));
                }
                rows.add(row);
            }
            return new QueryResult(names, rows);
        }
    }

    private static JsonNode toJson(Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        } else if (value instanceof Float || value instanceof Double) {
            return Double.isFinite(((Number) value).doubleValue())
                    ? NODES.numberNode(new BigDecimal(value.toString()))
                    : NODES.textNode(value.toString());
        } else if (value instanceof Number integer) {
            return NODES.numberNode(integer.longValue());
        } else if (value instanceof byte[] bytes) {
            return NODES.textNode(HexFormat.of().formatHex(bytes));
        } else if (value instanceof List || value instanceof Map) {
            return MAPPER.valueToTree(value);
        }
        return NODES.textNode(value.toString());
    }
}
