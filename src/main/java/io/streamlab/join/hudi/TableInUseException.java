package io.streamlab.join.hudi;

/** Thrown when another job writes the table. */
public final class TableInUseException extends RuntimeException {
    TableInUseException(String table, String writer) {
        super("The Hudi table " + table + " has another writer: " + writer
                + ". Two writers that do not know of each other "
                + "destroy each other's commits; stop one of them, or let Hudi keep them apart (docs/RELIABILITY.md, "
                + "\"One writer\")");
    }
}
