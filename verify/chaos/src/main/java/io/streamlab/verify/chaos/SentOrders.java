package io.streamlab.verify.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Orders of few keys in many versions, and the version of each key that the table has to have in the end.
 *
 * <p>The orders of a key differ in their date, which rises with the version, and in {@code unitssold}, which is the version.
 * Versions are sent in any order, some of them twice.
 */
final class SentOrders {
    /** Four that have a reference row, and one that has one now and then. */
    private static final List<String> COUNTRIES = List.of("India", "USA", "Canada", "China", "Atlantis");

    /** The days 1/1/10 to 1/9/10, whose texts have the order of their dates. */
    private static final int VERSIONS = 9;

    /** So that there are about as many updates as new keys. */
    private static final int RECORDS_PER_KEY = 2;

    private final Random random;
    private final Map<Integer, Integer> latestVersions = new HashMap<>();
    private int sent;

    SentOrders(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the next order to send, as JSON with the fields of the source table. It counts as sent. */
    synchronized String next() {
        int key = random.nextInt(1 + sent / RECORDS_PER_KEY);
        int version = 1 + random.nextInt(VERSIONS);
        latestVersions.merge(key, version, Math::max);
        sent++;
        return String.format(
                "{\"uuid\": \"%d\", \"country\": \"%s\", \"orderdate\": \"1/%d/10\", \"unitssold\": \"%d\"}",
                key, countryOf(key), version, version);
    }

    synchronized int sent() {
        return sent;
    }

    /** Returns the greatest version of each key that was sent. */
    synchronized Map<Integer, Integer> latestVersions() {
        return Map.copyOf(latestVersions);
    }

    static String countryOf(int key) {
        return COUNTRIES.get(key % COUNTRIES.size());
    }
}
