package io.streamlab.verify.benchmark.lookup;

import java.util.List;

/**
 * What one run of the benchmark of reads by keys measures.
 *
 * @param sizes items of each table
 * @param records of a batch
 * @param values distinct join values among them
 * @param rounds reads that count; one more before them warms up
 */
record LookupKeysSettings(List<Integer> sizes, int records, int values, int rounds) {}
