package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table, row for row, against what was sent.
 *
 * @param missing keys that were sent and have no row
 * @param doubled rows whose key has a row already
 * @param wrong what is wrong with the other rows, a sentence each
 */
record Verdict(int missing, int doubled, List<String> wrong) {

    /**
     * @param rows with the columns of {@link SentOrders#order}, combinedname and the commit's instant
     * @param expected the version that each key has to have
     * @param commits the complete ones
     * @param rowsFollow whether all rows have to show what the reference rows are now, and not only what they were when the
     *     commit was made
     */
    static Verdict of(
            List<JsonNode> rows,
            Map<String, Integer> expected,
            ReferenceHistory references,
            Commits commits,
            boolean rowsFollow) {
        Set<String> keys = new HashSet<>();
        int doubled = 0;
        List<String> wrong = new ArrayList<>();
        for (JsonNode row : rows) {
            String key = row.get("uuid").asText();
            if (!keys.add(key)) {
                doubled++;
            } else {
                problem(row, expected.get(key), references, commits, rowsFollow)
                        .ifPresent(problem -> wrong.add("key " + key + " " + problem + ": " + row));
            }
        }
        int missing = (int)
                expected.keySet().stream().filter(key -> !keys.contains(key)).count();
        return new Verdict(missing, doubled, wrong);
    }

    private static Optional<String> problem(
            JsonNode row, Integer version, ReferenceHistory references, Commits commits, boolean rowsFollow) {
        if (version == null) {
            return Optional.of("was never sent, or was deleted by its latest version");
        }
        Optional<String> other = otherThanSent(row, version);
        if (other.isPresent()) {
            return Optional.of("has not the " + other.get() + " of version " + version);
        }
        Optional<Commit> commit = commits.find(row.get("commit").asText());
        if (commit.isEmpty()) {
            return Optional.of("is of no complete commit");
        }
        String country = SentOrders.countryOf(row.get("uuid").asText());
        String name = row.get("combinedname").textValue();
        if (!references.mayShow(
                country, name, commit.get().scanStart(), commit.get().scanEnd())) {
            return Optional.of("shows a name that no reference row had between "
                    + commit.get().scanStart() + " and " + commit.get().scanEnd());
        }
        Optional<String> latest = references.latest(country);
        if (rowsFollow && !latest.equals(Optional.ofNullable(name))) {
            return Optional.of(
                    "has not followed its reference row, which shows " + latest.orElse("nothing, being gone"));
        }
        return Optional.empty();
    }

    /** Returns the name of a column that differs from what was sent. */
    private static Optional<String> otherThanSent(JsonNode row, int version) {
        JsonNode sent = SentOrders.order(row.get("uuid").asText(), version);
        Iterator<String> columns = sent.fieldNames();
        while (columns.hasNext()) {
            String column = columns.next();
            if (!sent.get(column).equals(row.get(column))) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }
}
