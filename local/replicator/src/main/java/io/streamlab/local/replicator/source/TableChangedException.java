package io.streamlab.local.replicator.source;

import java.util.Optional;

/** Thrown when a statement has changed what the rows of a replicated table mean. The tables need a new full load. */
public final class TableChangedException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param table schema and name; empty if the statement could not be parsed
     * @param statement as the binary log has it
     */
    TableChangedException(Optional<String> table, String statement) {
        super(table.orElse("A replicated table") + " was changed by: " + statement, null, false, false);
    }
}
