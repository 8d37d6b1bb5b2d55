package io.streamlab.join.reenrich;

import io.streamlab.join.config.RemovedReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rows of the table are known to show.
 *
 * <p>Of each join key it is one of three things that is known:
 *
 * <ul>
 *   <li>The key is <em>applied</em>: all its rows show the attributes with this fingerprint.
 *   <li>The key is <em>pending</em>: its rows may show anything, since its item has changed. It stays so until all its rows
 *       have been looked at, even if the item changes back: rows that were written meanwhile show what it was then.
 *   <li>The key is neither: it had no item when its rows were written, and they show no attributes.
 * </ul>
 *
 * <p>Or nothing is known, and every row is pending. A ledger never changes; it must be kept before rows are written that it
 * does not yet say to be pending, and may be kept any time after rows are written that it says to be applied.
 */
final class Ledger {
    private final Map<String, Long> applied;
    /** The oldest change first. */
    private final Map<String, Instant> pending;
    /** Null if the keys tell. */
    private final Instant everythingSince;

    private Ledger(Map<String, Long> applied, Map<String, Instant> pending, Instant everythingSince) {
        this.applied = applied;
        this.pending = pending;
        this.everythingSince = everythingSince;
    }

    /** Of a table of which nothing is known. */
    static Ledger ofUnknown(Instant since) {
        return new Ledger(Collections.emptyMap(), Collections.emptyMap(), since);
    }

    /**
     * @param applied the fingerprint of each such key
     * @param pending since when each such key is, the oldest first
     */
    static Ledger of(Map<String, Long> applied, Map<String, Instant> pending) {
        return new Ledger(applied, pending, null);
    }

    /**
     * As it is once the reference data have been seen.
     *
     * @param current the fingerprint of each key that has an item
     * @return this very ledger if they are as it says
     */
    Ledger notice(Map<String, Long> current, RemovedReference removed, Instant now) {
        if (everythingSince != null) {
            return this;
        }
        List<String> changed = new ArrayList<>();
        List<String> forgotten = new ArrayList<>();
        current.forEach((key, fingerprint) -> {
            if (!fingerprint.equals(applied.get(key)) && !pending.containsKey(key)) {
                changed.add(key);
            }
        });
        boolean keeps = removed == RemovedReference.KEEP;
        applied.keySet().stream()
                .filter(key -> !current.containsKey(key))
                .forEach(keeps ? forgotten::add : changed::add);
        if (keeps) {
            pending.keySet().stream().filter(key -> !current.containsKey(key)).forEach(forgotten::add);
        }
        if (changed.isEmpty() && forgotten.isEmpty()) {
            return this;
        }
        Map<String, Long> stillApplied = new HashMap<>(applied);
        Map<String, Instant> nowPending = new LinkedHashMap<>(pending);
        for (String key : forgotten) {
            stillApplied.remove(key);
            nowPending.remove(key);
        }
        Collections.sort(changed);
        for (String key : changed) {
            stillApplied.remove(key);
            nowPending.put(key, now);
        }
        return of(stillApplied, nowPending);
    }

    /**
     * As it is once rows have been written.
     *
     * @param current what they were joined with
     * @param keysDone how many of the pending keys, from the oldest on, have no row left that shows anything else
     */
    Ledger settle(Map<String, Long> current, int keysDone) {
        if (keysDone == 0) {
            return this;
        }
        Map<String, Long> nowApplied = new HashMap<>(applied);
        Map<String, Instant> stillPending = new LinkedHashMap<>(pending);
        for (String key : pendingKeys().subList(0, keysDone)) {
            stillPending.remove(key);
            Long fingerprint = current.get(key);
            if (fingerprint != null) {
                nowApplied.put(key, fingerprint);
            }
        }
        return of(nowApplied, stillPending);
    }

    /** As it is when no row of the whole table shows anything else than it was joined with. */
    static Ledger settled(Map<String, Long> current) {
        return of(current, Collections.emptyMap());
    }

    boolean isPending() {
        return everythingSince != null || !pending.isEmpty();
    }

    /** Whether any row of the table may show anything. */
    boolean isEverythingPending() {
        return everythingSince != null;
    }

    /** Whose rows may show anything, the oldest change first. */
    List<String> pendingKeys() {
        return new ArrayList<>(pending.keySet());
    }

    /** How many keys are pending that were not so before. */
    int newlyPending(Ledger before) {
        return before == this
                ? 0
                : (int) pending.keySet().stream()
                        .filter(key -> !before.pending.containsKey(key))
                        .count();
    }

    /** Since when the change is known that has waited longest, if there is any. */
    Optional<Instant> oldest() {
        return everythingSince != null
                ? Optional.of(everythingSince)
                : pending.values().stream().min(Instant::compareTo);
    }

    Map<String, Long> applied() {
        return Collections.unmodifiableMap(applied);
    }

    Map<String, Instant> pending() {
        return Collections.unmodifiableMap(pending);
    }
}
