package io.streamlab.verify.endurance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Orders of a fixed number of keys, so that the table keeps its size: new versions of any key, deletes, keys that come back, and
 * records that cannot become rows.
 */
final class Orders {
    /** The column that the example's source table does not have. */
    static final String DELETED = "deleted";

    static final int KEYS = 2_000;

    /** Those that have a reference item, and one that has none. */
    static final List<String> COUNTRIES = List.of("India", "USA", "Canada", "China", "Atlantis");

    private static final int ORDERS_PER_DELETE = 10;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String REJECTED = "{\"uuid\": \"%d\", \"country\": ";
    private static final JsonMapper JSON = new JsonMapper();

    private final Random random;
    private long version;
    private long rejected;

    Orders(long seed) {
        this.random = new Random(seed);
    }

    /** Returns an order of each key. */
    List<String> all() {
        List<String> orders = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            orders.add(order(key, false));
        }
        return orders;
    }

    /** Returns orders of some keys, and one record that the job rejects. */
    List<String> some(int number) {
        List<String> orders = new ArrayList<>();
        for (int i = 1; i < number; i++) {
            orders.add(order(random.nextInt(KEYS), random.nextInt(ORDERS_PER_DELETE) == 0));
        }
        orders.add(String.format(REJECTED, rejected++));
        return orders;
    }

    long rejected() {
        return rejected;
    }

    /** A later order of a key always has a later time. */
    private String order(int key, boolean isDelete) {
        ObjectNode order = JSON.createObjectNode();
        return order.put("uuid", "order-" + key)
                .put("country", COUNTRIES.get(key % COUNTRIES.size()))
                .put("itemtype", "Cereal")
                .put("saleschannel", "Online")
                .put("unitssold", Long.toString(version))
                .put("impressiontime", START.plusMillis(version++).toString())
                .put(DELETED, isDelete)
                .toString();
    }
}
