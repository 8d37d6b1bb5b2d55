package io.streamlab.join.reenrich;

import io.streamlab.join.hudi.BatchProvenance;
import java.util.List;

/** Finds the outdated rows of the table. */
interface OutdatedRowSearch {
    /** Returns whether the table's newest commit is of the same query. If not, the ledger may not match the rows. */
    boolean isLastWrittenBy(BatchProvenance origin);

    /**
     * Finds the outdated rows of some keys of the ledger.
     *
     * @param keys in the order in which their rows are taken
     * @param limit how many rows to take at most, at least 1
     */
    OutdatedRows ofKeys(List<String> keys, ReferenceAttributes reference, int limit);

    /** Finds the outdated rows among all rows that have a join key. */
    OutdatedRows ofAllKeys(ReferenceAttributes reference, int limit);
}
