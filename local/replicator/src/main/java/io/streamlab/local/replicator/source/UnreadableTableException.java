package io.streamlab.local.replicator.source;

import java.io.IOException;

/** Thrown when a full load cannot read a table, because Debezium's parser does not know the type of one of its columns. */
public final class UnreadableTableException extends IOException {

    private final String statement;

    UnreadableTableException(String statement, Throwable cause) {
        super("A full load cannot read the table of this statement: " + statement, cause);
        this.statement = statement;
    }

    /** Returns the statement that creates the table, as the server shows it. */
    public String statement() {
        return statement;
    }
}
