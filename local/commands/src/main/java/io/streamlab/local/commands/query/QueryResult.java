package io.streamlab.local.commands.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The rows that a statement returns.
 *
 * @param columns their names; two may be the same
 * @param rows of each row one value per column: text, number, boolean, null; an array or object for nested values
 */
record QueryResult(List<String> columns, List<List<JsonNode>> rows) {
    QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Returns how many rows there are, in words. */
    String describeCount() {
        return rows.size() == 1 ? "1 row" : rows.size() + " rows";
    }
}
