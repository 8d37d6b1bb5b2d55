package io.streamlab.verify.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedBatchesTest {
    @TempDir
    private Path folder;

    @Test
    void addsUpWhatTheBatchesReport() throws IOException {
        LoggedBatches reports = reports(
                """
                12:00:00.000 WARN  Something: {"records_read": 1000}
                12:00:01.000 INFO  BatchReport: {"batch_id":0,"read_ms":500,"records_read":7,"commit":20,"ended_at":99}
                12:00:02.000 INFO  BatchReport: {"batch_id":1,"read_ms":250,"consumer_lag_ms":9000,"records_read":3,"rows_written":2}
                12:00:03.000 INFO  BatchReport: {"reenrich_ms":1000,"reenrich_lag_ms":9000,"reference_change_age_ms":7000,"rows_reenriched":5}
                """);

        assertThat(reports.batches()).isEqualTo(2);
        assertThat(reports.sum("records_read")).isEqualTo(10);
        assertThat(reports.sum("rows_written")).isEqualTo(2);
        assertThat(reports.secondsByPhase()).containsExactly(entry("read", 0.75), entry("reenrich", 1.0));
    }

    @Test
    void knowsWhenTheBatchOfACommitHadEnded() throws IOException {
        LoggedBatches reports =
                reports("INFO  BatchReport: {\"commit\":20261122132205374,\"ended_at\":1795353748335}\n");

        assertThat(reports.endOfCommit(20261122132205374L)).contains(1795353748335L);
        assertThat(reports.endOfCommit(1)).isEmpty();
    }

    @Test
    void leavesALineThatIsStillBeingWrittenForTheNextTime() throws IOException {
        LoggedBatches reports = reports("INFO  BatchReport: {\"batch_id\":7}\nINFO  BatchReport: {\"records_re");

        assertThat(reports.batches()).isEqualTo(1);
    }

    @Test
    void refusesAReportThatIsNoJson() {
        assertThatThrownBy(() -> reports("INFO  BatchReport: {oops\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the job's log holds a report that is no JSON: INFO  BatchReport: {oops");
    }

    private LoggedBatches reports(String log) throws IOException {
        return LoggedBatches.readFrom(Files.writeString(folder.resolve("job.log"), log));
    }
}
