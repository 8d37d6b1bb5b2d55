package io.streamlab.local.example;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was put on a stream.
 *
 * @param sent records, valid or malformed
 * @param valid records that the pipeline has to carry into the table
 * @param malformed records that the pipeline has to reject
 * @param distinctKeys different record keys among the valid records: the rows that the table gets
 * @param countries valid records by country
 */
public record Counts(long sent, long valid, long malformed, long distinctKeys, SortedMap<String, Long> countries) {
    public Counts {
        countries = Collections.unmodifiableSortedMap(new TreeMap<>(countries));
    }
}
