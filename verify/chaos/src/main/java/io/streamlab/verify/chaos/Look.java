package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a reader has seen of the table at one moment.
 *
 * @param rows all of them
 * @param keys the different ones among their keys
 * @param newest the newest commit that a row is of
 * @param rowsOfNewest rows that are of it
 */
record Look(long rows, long keys, String newest, long rowsOfNewest) {
    /** In one scan, since a second one could see a later commit. */
    static final String QUERY = "select count(*) as rows, count(distinct uuid) as keys, max(commit) as newest, "
            + "count_if(commit = newest_commit) as rows_of_newest "
            + "from (select uuid, _hoodie_commit_time as commit, max(_hoodie_commit_time) over () as newest_commit "
            + "from my_kinesis_db.hudi_table)";

    static Look of(JsonNode answer) {
        return new Look(
                answer.get("rows").asLong(),
                answer.get("keys").asLong(),
                answer.get("newest").asText(),
                answer.get("rows_of_newest").asLong());
    }

    /** Returns what is wrong with it, unless it shows a whole number of commits. */
    Optional<String> problem(Commits commits) {
        Optional<Commit> commit = commits.find(newest);
        if (commit.isEmpty()) {
            return Optional.of("a reader saw " + this + ", but that commit is not complete");
        }
        long rowsThen = commits.rowsAfter(newest);
        long written = commit.get().written();
        // Hudi counts a delete of a key without a row as a row that was inserted, too.
        boolean areOfNewest = rowsOfNewest <= written
                && rowsOfNewest >= written - commit.get().deleted();
        if (rows != rowsThen || keys != rowsThen || !areOfNewest) {
            return Optional.of(
                    "a reader saw " + this + ", but that commit wrote " + written + " rows and left " + rowsThen);
        }
        return Optional.empty();
    }
}
