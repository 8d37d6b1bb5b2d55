package io.streamlab.local.commands.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trino.jdbc.Row;
import io.trino.jdbc.RowField;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Turns Trino's rows into results: numbers stay numbers; bytes become hexadecimal text; dates and times become text as Trino has
 * it. The same holds within arrays, maps and structs, which become JSON.
 */
final class TrinoRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

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

    static JsonNode toJson(Object value) throws SQLException {
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
        } else if (value instanceof Array array) {
            return list(Arrays.asList((Object[]) array.getArray()));
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                object.set(String.valueOf(entry.getKey()), toJson(entry.getValue()));
            }
            return object;
        } else if (value instanceof Row struct) {
            ObjectNode object = NODES.objectNode();
            for (RowField field : struct.getFields()) {
                object.set(field.getName().orElse("field" + field.getOrdinal()), toJson(field.getValue()));
            }
            return object;
        }
        return NODES.textNode(value.toString());
    }

    private static JsonNode list(List<?> values) throws SQLException {
        ArrayNode list = NODES.arrayNode();
        for (Object value : values) {
            list.add(toJson(value));
        }
        return list;
    }
}
