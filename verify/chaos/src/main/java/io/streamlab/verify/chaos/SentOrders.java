package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders of few keys in many versions, and the version of each key that the table has to have in the end.
 *
 * <p>The orders of a key differ in their date, which rises with the version, in {@code unitssold}, which is the version, and in
 * columns with parts, which are made of the key and the version. Some versions delete their key. Versions are sent in any order,
 * some of them twice.
 */
final class SentOrders {
    static final String DELETED = "deleted";

    /** The columns that the example's source table does not have. */
    static final Map<String, String> FURTHER_COLUMNS = new LinkedHashMap<>();

    static {
        FURTHER_COLUMNS.put("tags", "array<string>");
        FURTHER_COLUMNS.put("address", "struct<city:string,zip:int>");
        FURTHER_COLUMNS.put("delivered", "timestamp");
        FURTHER_COLUMNS.put(DELETED, "boolean");
    }

    /** Four that have a reference row, and one that has one now and then. */
    private static final List<String> COUNTRIES = List.of("India", "USA", "Canada", "China", "Atlantis");

    /** Texts that some version of Hudi takes apart, or that are no ASCII. */
    private static final List<String> KEYS = List.of(
            "urn:order:#%d",
            "a/b=#%d:c,d",
            "#%d \ud83d\ude00:",
            "100%% \"#%d\"",
            "2026-01-31T12:00:00,#%d",
            "#%d",
            "\\ Gr\u00f6\u00dfe #%d");

    private static final Pattern NUMBER = Pattern.compile("#(\\d+)");

    /** The days 1/1/10 to 1/9/10, whose texts have the order of their dates. */
    private static final int VERSIONS = 9;

    /** So that there are about as many updates as new keys. */
    private static final int RECORDS_PER_KEY = 2;

    /** Days that the Julian calendar does not have. */
    private static final Instant FIRST_DELIVERY = Instant.parse("1582-10-04T23:59:59.999999Z");

    private static final JsonMapper JSON = new JsonMapper();

    /** One version in so many deletes its key. */
    private static final int VERSIONS_PER_DELETE = 5;

    private final Random random;
    private final boolean deletes;
    private final Map<String, Integer> latestVersions = new HashMap<>();
    private int sent;

    /** @param deletes whether some versions delete their key */
    SentOrders(long seed, boolean deletes) {
        this.random = new Random(seed);
        this.deletes = deletes;
    }

    /** Returns the next order to send, as JSON with the fields of the source table. It counts as sent. */
    synchronized String next() {
        String key = keyOf(random.nextInt(1 + sent / RECORDS_PER_KEY));
        int version = 1 + random.nextInt(VERSIONS);
        latestVersions.merge(key, version, Math::max);
        sent++;
        return order(key, version)
                .put("country", countryOf(key))
                .put("orderdate", "1/" + version + "/10")
                .put(DELETED, isDelete(key, version))
                .toString();
    }

    synchronized int sent() {
        return sent;
    }

    /** Returns the greatest version that was sent of each key, without the keys that this version deletes. */
    synchronized Map<String, Integer> remaining() {
        Map<String, Integer> remaining = new HashMap<>(latestVersions);
        remaining.entrySet().removeIf(latest -> isDelete(latest.getKey(), latest.getValue()));
        return remaining;
    }

    /** Returns how many keys were sent whose greatest version deletes them. */
    synchronized int deleted() {
        return latestVersions.size() - remaining().size();
    }

    private boolean isDelete(String key, int version) {
        return deletes && Math.floorMod(31 * key.hashCode() + version, VERSIONS_PER_DELETE) == 0;
    }

    /** Returns the columns of an order that do not depend on the reference data, as a query shows them. */
    static ObjectNode order(String key, int version) {
        ObjectNode order = JSON.createObjectNode().put("uuid", key).put("unitssold", Integer.toString(version));
        order.putArray("tags").add("v:" + version).addNull().add(key);
        order.putObject("address").put("city", "Z\u00fcrich, " + version).put("zip", version);
        return order.put(
                "delivered", FIRST_DELIVERY.plus(version, ChronoUnit.DAYS).toString());
    }

    /** Returns a key; each number has another one. */
    static String keyOf(int number) {
        return String.format(KEYS.get(number % KEYS.size()), number);
    }

    static String countryOf(String key) {
        Matcher number = NUMBER.matcher(key);
        if (!number.find()) {
            throw new IllegalArgumentException(key + " is no key of an order");
        }
        return COUNTRIES.get(Integer.parseInt(number.group(1)) % COUNTRIES.size());
    }
}
