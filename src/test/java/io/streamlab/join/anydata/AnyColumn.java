package io.streamlab.join.anydata;

/** A column of the source table, or a field of a struct. */
public record AnyColumn(String name, AnyType type) {
    /** Returns the type's name in the catalog. */
    public String hiveType() {
        return type.hive();
    }

    /** Returns the name of the type that the table's column has. */
    public String typeInTable() {
        return type.inTable();
    }
}
