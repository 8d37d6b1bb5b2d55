package io.streamlab.join.reenrich;

import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceChanges;
import io.streamlab.join.lookup.ReferenceSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;

/** The attributes that the reference data gives to the rows of each join key. */
interface ReferenceAttributes {
    /** Returns the attributes of each key that has an item. */
    Map<String, Row> ofAllKeys();

    /** Returns the attributes of those of the keys that have an item. */
    Map<String, Row> of(Collection<String> keys);

    /**
     * Returns the keys whose item may be another one than at the last call of {@link #noted}; empty if that may be any key, so
     * that all have to be compared.
     */
    Optional<Set<String>> changedKeys();

    /** Forgets the changed keys, which the ledger on disk has now. */
    void noted();

    /** Returns the attributes that a lookup has found. */
    static ReferenceAttributes of(LookupJoin join, ReferenceSnapshot snapshot) {
        return snapshot.changes()
                .<ReferenceAttributes>map(changes -> new Followed(join, snapshot, changes))
                .orElseGet(() -> of(join.attributesByKey(snapshot)));
    }

    /** Returns attributes of which nobody tells the changes. */
    static ReferenceAttributes of(Map<String, Row> all) {
        return new Compared(all);
    }

    /** All attributes, as one read has found them. */
    final class Compared implements ReferenceAttributes {
        private final Map<String, Row> all;

        private Compared(Map<String, Row> all) {
            this.all = all;
        }

        @Override
        public Map<String, Row> ofAllKeys() {
            return all;
        }

        @Override
        public Map<String, Row> of(Collection<String> keys) {
            Map<String, Row> some = new HashMap<>();
            for (String key : keys) {
                Row attributes = all.get(key);
                if (attributes != null) {
                    some.put(key, attributes);
                }
            }
            return some;
        }

        @Override
        public Optional<Set<String>> changedKeys() {
            return Optional.empty();
        }

        @Override
        public void noted() {
            // The next read is compared again.
        }
    }

    /** The attributes of a table that is followed by its stream. */
    final class Followed implements ReferenceAttributes {
        private final LookupJoin join;
        private final ReferenceSnapshot snapshot;
        private final ReferenceChanges changes;

        private Followed(LookupJoin join, ReferenceSnapshot snapshot, ReferenceChanges changes) {
            this.join = join;
            this.snapshot = snapshot;
            this.changes = changes;
        }

        @Override
        public Map<String, Row> ofAllKeys() {
            return join.attributesByKey(snapshot);
        }

        @Override
        public Map<String, Row> of(Collection<String> keys) {
            return join.attributesByKey(snapshot, keys);
        }

        @Override
        public Optional<Set<String>> changedKeys() {
            return changes.keys();
        }

        @Override
        public void noted() {
            changes.noted();
        }
    }
}
