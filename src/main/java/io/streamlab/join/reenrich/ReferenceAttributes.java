package io.streamlab.join.reenrich;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceChanges;
import io.streamlab.join.lookup.ReferenceSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;

/**
 * The attributes that the reference data gives to the rows of each join key. The keys are those of the ledger: see {@link
 * LedgerKeys}.
 */
interface ReferenceAttributes {
    /** Returns the attributes of each key that has an item. */
    Map<String, Row> ofAllKeys();

    /** Returns the attributes of those of the keys that have an item. */
    Map<String, Row> of(Collection<String> keys);

    /**
     * Returns the keys whose item may be another one than at the last call of {@link #noted}; empty if that may be any key, so
     * that all have to be compared.
     *
     * @param known returns the keys that the ledger knows: with a large table, more than a batch should copy
     */
    Optional<Set<String>> changedKeys(Supplier<Collection<String>> known);

    /** Forgets the changed keys, which the ledger on disk has now. */
    void noted();

    /** Returns the attributes of each reference table by its join keys. */
    default List<ReferenceAttributes> byTable() {
        return Collections.singletonList(this);
    }

    /**
     * Returns the attributes that the lookups of a batch have found.
     *
     * @param joins with each reference table
     * @param snapshots one for each of the joins
     */
    static ReferenceAttributes of(List<LookupJoin> joins, List<ReferenceSnapshot> snapshots) {
        List<ReferenceAttributes> tables = new ArrayList<>();
        for (int i = 0; i < joins.size(); i++) {
            tables.add(of(joins.get(i), snapshots.get(i)));
        }
        return tables.size() == 1 ? tables.get(0) : ofTables(tables);
    }

    /** Returns the attributes of several reference tables. */
    static ReferenceAttributes ofTables(List<ReferenceAttributes> tables) {
        return new OfTables(tables);
    }

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
        public Optional<Set<String>> changedKeys(Supplier<Collection<String>> known) {
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
        public Optional<Set<String>> changedKeys(Supplier<Collection<String>> known) {
            return changes.keys();
        }

        @Override
        public void noted() {
            changes.noted();
        }
    }

    /** The attributes of several reference tables, some of which may be followed. */
    final class OfTables implements ReferenceAttributes {
        private final List<ReferenceAttributes> tables;
        private final LedgerKeys ledgerKeys;

        private OfTables(List<ReferenceAttributes> tables) {
            this.tables = tables;
            this.ledgerKeys = new LedgerKeys(tables.size());
        }

        @Override
        public List<ReferenceAttributes> byTable() {
            return tables;
        }

        @Override
        public Map<String, Row> ofAllKeys() {
            Map<String, Row> all = new HashMap<>();
            for (int i = 0; i < tables.size(); i++) {
                add(i, tables.get(i).ofAllKeys(), all);
            }
            return all;
        }

        @Override
        public Map<String, Row> of(Collection<String> keys) {
            Map<String, Row> some = new HashMap<>();
            List<List<String>> byTable = ledgerKeys.byTable(keys);
            for (int i = 0; i < tables.size(); i++) {
                add(i, tables.get(i).of(byTable.get(i)), some);
            }
            return some;
        }

        private void add(int table, Map<String, Row> attributes, Map<String, Row> all) {
            attributes.forEach((joinKey, row) -> all.put(ledgerKeys.of(table, joinKey), row));
        }

        /** A scanned table does not tell its changes: any of its keys may have changed, whether it has an item or had one. */
        @Override
        public Optional<Set<String>> changedKeys(Supplier<Collection<String>> known) {
            List<Optional<Set<String>>> told =
                    tables.stream().map(table -> table.changedKeys(known)).collect(toList());
            if (told.stream().noneMatch(Optional::isPresent)) {
                return Optional.empty();
            }
            Set<String> changed = new HashSet<>();
            for (int i = 0; i < tables.size(); i++) {
                int table = i;
                told.get(i)
                        .orElseGet(() -> tables.get(table).ofAllKeys().keySet())
                        .forEach(joinKey -> changed.add(ledgerKeys.of(table, joinKey)));
            }
            if (!told.stream().allMatch(Optional::isPresent)) {
                known.get().stream()
                        .filter(key -> !told.get(ledgerKeys.table(key)).isPresent())
                        .forEach(changed::add);
            }
            return Optional.of(changed);
        }

        @Override
        public void noted() {
            tables.forEach(ReferenceAttributes::noted);
        }
    }
}
