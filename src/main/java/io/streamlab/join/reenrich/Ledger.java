package io.streamlab.join.reenrich;

import io.streamlab.join.config.RemovedReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known about the attributes that the table's rows show.
 *
 * <p>Each join key is in one of three states:
 *
 * <ul>
 *   <li><em>Applied</em>: all its rows show the attributes with this fingerprint.
 *   <li><em>Pending</em>: its item has changed, and its rows may show anything. The key stays pending until all its rows
 *       have been compared, even if the item changes back: rows that were written meanwhile show the other value.
 *   <li>Neither: the key had no item when its rows were written. Its rows show no attributes.
 * </ul>
 *
 * <p>Or nothing is known, and all rows may show anything.
 *
 * <p>Two rules for keeping a ledger, which never changes itself:
 *
 * <ul>
 *   <li>Keep a ledger that says "pending" before the rows of that key are written.
 *   <li>Keep a ledger that says "applied" any time after the rows of that key are written.
 * </ul>
 */
final class Ledger {
    private final Map<String, Long> applied;
    /** Since when each key is pending; the oldest change first. */
    private final Map<String, Instant> pending;
    /** Since when nothing is known; null if the keys are known. */
    private final Instant everythingSince;

    private Ledger(Map<String, Long> applied, Map<String, Instant> pending, Instant everythingSince) {
        this.applied = applied;
        this.pending = pending;
        this.everythingSince = everythingSince;
    }

    /** Returns the ledger of a table of which nothing is known. */
    static Ledger ofUnknown(Instant since) {
        return new Ledger(Collections.emptyMap(), Collections.emptyMap(), since);
    }

    /**
     * Returns the ledger of known keys.
     *
     * @param applied the fingerprint of each applied key
     * @param pending since when each pending key is pending; the oldest first
     */
    static Ledger of(Map<String, Long> applied, Map<String, Instant> pending) {
        return new Ledger(applied, pending, null);
    }

    /**
     * Returns the ledger after a scan of the reference table: keys whose items differ are pending.
     *
     * @param current the fingerprint of each key that has an item
     * @return this same object if nothing differs
     */
    Ledger notice(Map<String, Long> current, RemovedReference removed, Instant now) {
        if (everythingSince != null) {
            return this;
        }
        List<String> different = new ArrayList<>();
        current.forEach((key, fingerprint) -> {
            if (!fingerprint.equals(applied.get(key))) {
                different.add(key);
            }
        });
        Stream.of(applied, pending)
                .flatMap(known -> known.keySet().stream())
                .filter(key -> !current.containsKey(key))
                .forEach(different::add);
        return notice(different, current, removed, now);
    }

    /**
     * Returns the ledger after changes of the reference table: those of the keys are pending whose items differ.
     *
     * @param keys all whose items may be other ones than at the last notice
     * @param current the fingerprint of each of the keys that has an item; may have others
     * @return this same object if nothing differs
     */
    Ledger notice(Collection<String> keys, Map<String, Long> current, RemovedReference removed, Instant now) {
        if (everythingSince != null) {
            return this;
        }
        List<String> changed = new ArrayList<>();
        List<String> forgotten = new ArrayList<>();
        boolean keeps = removed == RemovedReference.KEEP;
        for (String key : keys) {
            Long fingerprint = current.get(key);
            if (fingerprint != null) {
                if (!fingerprint.equals(applied.get(key)) && !pending.containsKey(key)) {
                    changed.add(key);
                }
            } else if (keeps && (applied.containsKey(key) || pending.containsKey(key))) {
                forgotten.add(key);
            } else if (applied.containsKey(key)) {
                changed.add(key);
            }
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
     * Returns the ledger after a commit: the first pending keys are applied.
     *
     * @param current the fingerprint of each key that has an item, as the rows were joined
     * @param keysDone how many of the pending keys, counted from the oldest, have no outdated row left
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

    /** Returns the ledger of a table that has no outdated row. */
    static Ledger settled(Map<String, Long> current) {
        return of(current, Collections.emptyMap());
    }

    /** Returns whether any row may be outdated. */
    boolean isPending() {
        return everythingSince != null || !pending.isEmpty();
    }

    /** Returns whether nothing is known, so that all rows may be outdated. */
    boolean isEverythingPending() {
        return everythingSince != null;
    }

    /** Returns the pending keys, the oldest change first. */
    List<String> pendingKeys() {
        return new ArrayList<>(pending.keySet());
    }

    /** Returns how many keys are pending that were not pending before. */
    int newlyPending(Ledger before) {
        return before == this
                ? 0
                : (int) pending.keySet().stream()
                        .filter(key -> !before.pending.containsKey(key))
                        .count();
    }

    /** Returns since when the oldest pending change is known; none if nothing is pending. */
    Optional<Instant> oldest() {
        return everythingSince != null
                ? Optional.of(everythingSince)
                : pending.values().stream().min(Instant::compareTo);
    }

    /** Returns all keys that are applied or pending. */
    Collection<String> keys() {
        List<String> keys = new ArrayList<>(applied.keySet());
        keys.addAll(pending.keySet());
        return keys;
    }

    /** Returns the fingerprint of each applied key. */
    Map<String, Long> applied() {
        return Collections.unmodifiableMap(applied);
    }

    /** Returns since when each pending key is pending; the oldest first. */
    Map<String, Instant> pending() {
        return Collections.unmodifiableMap(pending);
    }
}
