package io.streamlab.verify.benchmark.reenrich;

import java.util.List;

/**
 * What one run measures.
 *
 * @param rows of the table
 * @param items of the reference table; each has the same number of the table's rows
 * @param changes how many items change at a time, one after the other
 * @param rounds changes of each number that count; one more before them warms up
 */
record ReenrichSettings(long rows, int items, List<Integer> changes, int rounds) {
    static final String REFERENCE_TABLE = "reference_items";

    /** The item with this number, in its n-th version: code, countryname, combinedname. */
    static List<String> item(int number, int version) {
        return List.of("C" + number, "Country number " + number, "C" + number + " in version " + version);
    }
}
