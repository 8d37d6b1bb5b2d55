package io.streamlab.join.reenrich;

import io.streamlab.join.config.ReenrichConfig;
import io.streamlab.join.hudi.BatchProvenance;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * The order in which re-enrichment finds, keeps and writes things. The order makes re-enrichment safe against a crash at
 * any moment.
 *
 * <ol>
 *   <li>{@link #prepare} marks the keys as pending whose items differ from the ledger, and keeps the ledger.
 *   <li>{@link #prepare} finds the outdated rows of pending keys.
 *   <li>The caller commits these rows.
 *   <li>{@link Step#committed} marks the keys as applied that have no outdated row left, and keeps the ledger.
 * </ol>
 *
 * <p>A ledger that is kept only after the commit would leave wrong rows behind:
 *
 * <ol>
 *   <li>The item of a key changes from A to B. A batch commits rows with B. The job dies before it keeps the ledger, which
 *       still says A.
 *   <li>The item changes back to A. The next start finds A in the scan and A in the ledger.
 *   <li>The rows of the batch show B for ever.
 * </ol>
 *
 * <p>docs/REENRICHMENT.md lists what is left behind by each crash, and what the next start does.
 */
final class ReenrichmentProtocol {
    private final LedgerStore store;
    private final ReenrichConfig config;
    private final Clock clock;

    /** The ledger that is kept; null before the first step. */
    private Ledger ledger;

    ReenrichmentProtocol(LedgerStore store, ReenrichConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Prepares a step: does 1. and 2.
     *
     * <p>After the start all keys are compared with the ledger. Then only those whose items may have changed, where the
     * reference data tells them.
     *
     * @param reference all rows of the commit must be joined with it
     * @param origin the origin of the commit
     */
    Step prepare(OutdatedRowSearch search, ReferenceAttributes reference, BatchProvenance origin) {
        boolean isFirst = ledger == null;
        if (isFirst) {
            ledger = load(search, origin);
        }
        Optional<Set<String>> changedKeys = isFirst ? Optional.empty() : reference.changedKeys(ledger::keys);
        Map<String, Row> attributes = needed(changedKeys, reference);
        Map<String, Long> current = new HashMap<>();
        attributes.forEach((key, row) -> current.put(key, Fingerprint.of(row)));
        Ledger noticed = changedKeys.isPresent()
                ? ledger.notice(changedKeys.get(), current, config.removed(), clock.instant())
                : ledger.notice(current, config.removed(), clock.instant());
        int keysChanged = noticed.newlyPending(ledger);
        keep(noticed);
        reference.noted();
        return new Step(noticed, current, keysChanged, find(search, reference));
    }

    /** Returns the attributes of the changed keys, and of those that a commit may settle. */
    private Map<String, Row> needed(Optional<Set<String>> changedKeys, ReferenceAttributes reference) {
        if (!changedKeys.isPresent() || ledger.isEverythingPending()) {
            return reference.ofAllKeys();
        }
        Set<String> keys = new HashSet<>(changedKeys.get());
        keys.addAll(ledger.pendingKeys());
        return reference.of(keys);
    }

    /** Returns whether any row may be outdated. */
    boolean isPending() {
        return ledger == null || ledger.isPending();
    }

    /** Loads the ledger that was kept last. If another query has written since, as a replay does, nothing is known. */
    private Ledger load(OutdatedRowSearch search, BatchProvenance origin) {
        Optional<Ledger> kept = search.isLastWrittenBy(origin) ? store.load() : Optional.empty();
        if (kept.isPresent()) {
            return kept.get();
        }
        Ledger unknown = Ledger.ofUnknown(clock.instant());
        store.save(unknown);
        return unknown;
    }

    private void keep(Ledger next) {
        if (next != ledger) {
            store.save(next);
            ledger = next;
        }
    }

    /** Returns none where no search is needed, or none is allowed. */
    private Optional<OutdatedRows> find(OutdatedRowSearch search, ReferenceAttributes reference) {
        int limit = config.maxRowsPerBatch();
        if (!ledger.isPending() || limit == 0) {
            return Optional.empty();
        }
        return Optional.of(
                ledger.isEverythingPending()
                        ? search.ofAllKeys(reference, limit)
                        : search.ofKeys(ledger.pendingKeys(), reference, limit));
    }

    /** What is prepared for one commit. */
    final class Step implements AutoCloseable {
        private final Ledger noticed;
        private final Map<String, Long> current;
        private final int keysChanged;
        private final Optional<OutdatedRows> outdated;

        private Step(Ledger noticed, Map<String, Long> current, int keysChanged, Optional<OutdatedRows> outdated) {
            this.noticed = noticed;
            this.current = current;
            this.keysChanged = keysChanged;
            this.outdated = outdated;
        }

        /** Returns the rows to commit; none if there was no search. */
        Optional<OutdatedRows> outdated() {
            return outdated;
        }

        /** Does 4. Call it once the commit is complete. */
        void committed() {
            outdated.ifPresent(rows -> keep(settled(rows)));
        }

        private Ledger settled(OutdatedRows rows) {
            if (!noticed.isEverythingPending()) {
                return noticed.settle(current, rows.keysDone());
            }
            return rows.backlog() == 0 ? Ledger.settled(current) : noticed;
        }

        /** Returns how many keys became pending with this step. */
        int keysChanged() {
            return keysChanged;
        }

        /** Returns how many outdated rows are left, as far as the search has seen. */
        long backlogRows() {
            return outdated.map(OutdatedRows::backlog).orElse(0L);
        }

        /** Returns how many keys have outdated rows, or may have them. */
        int backlogKeys() {
            return ledger.isEverythingPending()
                    ? current.size()
                    : ledger.pendingKeys().size();
        }

        /** Returns for how long the oldest change had been known that was pending before the commit; zero without one. */
        Duration lag() {
            return noticed.oldest()
                    .map(oldest -> Duration.between(oldest, clock.instant()))
                    // The clock may have gone back.
                    .filter(lag -> !lag.isNegative())
                    .orElse(Duration.ZERO);
        }

        @Override
        public void close() {
            outdated.ifPresent(OutdatedRows::close);
        }
    }
}
