package io.streamlab.join.hudi;

/** Somebody else has written the table while this job did. */
public final class ForeignCommitException extends RuntimeException {
    ForeignCommitException(String table, HudiCommit foreign) {
        super("The Hudi table " + table + " has a second writer: its commit " + foreign.instant() + " is of "
                + foreign.provenance()
                + ". Two writers that do not know of each other destroy each other's commits; stop "
                + "one of them, or let Hudi keep them apart (docs/RELIABILITY.md, \"One writer\")");
    }
}
