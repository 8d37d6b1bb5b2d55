package io.streamlab.verify.benchmark.lookup;

/**
 * One read of the reference table.
 *
 * @param items in the table
 * @param round from 0, which warms up
 * @param found rows that Spark then has
 */
record LookupResult(int items, LookupArm arm, int round, double seconds, long found) {}
