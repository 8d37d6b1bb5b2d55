package io.streamlab.join.reenrich;

import io.streamlab.join.config.ReenrichConfig;
import io.streamlab.join.hudi.BatchProvenance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/**
 * The order in which things are found, kept and written, which is what makes them safe: see docs/REENRICHMENT.md.
 *
 * <ol>
 *   <li>What differs from the ledger becomes pending, and that is kept: whatever is written from here on, it is known that
 *       rows of these keys may show anything.
 *   <li>The rows of pending keys are found that show something else than they would now.
 *   <li>They are committed.
 *   <li>The keys that have no other such row are applied, and that is kept.
 * </ol>
 */
final class RevisionSteps {
    private final LedgerStore store;
    private final ReenrichConfig config;
    private final Clock clock;

    /** As it is kept; null before the first step. */
    private Ledger ledger;

    RevisionSteps(LedgerStore store, ReenrichConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param reference the attributes of each key that has an item, by which everything that is committed is joined
     * @param origin the origin of the commit
     * @param commit gets the rows that have been found, if any were looked for, and commits them with whatever else there is
     * @param listener gets to know what was done, once it is
     */
    <R extends RevisedRows, T> T run(
            RowSource<R> rows,
            Map<String, Row> reference,
            BatchProvenance origin,
            Function<Optional<R>, T> commit,
            Consumer<Progress> listener) {
        if (ledger == null) {
            ledger = load(rows, origin);
        }
        Map<String, Long> current = new HashMap<>();
        reference.forEach((key, attributes) -> current.put(key, Fingerprint.of(attributes)));
        Ledger noticed = ledger.notice(current, config.removed(), clock.instant());
        int keysChanged = noticed.newlyPending(ledger);
        keep(noticed);
        Instant oldest = ledger.oldest().orElse(null);
        if (oldest == null || config.maxRowsPerBatch() == 0) {
            T result = commit.apply(Optional.empty());
            listener.accept(new Progress(keysChanged, 0, backlogKeys(reference), since(oldest)));
            return result;
        }
        try (R revised = find(rows, reference)) {
            T result = commit.apply(Optional.of(revised));
            keep(settled(revised, current));
            listener.accept(new Progress(keysChanged, revised.backlog(), backlogKeys(reference), since(oldest)));
            return result;
        }
    }

    /** Whether any row may show something else than it would now. */
    boolean isPending() {
        return ledger == null || ledger.isPending();
    }

    /** Where another query has written since, as a replay under another checkpoint does, nothing is known. */
    private Ledger load(RowSource<?> rows, BatchProvenance origin) {
        Optional<Ledger> kept = rows.isLastWrittenBy(origin) ? store.load() : Optional.empty();
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

    private <R extends RevisedRows> R find(RowSource<R> rows, Map<String, Row> reference) {
        return ledger.isEverythingPending()
                ? rows.ofAllKeys(reference, config.maxRowsPerBatch())
                : rows.ofKeys(ledger.pendingKeys(), reference, config.maxRowsPerBatch());
    }

    private Ledger settled(RevisedRows revised, Map<String, Long> current) {
        if (!ledger.isEverythingPending()) {
            return ledger.settle(current, revised.keysDone());
        }
        return revised.backlog() == 0 ? Ledger.settled(current) : ledger;
    }

    private int backlogKeys(Map<String, Row> reference) {
        return ledger.isEverythingPending()
                ? reference.size()
                : ledger.pendingKeys().size();
    }

    private Duration since(Instant oldest) {
        return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }
}
