package io.streamlab.verify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static final Instant SCAN = Instant.parse("2026-01-31T12:00:00.123Z");

    private final Commits commits = new Commits();

    @Test
    void commitIsReadFromItsFile() throws Exception {
        String file =
                """
                {"partitionToWriteStats": {"": [
                   {"fileId": "a", "numWrites": 9, "numInserts": 4, "numUpdateWrites": 2, "numDeletes": 3},
                   {"fileId": "b", "numWrites": 1, "numInserts": 1, "numUpdateWrites": 0}]},
                 "extraMetadata": {
                   "_streaming_join.query_id": "q", "_streaming_join.batch_id": "17",
                   "_streaming_join.reenriched_rows": "2",
                   "_streaming_join.reference_scan_start": "2026-01-31T12:00:00.123Z",
                   "_streaming_join.reference_scan_millis": "12"}}
                """;

        assertThat(Commit.of("c1", new JsonMapper().readTree(file)))
                .isEqualTo(new Commit(
                        "c1", Optional.of("q/17"), 5, 7, 2, 3, Map.of("a", 9L, "b", 1L), SCAN, SCAN.plusMillis(12)));
    }

    @Test
    void commitBetweenBatchesIsOfNone() throws Exception {
        String file =
                """
                {"partitionToWriteStats": {"": [{"fileId": "a", "numWrites": 3, "numInserts": 0, "numUpdateWrites": 3}]},
                 "extraMetadata": {
                   "_streaming_join.query_id": "q", "_streaming_join.reenriched_rows": "3",
                   "_streaming_join.reference_scan_start": "2026-01-31T12:00:00.123Z",
                   "_streaming_join.reference_scan_millis": "12"}}
                """;

        assertThat(Commit.of("c1", new JsonMapper().readTree(file)))
                .isEqualTo(new Commit("c1", Optional.empty(), 0, 3, 3, 0, Map.of("a", 3L), SCAN, SCAN.plusMillis(12)));
    }

    @Test
    void rowsAreCountedUpToACommit() {
        commits.add(commit("c1", "q/0", 10));
        commits.add(commit("c2", "q/1", 5));
        commits.add(commit("c3", "q/2", 1));

        assertThat(commits.rowsAfter("c2")).isEqualTo(15);
        assertThat(commits.count()).isEqualTo(3);
    }

    /** Hudi has counted a delete of a key without a row, and as a row that was inserted. */
    @Test
    void rowsOfFilesCountWhereKeysAreDeleted() {
        commits.add(commit("c1", "q/0", 10, 0, Map.of("a", 6L, "b", 4L)));
        commits.add(commit("c2", "q/1", 1, 3, Map.of("a", 4L)));

        assertThat(commits.rowsAfter("c1")).isEqualTo(10);
        assertThat(commits.rowsAfter("c2")).isEqualTo(8);
        assertThat(commits.deleted()).isEqualTo(3);
    }

    @Test
    void batchThatWroteTwiceIsFoundButNotOneThatWasHeld() {
        commits.add(commit("c1", "q/0", 10));
        commits.add(commit("c2", "q/0", 0));
        assertThat(commits.doubledBatches()).isEmpty();

        commits.add(commit("c3", "q/1", 1));
        commits.add(commit("c4", "q/1", 1));
        assertThat(commits.doubledBatches()).containsExactly("q/1");
    }

    @Test
    void batchIsNotDoubledByRowsThatWereJoinedAnew() {
        commits.add(commit("c1", "q/0", 10));
        commits.add(new Commit("c2", Optional.of("q/0"), 0, 4, 4, SCAN, SCAN));
        commits.add(new Commit("c3", Optional.empty(), 0, 2, 2, SCAN, SCAN));
        commits.add(new Commit("c4", Optional.empty(), 0, 3, 3, SCAN, SCAN));
        assertThat(commits.doubledBatches()).isEmpty();
        assertThat(commits.countBetweenBatches()).isEqualTo(2);
        assertThat(commits.reenriched()).isEqualTo(9);

        commits.add(new Commit("c5", Optional.of("q/0"), 0, 5, 4, SCAN, SCAN));
        assertThat(commits.doubledBatches()).containsExactly("q/0");
    }

    private static Commit commit(String instant, String batch, long rows, long deleted, Map<String, Long> rowsByFile) {
        return new Commit(instant, Optional.of(batch), rows, rows, 0, deleted, rowsByFile, SCAN, SCAN);
    }

    private static Commit commit(String instant, String batch, long rows) {
        return new Commit(instant, Optional.of(batch), rows, rows, 0, SCAN, SCAN);
    }
}
