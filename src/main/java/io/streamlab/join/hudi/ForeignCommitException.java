package io.streamlab.join.hudi;

/** Thrown when another writer has committed to the table while this job writes it. */
public final class ForeignCommitException extends RuntimeException {
    ForeignCommitException(String table, HudiCommit foreign) {
        super("The Hudi table " + table + " has a second writer: its commit " + foreign.instant() + " is of "
                + foreign.provenance()
                + ". Two writers that do not know of each other destroy each other's commits; stop "
                + "one of them, or let Hudi keep them apart (docs/RELIABILITY.md, \"One writer\")");
    }
}
