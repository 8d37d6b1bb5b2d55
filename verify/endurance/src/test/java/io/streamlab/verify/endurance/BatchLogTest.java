package io.streamlab.verify.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLogTest {
    @TempDir
    private Path folder;

    @Test
    void readsOnWhereItStoppedAndLeavesALineThatIsBeingWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("job.log"), "12:00:00 INFO Utils: {}\n");
        BatchLog log = new BatchLog(file);
        assertThat(log.batches()).isEmpty();

        append(
                file,
                "12:00:01 INFO BatchReport: {\"batch_id\":0,\"records_read\":7,\"commit\":\"1\"}\n"
                        + "12:00:02 INFO BatchReport: {\"between_batches_ms\":4}\n"
                        + "12:00:03 INFO BatchReport: {\"batch_id\":1,\"reco");
        assertThat(log.batches()).hasSize(1);
        assertThat(log.recordsRead()).isEqualTo(7);

        append(file, "rds_read\":5}\n");
        assertThat(log.batches()).hasSize(2);
        assertThat(log.recordsRead()).isEqualTo(12);
        assertThat(log.commits()).isEqualTo(1);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
