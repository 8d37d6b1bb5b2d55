package io.streamlab.local.replicator.mapping;

import java.util.Locale;
import java.util.Set;

/**
 * The DynamoDB type of a MySQL column, from two tables of the DMS guide: "Source data types for MySQL" and "Target data types
 * for DynamoDB".
 */
public enum ColumnType {
    STRING,
    NUMBER,
    BOOLEAN,
    /** Binary and spatial data: by the guide, a DynamoDB target takes no BYTES and of the LOBs only CLOB. */
    UNSUPPORTED;

    private static final Set<String> STRINGS = Set.of(
            "char",
            "varchar",
            "tinytext",
            "text",
            "mediumtext",
            "longtext",
            "json",
            "enum",
            "set",
            "uuid",
            "date",
            "time",
            "datetime",
            "timestamp");
    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year");

    /**
     * Returns the type for a MySQL type.
     *
     * @param declaredType the type as {@code information_schema.columns.column_type} shows it
     */
    public static ColumnType ofMySql(String declaredType) {
        String type = declaredType.toLowerCase(Locale.ROOT);
        String name = type.split("[ (]", 2)[0];
        if (STRINGS.contains(name)) {
            return STRING;
        }
        if (NUMBERS.contains(name)) {
            return NUMBER;
        }
        return type.equals("bit(1)") ? BOOLEAN : UNSUPPORTED;
    }
}
