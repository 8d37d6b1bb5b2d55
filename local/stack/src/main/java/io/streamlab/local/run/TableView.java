package io.streamlab.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The table as one look at it found it.
 *
 * @param newest up to ten enriched rows, the newest first: the walk-through's query, in order
 * @param countries how many rows there are for each reference row
 * @param rows how many there are in all
 * @param keys the different record keys among them, which the example's generator takes from 0 to 1,000,000
 * @param commits the first commit in which each name of a reference row shows
 */
record TableView(
        List<JsonNode> newest, List<CountryCount> countries, long rows, BitSet keys, List<FirstCommit> commits) {
    private static final String TABLE = "my_kinesis_db.hudi_table";

    /** The columns of the walk-through's query. */
    private static final List<String> COLUMNS =
            List.of("shipdate", "unitssold", "impressiontime", "code", "combinedname");

    /** The commit that was the first to show a name of a reference row. */
    record FirstCommit(String combinedName, long instant) {}

    static TableView look(LocalQueries queries) throws InterruptedException {
        List<List<JsonNode>> answers = queries.ask(
                "select " + String.join(", ", COLUMNS) + " from " + TABLE
                        + " where combinedname is not null order by _hoodie_commit_time desc limit 10",
                "select code, combinedname, count(*) as rows, min(_hoodie_commit_time) as first_commit from " + TABLE
                        + " group by code, combinedname",
                "select uuid from " + TABLE);
        List<CountryCount> countries = new ArrayList<>();
        List<FirstCommit> commits = new ArrayList<>();
        for (JsonNode row : answers.get(1)) {
            String combinedName = row.get("combinedname").textValue();
            countries.add(new CountryCount(
                    row.get("code").textValue(), combinedName, row.get("rows").asLong()));
            commits.add(new FirstCommit(combinedName, row.get("first_commit").asLong()));
        }
        BitSet keys = new BitSet();
        answers.get(2).forEach(row -> keys.set(row.get("uuid").asInt()));
        return new TableView(answers.get(0), countries, answers.get(2).size(), keys, commits);
    }

    /** The newest enriched rows, for people. */
    String newestRows() {
        TextTable table = new TextTable(COLUMNS.toArray(String[]::new));
        newest.forEach(row -> table.add(
                COLUMNS.stream().map(column -> row.get(column).asText("NULL")).toList()));
        return table.toString();
    }

    /** The first commit that shows this name of a reference row, if any does. */
    Optional<Long> firstCommitOf(String combinedName) {
        return commits.stream()
                .filter(commit -> combinedName.equals(commit.combinedName()))
                .map(FirstCommit::instant)
                .findFirst();
    }

    /** Rows that show reference data. */
    long matched() {
        return countries.stream()
                .filter(country -> country.code() != null)
                .mapToLong(CountryCount::rows)
                .sum();
    }
}
