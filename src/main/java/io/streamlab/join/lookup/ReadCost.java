package io.streamlab.join.lookup;

import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What a scan and reads by keys cost, in read capacity units.
 *
 * <p>A strongly consistent read costs a unit for each 4 KB: a scan of all bytes together, a read by a key of each item, and of
 * each key without an item. Reads of a global index cost half of that.
 */
final class ReadCost {
    private static final long BYTES_OF_A_UNIT = 4 * 1024;

    /** DynamoDB ends a page at 1 MB. */
    static final long UNITS_OF_A_PAGE = 1024 * 1024 / BYTES_OF_A_UNIT;

    private final long items;
    private final long scanUnits;
    private final double unitsOfAnItem;

    private ReadCost(long items, long scanUnits, double unitsOfAnItem) {
        this.items = items;
        this.scanUnits = scanUnits;
        this.unitsOfAnItem = unitsOfAnItem;
    }

    /** @param table as DynamoDB describes the table, with its size and number of items some hours ago */
    static ReadCost of(TableDescription table, LookupKey key) {
        long bytes = table.tableSizeBytes() == null ? 0 : table.tableSizeBytes();
        long items = table.itemCount() == null ? 0 : table.itemCount();
        long units = items == 0 ? 1 : Math.max(1, units(bytes / items));
        return new ReadCost(items, Math.max(1, units(bytes)), key.isConsistent() ? units : units / 2.0);
    }

    private static long units(long bytes) {
        return (bytes + BYTES_OF_A_UNIT - 1) / BYTES_OF_A_UNIT;
    }

    /** Returns how many items the table had. */
    long items() {
        return items;
    }

    long ofScan() {
        return scanUnits;
    }

    /** @param values the number of distinct join values; each is taken to have one item at most */
    double ofKeys(int values) {
        return values * unitsOfAnItem;
    }
}
