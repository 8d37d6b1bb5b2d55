package io.streamlab.join.reenrich;

import java.util.Optional;

/** Keeps the ledger over the end of the job. */
interface LedgerStore {
    /** The one that was kept last; none if there is none that can be used. */
    Optional<Ledger> load();

    /** Keeps it in place of the last one; when this returns, it is kept, and if it fails, either of the two is. */
    void save(Ledger ledger);
}
