package io.streamlab.join.hudi;

import java.util.List;

/** Thrown when another writer has committed to the table while this job writes it. */
public final class ForeignCommitException extends RuntimeException {
    ForeignCommitException(String table, HudiCommit foreign) {
        this(table, "its commit " + foreign.instant() + " is of " + foreign.provenance());
    }

    /** @param changes what has changed rows without a commit */
    ForeignCommitException(String table, List<String> changes) {
        this(table, "it made " + String.join(", ", changes));
    }

    private ForeignCommitException(String table, String change) {
        super("The Hudi table " + table + " has a second writer: " + change
                + ". Two writers that do not know of each other destroy each other's commits; stop "
                + "one of them, or let Hudi keep them apart (docs/RELIABILITY.md, \"One writer\")");
    }
}
