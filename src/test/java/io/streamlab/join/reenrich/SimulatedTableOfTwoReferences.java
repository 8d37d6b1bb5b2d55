package io.streamlab.join.reenrich;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

import io.streamlab.join.config.RemovedReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The table whose rows follow {@link SimulatedReferences}, searched as RejoinedRowsPropertiesTest holds the search against. */
final class SimulatedTableOfTwoReferences extends SimulatedTable {
    SimulatedTableOfTwoReferences() {
        super(List.of(), RemovedReference.NULL);
    }

    @Override
    public OutdatedRows ofKeys(List<String> keys, ReferenceAttributes attributes, int limit) {
        Map<Integer, Integer> ranks = new TreeMap<>();
        for (StoredRow row : rows().values()) {
            int rank = Math.min(
                    rank(keys, "1:" + row.event().country()),
                    rank(keys, "2:" + SimulatedReferences.region(row.attribute())));
            if (rank < keys.size()) {
                ranks.put(row.event().key(), rank);
            }
        }
        return found(ranks, attributes, keys.size(), limit);
    }

    private static int rank(List<String> keys, String key) {
        return keys.contains(key) ? keys.indexOf(key) : keys.size();
    }

    @Override
    public OutdatedRows ofAllKeys(ReferenceAttributes attributes, int limit) {
        return found(rows().keySet().stream().collect(toMap(key -> key, key -> 0)), attributes, 0, limit);
    }

    private OutdatedRows found(Map<Integer, Integer> ranks, ReferenceAttributes attributes, int keys, int limit) {
        Map<String, Row> regions = attributes.byTable().get(0).ofAllKeys();
        Map<String, Row> labels = attributes.byTable().get(1).ofAllKeys();
        List<StoredRow> outdated = new ArrayList<>();
        ranks.keySet().forEach(key -> {
            StoredRow row = rows().get(key);
            String region = text(regions.get(row.event().country()));
            String now = SimulatedReferences.shown(region, text(labels.get(region)));
            if (!Objects.equals(now, row.attribute())) {
                outdated.add(new StoredRow(row.event(), now));
            }
        });
        outdated.sort(comparing(row -> ranks.get(row.event().key())));
        List<StoredRow> taken = outdated.subList(0, Math.min(limit, outdated.size()));
        int done = taken.size() == outdated.size()
                ? keys
                : ranks.get(taken.get(taken.size() - 1).event().key());
        return new Found(taken, outdated.size() - taken.size(), done);
    }

    private static String text(Row item) {
        return item == null ? null : item.getString(0);
    }
}
