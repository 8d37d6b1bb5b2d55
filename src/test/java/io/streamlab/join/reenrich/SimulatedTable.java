package io.streamlab.join.reenrich;

import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.reenrich.SimulatedStream.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The Hudi table, by the rules that HudiTableIT holds Hudi itself against, so that thousands of commits take seconds. It is
 * searched by the rules that TableSearchTest holds the search with Spark against.
 */
class SimulatedTable implements OutdatedRowSearch {
    record StoredRow(Event event, String attribute) {}

    private final List<String> countries;
    private final RemovedReference removed;
    private final Map<Integer, StoredRow> rows = new TreeMap<>();

    private boolean lastWrittenByOther;
    private int mostReenriched;

    SimulatedTable(List<String> countries, RemovedReference removed) {
        this.countries = countries;
        this.removed = removed;
    }

    /** Commits a batch and re-enriched rows for the job itself. A commit without rows leaves no trace. */
    void commit(List<Event> batch, List<StoredRow> reenriched, Map<String, String> joinedWith) {
        mostReenriched = Math.max(mostReenriched, reenriched.size());
        if (!batch.isEmpty() || !reenriched.isEmpty()) {
            write(batch, reenriched, joinedWith);
            lastWrittenByOther = false;
        }
    }

    /** Commits an event for another query, as a replay of the stream under another checkpoint does. */
    void commitOfAnotherQuery(Event event, Map<String, String> joinedWith) {
        write(List.of(event), List.of(), joinedWith);
        lastWrittenByOther = true;
    }

    /** Of each key writes the latest row, unless the table has a later one. At a tie the batch wins over re-enrichment. */
    private void write(List<Event> batch, List<StoredRow> reenriched, Map<String, String> joinedWith) {
        Map<Integer, StoredRow> incoming = new LinkedHashMap<>();
        for (Event event : batch) {
            incoming.merge(event.key(), new StoredRow(event, joinedWith.get(event.country())), SimulatedTable::later);
        }
        for (StoredRow row : reenriched) {
            incoming.merge(row.event().key(), row, (ofBatch, own) -> later(own, ofBatch));
        }
        incoming.forEach((key, row) -> rows.merge(key, row, SimulatedTable::later));
    }

    /** Returns the row of the later event; at a tie the second. */
    private static StoredRow later(StoredRow first, StoredRow second) {
        return second.event().order() >= first.event().order() ? second : first;
    }

    @Override
    public boolean isLastWrittenBy(BatchProvenance origin) {
        return !rows.isEmpty() && !lastWrittenByOther;
    }

    @Override
    public OutdatedRows ofKeys(List<String> keys, ReferenceAttributes attributes, int limit) {
        Map<String, Row> reference = attributes.of(keys);
        List<StoredRow> outdated = outdated(keys, reference);
        List<StoredRow> taken = outdated.subList(0, Math.min(limit, outdated.size()));
        int keysDone = taken.size() == outdated.size()
                ? keys.size()
                : keys.indexOf(taken.get(taken.size() - 1).event().country());
        return new Found(joinedAgain(taken, reference), outdated.size() - taken.size(), keysDone);
    }

    @Override
    public OutdatedRows ofAllKeys(ReferenceAttributes attributes, int limit) {
        Map<String, Row> reference = attributes.ofAllKeys();
        List<String> keys = countries.stream()
                .filter(key -> removed == RemovedReference.NULL || reference.containsKey(key))
                .toList();
        List<StoredRow> outdated = outdated(keys, reference);
        List<StoredRow> taken = outdated.subList(0, Math.min(limit, outdated.size()));
        return new Found(joinedAgain(taken, reference), outdated.size() - taken.size(), 0);
    }

    /** Returns the outdated rows key by key, in the order of the keys. */
    private List<StoredRow> outdated(List<String> keys, Map<String, Row> reference) {
        List<StoredRow> outdated = new ArrayList<>();
        for (String key : keys) {
            rows.values().stream()
                    .filter(row -> row.event().country().equals(key))
                    .filter(row -> !Objects.equals(row.attribute(), attribute(key, reference)))
                    .forEach(outdated::add);
        }
        return outdated;
    }

    private static List<StoredRow> joinedAgain(List<StoredRow> outdated, Map<String, Row> reference) {
        return outdated.stream()
                .map(row -> new StoredRow(row.event(), attribute(row.event().country(), reference)))
                .toList();
    }

    private static String attribute(String country, Map<String, Row> reference) {
        Row item = reference.get(country);
        return item == null ? null : item.getString(0);
    }

    /** Returns the row of each key. */
    Map<Integer, StoredRow> rows() {
        return rows;
    }

    /** Returns how many re-enriched rows the largest commit had. */
    int mostReenriched() {
        return mostReenriched;
    }

    /** Outdated rows without Spark: whoever commits them takes {@link #stored}. */
    record Found(List<StoredRow> stored, long backlog, int keysDone) implements OutdatedRows {
        @Override
        public Optional<Dataset<Row>> rows() {
            throw new UnsupportedOperationException("there is no Spark here");
        }

        @Override
        public void close() {
            // Nothing is cached.
        }
    }
}
