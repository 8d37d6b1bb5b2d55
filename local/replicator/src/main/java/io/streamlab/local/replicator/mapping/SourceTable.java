package io.streamlab.local.replicator.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table of the source database.
 *
 * @param columns in the order of the table
 * @param primaryKey names of the primary key's columns; empty without one
 */
public record SourceTable(String schema, String name, List<Column> columns, List<String> primaryKey) {

    /**
     * A column.
     *
     * @param declaredType the type as MySQL shows it, for instance {@code bigint(20) unsigned}
     * @param type the type in DynamoDB, by the DMS guide
     */
    public record Column(String name, String declaredType, ColumnType type) {}

    public SourceTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    public String qualifiedName() {
        return schema + "." + name;
    }

    Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    String columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
