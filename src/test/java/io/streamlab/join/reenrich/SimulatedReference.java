package io.streamlab.join.reenrich;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The reference table, with every value that an item has ever had: a row of a removed item may keep any of them with
 * {@code --reenrich_removed keep}.
 */
final class SimulatedReference implements SimulatedLookup {
    private final Map<String, String> items = new TreeMap<>();
    private final Map<String, List<String>> history = new HashMap<>();
    private final boolean tellsChanges;

    /** Since a step has noted them; null for any country, as after a scan. */
    private Set<String> changed;

    /**
     * @param countries all that may ever have an item; none has one yet
     * @param tellsChanges whether lookups say which items have changed, as those of a followed table do
     */
    SimulatedReference(List<String> countries, boolean tellsChanges) {
        this.tellsChanges = tellsChanges;
        countries.forEach(country -> {
            List<String> values = new ArrayList<>();
            values.add(null);
            history.put(country, values);
        });
    }

    boolean tellsChanges() {
        return tellsChanges;
    }

    void put(String country, String value) {
        items.put(country, value);
        change(country);
        history.get(country).add(value);
    }

    void remove(String country) {
        items.remove(country);
        change(country);
    }

    private void change(String country) {
        if (changed != null) {
            changed.add(country);
        }
    }

    @Override
    public void forgetWhatHasChanged() {
        changed = null;
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

    @Override
    public Map<String, String> values() {
        return new HashMap<>(items);
    }

    @Override
    public ReferenceAttributes lookUp() {
        Map<String, Row> attributes = new HashMap<>();
        items.forEach((country, value) -> attributes.put(country, RowFactory.create(value)));
        ReferenceAttributes compared = ReferenceAttributes.of(attributes);
        return tellsChanges ? new Told(compared) : compared;
    }

    private final class Told implements ReferenceAttributes {
        private final ReferenceAttributes all;

        Told(ReferenceAttributes all) {
            this.all = all;
        }

        @Override
        public Map<String, Row> ofAllKeys() {
            return all.ofAllKeys();
        }

        @Override
        public Map<String, Row> of(Collection<String> keys) {
            return all.of(keys);
        }

        @Override
        public Optional<Set<String>> changedKeys(Supplier<Collection<String>> known) {
            return Optional.ofNullable(changed);
        }

        @Override
        public void noted() {
            changed = new HashSet<>();
        }
    }

    /** Returns all values that the country has had; null stands for having no item. */
    List<String> history(String country) {
        return history.get(country);
    }
}
