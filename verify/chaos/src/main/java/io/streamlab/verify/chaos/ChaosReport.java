package io.streamlab.verify.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.streamlab.verify.pipeline.JsonReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a run, as JSON with snake_case names.
 *
 * @param kills how often the job was killed
 * @param killsByPoint the same, by the point at which
 * @param killsByProcess the same, by what was killed: the driver, an executor or a worker
 * @param killsBetweenBatches those that hit a commit while no batch was planned or under way
 * @param stops how often the job was stopped with SIGTERM
 * @param stopsInBatches those that hit a batch
 * @param slowestEndSeconds the most that the job took to end, from the signal or from its last write, whichever came later
 * @param failures how often it ended by itself, as too many of its calls had failed
 * @param faults calls that were made to fail, by service
 * @param calls all calls, by service
 * @param sent records put on the stream
 * @param deleted keys among them whose latest version deletes them
 * @param referenceChanges changes of reference rows in MySQL meanwhile
 * @param commits complete commits
 * @param commitsBetweenBatches those of them that are of no batch
 * @param rowsReenriched how often a row was re-enriched
 * @param rows in the table at the end
 * @param missing keys without a row
 * @param doubled rows whose key has another one
 * @param wrong rows that are not what they have to be
 * @param reads how often the table was read meanwhile
 * @param commitsSeen how many different states of the table these reads saw
 * @param torn how many of these reads saw a part of a commit
 * @param seconds the whole run
 * @param problems everything that is wrong, in words
 */
record ChaosReport(
        int kills,
        Map<String, Integer> killsByPoint,
        Map<String, Integer> killsByProcess,
        int killsBetweenBatches,
        int stops,
        int stopsInBatches,
        double slowestEndSeconds,
        int failures,
        Map<String, Integer> faults,
        Map<String, Integer> calls,
        int sent,
        int deleted,
        int referenceChanges,
        int commits,
        int commitsBetweenBatches,
        long rowsReenriched,
        int rows,
        int missing,
        int doubled,
        int wrong,
        int reads,
        int commitsSeen,
        int torn,
        double seconds,
        List<String> problems) {
    /** Returns whether nothing is missing, doubled, wrong or torn. */
    @JsonProperty
    boolean passed() {
        return problems.isEmpty();
    }

    void write(Path file) {
        JsonReport.write(this, file);
    }
}
