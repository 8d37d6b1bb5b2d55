package io.streamlab.local.replicator.source;

import java.util.Optional;

/** Thrown when a statement has changed what the rows of a replicated table mean. The tables need a new full load. */
public final class TableChangedException extends RuntimeException {

    private final transient Optional<String> table;
    private final String statement;

    /**
     * Creates the exception.
     *
     * @param table schema and name; empty if the statement could not be parsed
     * @param statement as the binary log has it
     */
    TableChangedException(Optional<String> table, String statement) {
        super(table.orElse("A replicated table") + " was changed by: " + statement, null, false, false);
        this.table = table;
        this.statement = statement;
    }

    /** Returns schema and name of the table; empty if the statement could not be parsed. */
    public Optional<String> table() {
        return table;
    }

    /** Returns the statement as the binary log has it. */
    public String statement() {
        return statement;
    }
}
