package io.streamlab.verify.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTimesTest {

    @TempDir
    private Path table;

    @Test
    void theTimeOfACommitOutlivesItsFile() throws Exception {
        CommitTimes times = new CommitTimes(table);
        times.look();
        Path timeline = Files.createDirectory(table.resolve(".hoodie"));
        Path first = Files.createFile(timeline.resolve("20261123130836436.commit"));
        Files.setLastModifiedTime(first, FileTime.fromMillis(1_000));
        Files.createFile(timeline.resolve("20261123130840000.commit.requested"));
        times.look();
        Files.delete(first);
        times.look();

        assertThat(times.readableMillis("20261123130836436")).isEqualTo(1_000);
        assertThatIllegalStateException()
                .isThrownBy(() -> times.readableMillis("20261123130840000"))
                .withMessage("nobody has seen when the commit 20261123130840000 was complete");
    }
}
