package io.streamlab.local.replicator.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a source table.
 *
 * @param values the values that are not NULL, by column name, in the order of the table
 */
public record Row(Map<String, ColumnValue> values) {

    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    Optional<ColumnValue> value(String column) {
        return Optional.ofNullable(values.get(column));
    }
}
