package io.streamlab.join.reenrich;

import java.util.Optional;

/** Keeps the ledger beyond the end of the job. */
interface LedgerStore {
    /** Returns the ledger that was saved last; none if there is no usable one. */
    Optional<Ledger> load();

    /** Saves a ledger in place of the last one. If this fails, either of the two may be the saved one. */
    void save(Ledger ledger);
}
