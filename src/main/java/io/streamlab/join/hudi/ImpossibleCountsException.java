package io.streamlab.join.hudi;

import java.util.List;

/** Thrown when the counts of a commit are negative or do not add up, so that rows may be missing or doubled. */
public final class ImpossibleCountsException extends RuntimeException {
    /**
     * @param what the batch or the commit that was counted
     * @param problems a sentence for each count that cannot be
     * @param figures all counts
     */
    public ImpossibleCountsException(String what, List<String> problems, String figures) {
        super("The counts of " + what + " cannot be: " + String.join("; ", problems) + ". All counts, of " + figures
                + ". The commit is complete. The table may have two rows of one key, or another writer "
                + "(docs/RUNBOOK.md, \"Counts that cannot be\")");
    }
}
