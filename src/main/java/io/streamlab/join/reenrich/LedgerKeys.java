package io.streamlab.join.reenrich;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The keys of the ledger. With one reference table they are its join keys. With several, the number of the table and a colon stand
 * before each join key: {@code 2:South Asia}.
 */
final class LedgerKeys {
    private final boolean areNumbered;
    private final int tables;

    /** @param tables how many reference tables there are */
    LedgerKeys(int tables) {
        this.tables = tables;
        this.areNumbered = tables > 1;
    }

    /**
     * Returns the ledger's key of a join key.
     *
     * @param table the place of its table, from 0
     */
    String of(int table, String joinKey) {
        return areNumbered ? (table + 1) + ":" + joinKey : joinKey;
    }

    /** Returns the place of the table of a ledger's key, from 0. */
    int table(String key) {
        return areNumbered ? Integer.parseInt(key.substring(0, key.indexOf(':'))) - 1 : 0;
    }

    /** Returns the join key of a ledger's key. */
    String joinKey(String key) {
        return areNumbered ? key.substring(key.indexOf(':') + 1) : key;
    }

    /** Returns the join keys of each table, in the order of the ledger's keys. */
    List<List<String>> byTable(Collection<String> keys) {
        List<List<String>> byTable = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            byTable.add(new ArrayList<>());
        }
        keys.forEach(key -> byTable.get(table(key)).add(joinKey(key)));
        return byTable;
    }
}
