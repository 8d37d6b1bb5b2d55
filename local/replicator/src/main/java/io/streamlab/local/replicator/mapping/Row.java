package io.streamlab.local.replicator.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One row of a source table.
 *
 * @param values the values that are not NULL, by column name, in the order of the table
 */
public record Row(Map<String, ColumnValue> values) {

    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(column -> column.getKey() + "=" + column.getValue().asText())
                .collect(Collectors.joining(", "));
    }

    Optional<ColumnValue> value(String column) {
        return Optional.ofNullable(values.get(column));
    }
}
