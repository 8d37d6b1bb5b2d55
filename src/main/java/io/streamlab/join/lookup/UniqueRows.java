package io.streamlab.join.lookup;

import io.streamlab.join.text.CanonicalText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Keeps one reference row for each join key, so that the join never multiplies records.
 *
 * <p>Of several rows, the one with the smallest text wins. Any fixed rule would do, as long as every batch and every replay
 * decides the same. A row whose join values have a null can match nothing and is left out.
 */
final class UniqueRows {
    private final JoinKey joinKey;
    private final Map<String, Row> winners = new LinkedHashMap<>();
    private final Map<String, Integer> duplicates = new TreeMap<>();

    UniqueRows(JoinKey joinKey) {
        this.joinKey = joinKey;
    }

    void add(Row row) {
        String key = joinKey.ofItem(row);
        if (key == null) {
            return;
        }
        Row other = winners.putIfAbsent(key, row);
        if (other != null) {
            duplicates.merge(key, 1, Integer::sum);
            // Only rows with a rival get a text.
            if (CanonicalText.of(row).compareTo(CanonicalText.of(other)) < 0) {
                winners.put(key, row);
            }
        }
    }

    List<Row> rows() {
        return Collections.unmodifiableList(new ArrayList<>(winners.values()));
    }

    /** Returns how many rows were left out for each join key because another row has it. */
    Map<String, Integer> duplicates() {
        return Collections.unmodifiableMap(duplicates);
    }
}
