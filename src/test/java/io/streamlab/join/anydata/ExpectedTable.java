package io.streamlab.join.anydata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows and the rejected records that the job has to have made of the batches so far.
 *
 * <p>Of the events of a key the latest one counts, deletes included: that of the greatest ordering value, and among equals the one
 * furthest in the stream.
 */
public final class ExpectedTable {
    private static final int MOST_PROBLEMS = 8;

    /** An object at its place in the stream. */
    private record Event(AnyObject object, int record, int number) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        boolean isAfter(Event other) {
            int order = ((Comparable) object.place()).compareTo(other.object.place());
            if (order == 0) {
                order = Integer.compare(record, other.record);
            }
            return order > 0 || order == 0 && number >= other.number;
        }
    }

    private final List<String> recordKey;
    private final Map<List<String>, Event> latest = new HashMap<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private int records;
    private int objects;

    public ExpectedTable(AnySchema schema) {
        this.recordKey = schema.recordKey();
    }

    /** Adds a batch. */
    public void add(List<AnyRecord> batch) {
        for (AnyRecord record : batch) {
            for (int number = 0; number < record.objects().size(); number++) {
                AnyObject object = record.objects().get(number);
                if (object.isRejected()) {
                    rejected.merge(
                            rejection(object.reason(), record.keptBytes(object), record.isWhole() ? 0 : number),
                            1,
                            Integer::sum);
                } else {
                    Event event = new Event(object, records, number);
                    latest.merge(object.key(), event, (one, other) -> other.isAfter(one) ? other : one);
                }
                objects++;
            }
            records++;
        }
    }

    /** Returns how many objects there were. */
    public int objects() {
        return objects;
    }

    /** Returns how many rows the table has to have. */
    public int rows() {
        return expectedRows().size();
    }

    private Map<List<String>, Event> expectedRows() {
        Map<List<String>, Event> rows = new HashMap<>(latest);
        rows.values().removeIf(event -> event.object().isDelete());
        return rows;
    }

    /**
     * Returns what is wrong with the table's rows, a sentence each, and no more than some; none if they are right.
     *
     * @param actual of each row the texts of its cells, by the names of its columns
     */
    public List<String> problems(List<Map<String, String>> actual) {
        return problems(actual, Set.of());
    }

    /** @param ignored columns that the rows need not have */
    public List<String> problems(List<Map<String, String>> actual, Set<String> ignored) {
        List<String> problems = new ArrayList<>();
        Map<List<String>, Event> rows = expectedRows();
        Map<List<String>, Event> missing = new HashMap<>(rows);
        for (Map<String, String> row : actual) {
            List<String> key = recordKey.stream().map(row::get).toList();
            Event event = missing.remove(key);
            if (event == null) {
                problems.add(
                        rows.containsKey(key)
                                ? key + " has two rows"
                                : key + " has a row, but should have none: " + row);
                continue;
            }
            event.object().cells().forEach((column, expected) -> {
                if (!ignored.contains(column) && !Objects.equals(expected, row.get(column))) {
                    problems.add(key + " has in column '" + column + "' " + row.get(column) + " and not " + expected
                            + ", of " + event.object().json());
                }
            });
        }
        missing.forEach((key, event) ->
                problems.add(key + " has no row, of " + event.object().json()));
        return problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS));
    }

    /** Returns each rejection with its number. */
    public Map<String, Integer> rejected() {
        return rejected;
    }

    /** Returns the text by which a rejection is found in {@link #rejected}. */
    public static String rejection(String reason, byte[] payload, int number) {
        return reason + " of object " + number + " in " + HexFormat.of().formatHex(payload);
    }
}
