package io.streamlab.join.reenrich;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The reference table, with every value that an item has ever had: a row of a removed item may keep any of them with
 * {@code --reenrich_removed keep}.
 */
final class SimulatedReference {
    private final Map<String, String> items = new TreeMap<>();
    private final Map<String, List<String>> history = new HashMap<>();

    /** @param countries all that may ever have an item; none has one yet */
    SimulatedReference(List<String> countries) {
        countries.forEach(country -> {
            List<String> values = new ArrayList<>();
            values.add(null);
            history.put(country, values);
        });
    }

    void put(String country, String value) {
        items.put(country, value);
        history.get(country).add(value);
    }

    void remove(String country) {
        items.remove(country);
    }

    /** Undoes all changes of an item: it has its first value again, or is removed if it never had one. */
    void changeBack(String country) {
        List<String> values = history.get(country);
        if (values.size() == 1) {
            remove(country);
        } else {
            put(country, values.get(1));
        }
    }

    /** Returns the values of now, by country. */
    Map<String, String> values() {
        return new HashMap<>(items);
    }

    /** Returns the attributes of each item, as the lookup finds them. */
    Map<String, Row> attributes() {
        Map<String, Row> attributes = new HashMap<>();
        items.forEach((country, value) -> attributes.put(country, RowFactory.create(value)));
        return attributes;
    }

    /** Returns all values that the country has had; null stands for having no item. */
    List<String> history(String country) {
        return history.get(country);
    }
}
