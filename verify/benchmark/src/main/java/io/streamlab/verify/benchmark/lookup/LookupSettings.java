package io.streamlab.verify.benchmark.lookup;

import java.util.List;

/**
 * What one run measures.
 *
 * @param sizes items of each table
 * @param rounds reads of each arm that count; one more before them warms up
 * @param arms take turns
 */
record LookupSettings(List<Integer> sizes, int rounds, List<LookupArm> arms) {
    /** Of the table with so many items. */
    static String tableOf(int items) {
        return "reference_" + items;
    }
}
