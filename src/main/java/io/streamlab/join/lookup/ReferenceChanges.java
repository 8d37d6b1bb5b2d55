package io.streamlab.join.lookup;

import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which join keys may have another item than when they were last noted, as the reference table's stream tells.
 *
 * <p>A key stays here until whoever follows the changes calls {@link #noted}. So no change is lost where a lookup is followed by
 * no commit.
 */
public final class ReferenceChanges {
    private final Set<String> keys = new HashSet<>();

    /** After a scan, which does not say what has changed. */
    private boolean isAnyKey = true;

    ReferenceChanges() {}

    /** @param key the text of an item's join values; null for an item that can match nothing */
    void add(String key) {
        if (key != null && !isAnyKey) {
            keys.add(key);
        }
    }

    void addAnyKey() {
        isAnyKey = true;
        keys.clear();
    }

    /** Returns the keys; empty if any key may have changed, so that all have to be compared. */
    public Optional<Set<String>> keys() {
        return isAnyKey ? Optional.empty() : Optional.of(Collections.unmodifiableSet(keys));
    }

    /** Forgets the keys. Call it once they are noted where no crash can reach them. */
    public void noted() {
        isAnyKey = false;
        keys.clear();
    }
}
