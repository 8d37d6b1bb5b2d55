package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.hudi.Commits;
import io.streamlab.join.hudi.ImpossibleCountsException;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.RecordedReports;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCountsTest {
    private static final String INSTANT = "20260131120000000";

    /** Any batch whose records each have one fate. */
    @RepeatedTest(50)
    void fatesOfTheRecordsAddUp(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int written = random.nextInt(5);
        int deleted = random.nextInt(5);
        int inBatch = random.nextInt(5);
        int byTable = random.nextInt(5);
        int reenriched = random.nextInt(5);
        long accepted = written + deleted + inBatch + byTable;
        long given = written + deleted + byTable + reenriched;
        RecordCounts counts =
                new RecordCounts(accepted, Commits.of(INSTANT, written + reenriched, deleted, reenriched, given));

        assertThatCode(() -> counts.requirePossible(7)).doesNotThrowAnyException();
        assertThat(reportOf(counts))
                .contains(String.format(
                        "\"rows_written\":%d,\"rows_deleted\":%d,\"records_superseded\":%d,"
                                + "\"records_superseded_in_batch\":%d,\"records_superseded_by_table\":%d,",
                        written, deleted, inBatch + byTable, inBatch, byTable));
        if (inBatch == 0) {
            // One row more than the batch has keys.
            assertThatThrownBy(() -> new RecordCounts(
                                    accepted, Commits.of(INSTANT, written + reenriched, deleted, reenriched, given + 1))
                            .requirePossible(7))
                    .isInstanceOf(ImpossibleCountsException.class);
        }
    }

    @Test
    void doesWithoutTheRowsThatHudiWasGiven() {
        RecordCounts counts = new RecordCounts(3, Commits.of(INSTANT, 1, 1, 0));

        assertThatCode(() -> counts.requirePossible(7)).doesNotThrowAnyException();
        assertThat(reportOf(counts))
                .contains("\"records_superseded\":1,")
                .doesNotContain("records_superseded_in_batch", "records_superseded_by_table");
    }

    @Test
    void takesADeleteThatHudiCountsTwiceForOne() {
        RecordCounts known = new RecordCounts(1, Commits.of(INSTANT, 1, 1, 0, 1));
        RecordCounts unknown = new RecordCounts(1, Commits.of(INSTANT, 1, 1, 0));

        assertThatCode(() -> known.requirePossible(7)).doesNotThrowAnyException();
        assertThatCode(() -> unknown.requirePossible(7)).doesNotThrowAnyException();
        assertThat(reportOf(known)).contains("\"rows_written\":0,\"rows_deleted\":1,\"records_superseded\":0,");
        assertThat(reportOf(unknown)).contains("\"rows_deleted\":1,\"records_superseded\":0,");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 0, 0, 3, records_superseded is -1; records_superseded_in_batch is -1",
        "3, 1, -1, 0, 3, rows_deleted is -1",
        "3, 1, 0, 2, 3, rows_written is -1",
        "3, 2, 0, 0, 4, records_superseded_in_batch is -1"
    })
    void failsWithTheFiguresThatCannotBe(
            long accepted, long written, long deleted, long reenriched, long given, String problem) {
        RecordCounts counts = new RecordCounts(accepted, Commits.of(INSTANT, written, deleted, reenriched, given));

        assertThatThrownBy(() -> counts.requirePossible(7))
                .isInstanceOf(ImpossibleCountsException.class)
                .hasMessageStartingWith("The counts of batch 7 cannot be: " + problem + ". All counts, of " + accepted
                        + " accepted records and of commit " + INSTANT + ": Hudi was given " + given
                        + " rows, inserted " + written + ", updated 0 and deleted " + deleted);
    }

    private static String reportOf(RecordCounts counts) {
        RecordedReports reports = new RecordedReports();
        BatchReport report = reports.reports().begin(7);
        counts.addTo(report);
        reports.reports().publish(report);
        return reports.published().get(0);
    }
}
