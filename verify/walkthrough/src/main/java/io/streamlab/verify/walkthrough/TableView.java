package io.streamlab.verify.walkthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import io.streamlab.local.example.NewestOrders;
import io.streamlab.verify.pipeline.LocalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one look at the table has found.
 *
 * @param newest up to ten enriched rows, the newest first: the walk-through's query, in order
 * @param countries how many rows there are for each reference row
 * @param rows how many there are in all
 * @param orders the order dates of their record keys, which the example's generator takes from 0 to 1,000,000
 * @param commits the first commit in which each name of a reference row shows
 * @param rejections the rejected records by reason
 */
record TableView(
        List<JsonNode> newest,
        List<CountryCount> countries,
        long rows,
        NewestOrders orders,
        List<FirstCommit> commits,
        List<Rejection> rejections) {
    private static final String TABLE = "my_kinesis_db.hudi_table";

    /** The columns of the walk-through's query. */
    private static final List<String> COLUMNS =
            List.of("shipdate", "unitssold", "impressiontime", "code", "combinedname");

    /** The commit that was the first to show a name of a reference row. */
    record FirstCommit(String combinedName, long instant) {}

    /** How many records are rejected for one reason, and the message of one of them. */
    record Rejection(String reason, long records, String example) {}

    static TableView look(LocalQueries queries) throws InterruptedException {
        List<List<JsonNode>> answers = queries.ask(
                "select " + String.join(", ", COLUMNS) + " from " + TABLE
                        + " where combinedname is not null order by _hoodie_commit_time desc limit 10",
                "select code, combinedname, count(*) as rows, min(_hoodie_commit_time) as first_commit from " + TABLE
                        + " group by code, combinedname",
                "select uuid, orderdate from " + TABLE,
                "select reason, count(*) as records, min(message) as example from " + TABLE
                        + "_rejected group by reason order by reason");
        List<CountryCount> countries = new ArrayList<>();
        List<FirstCommit> commits = new ArrayList<>();
        for (JsonNode row : answers.get(1)) {
            String combinedName = row.get("combinedname").textValue();
            countries.add(new CountryCount(
                    row.get("code").textValue(), combinedName, row.get("rows").asLong()));
            commits.add(new FirstCommit(combinedName, row.get("first_commit").asLong()));
        }
        NewestOrders orders = new NewestOrders();
        answers.get(2)
                .forEach(row ->
                        orders.add(row.get("uuid").asInt(), row.get("orderdate").textValue()));
        List<Rejection> rejections = answers.get(3).stream()
                .map(row -> new Rejection(
                        row.get("reason").textValue(),
                        row.get("records").asLong(),
                        row.get("example").textValue()))
                .toList();
        return new TableView(answers.get(0), countries, answers.get(2).size(), orders, commits, rejections);
    }

    /** Returns the newest enriched rows, for people. */
    String newestRows() {
        TextTable table = new TextTable(Style.PLAIN, COLUMNS.toArray(String[]::new));
        newest.forEach(row -> table.add(
                COLUMNS.stream().map(column -> row.get(column).asText("NULL")).toArray(String[]::new)));
        return table.toString();
    }

    /** Returns the rejected records by reason, for people. */
    String rejectedByReason() {
        TextTable table = new TextTable(Style.PLAIN, "reason", "records", "such as");
        rejections.forEach(
                rejection -> table.add(rejection.reason(), Long.toString(rejection.records()), rejection.example()));
        return table.toString();
    }

    /** Returns the records in the table of rejected ones. */
    long rejected() {
        return rejections.stream().mapToLong(Rejection::records).sum();
    }

    /** The first commit that shows this name of a reference row, if any does. */
    Optional<Long> firstCommitOf(String combinedName) {
        return commits.stream()
                .filter(commit -> combinedName.equals(commit.combinedName()))
                .map(FirstCommit::instant)
                .findFirst();
    }

    /** Returns rows that show reference data by a name that is none of these. */
    long matchedBut(Set<String> names) {
        return countries.stream()
                .filter(country -> country.code() != null && !names.contains(country.combinedName()))
                .mapToLong(CountryCount::rows)
                .sum();
    }

    /** Returns rows that show reference data. */
    long matched() {
        return countries.stream()
                .filter(country -> country.code() != null)
                .mapToLong(CountryCount::rows)
                .sum();
    }
}
