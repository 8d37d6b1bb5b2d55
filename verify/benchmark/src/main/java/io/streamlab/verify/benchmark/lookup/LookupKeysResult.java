package io.streamlab.verify.benchmark.lookup;

/**
 * One batch's read of the reference table.
 *
 * @param items in the table
 * @param round from 0, which warms up
 * @param byKeys whether the job has chosen to read by keys
 * @param found rows that Spark then has
 * @param units read units that the job counts
 * @param peakHeapMegabytes the most that the process had on its heap, garbage included
 */
record LookupKeysResult(
        int items, int round, double seconds, boolean byKeys, long found, double units, long peakHeapMegabytes) {}
