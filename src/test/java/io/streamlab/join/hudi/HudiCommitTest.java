package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HudiCommitTest {
    @Test
    void knowsHowManyRowsWereOlderThanTheTables() {
        HudiCommit commit = commit(2, 3, 5, 1, 4, 6).withRowsGiven(17);

        assertThat(commit.olderThanTable())
                .as("7 that Hudi left, and 6 that it did not get")
                .hasValue(13);
        assertThat(commit.impossibleCounts()).isEmpty();
    }

    /** Hudi 0.14 counts the delete of a key without a row as an insert, too. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1, 1, 0, 0", "3, 2, 2, 6, 4, 0", "3, 2, 2, 5, 3, 0", "3, 2, 2, 8, 5, 1"})
    void takesDeletesThatAreCountedTwiceForOne(
            long inserted, long updated, long deleted, long given, long written, long older) {
        HudiCommit commit = commit(inserted, updated, deleted, 0, 0, 0).withRowsGiven(given);

        assertThat(commit.impossibleCounts()).isEmpty();
        assertThat(commit.written()).isEqualTo(written);
        assertThat(commit.deleted()).isEqualTo(deleted);
        assertThat(commit.olderThanTable()).hasValue(older);
    }

    /** Each line has one count that cannot be. */
    @ParameterizedTest
    @CsvSource({
        "-1, 3, 5, 0, 0, 0, 12, the inserted rows are -1",
        "2, -3, 5, 0, 0, 0, 12, the updated rows are -3",
        "2, 3, 5, -1, 0, 0, 12, the re-enriched rows are -1",
        "2, 3, 5, 0, -1, 0, 12, the moved rows are -1",
        "2, 3, 5, 0, 0, -2, 12, the late rows are -2",
        "2, 3, 5, 0, 6, 0, 12, the deleted rows without the moved ones are -1",
        "2, 3, 5, 7, 0, 0, 12, the written rows without the re-enriched ones are -2",
        "2, 3, 5, 0, 0, 0, 7, the rows given less those that Hudi counts are -1",
        "6, 3, 5, 0, 0, 0, 8, the rows given less those that Hudi counts are -1",
        "6, 3, 5, 0, 1, 0, 9, the rows given less those that Hudi counts are -1",
        "2, 3, 0, 0, 0, 0, 4, the rows given less those that Hudi counts are -1"
    })
    void saysWhichCountCannotBe(
            long inserted,
            long updated,
            long deleted,
            long reenriched,
            long moved,
            long late,
            long given,
            String problem) {
        HudiCommit commit =
                commit(inserted, updated, deleted, reenriched, moved, late).withRowsGiven(given);

        assertThat(commit.impossibleCounts()).contains(problem);
    }

    private static HudiCommit commit(
            long inserted, long updated, long deleted, long reenriched, long moved, long late) {
        return new HudiCommit(
                "20260131120000000",
                inserted,
                updated,
                deleted,
                Set.of(),
                RowCounts.none()
                        .withReenriched(reenriched)
                        .withMoved(moved)
                        .withLate(late)
                        .toMetadata());
    }
}
