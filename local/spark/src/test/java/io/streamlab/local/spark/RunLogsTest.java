package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogsTest {
    @TempDir
    private Path folder;

    @Test
    void eachProcessHasAFileOfItsOwn() {
        assertThat(logs().ofThisProcess())
                .isEqualTo(logs().ofThisProcess())
                .hasParentRaw(folder)
                .satisfies(file -> assertThat(file.getFileName().toString())
                        .matches("submit-local-\\d{8}-\\d{6}-"
                                + ProcessHandle.current().pid() + "\\.log"));
    }

    @Test
    void theNewestTenFilesStay() throws IOException {
        write("submit-local.log", 0);
        for (int run = 1; run <= 12; run++) {
            write("submit-local-20261130-1200" + (10 + run) + "-" + run + ".log", run);
        }
        write("submit-local-glue5-20261130-120000-1.log", 0);
        write("submit-local.jsa", 0);

        logs().prune();

        assertThat(folder)
                .isDirectoryNotContaining("glob:**-1200{11,12}-*")
                .isDirectoryNotContaining("glob:**/submit-local.log");
        assertThat(Files.list(folder)).hasSize(RunLogs.MOST_FILES + 2);
        assertThat(folder.resolve("submit-local-glue5-20261130-120000-1.log")).exists();
    }

    @Test
    void fewFilesStay() throws IOException {
        write("submit-local-20261130-120000-7.log", 0);

        logs().prune();

        assertThat(Files.list(folder)).hasSize(1);
    }

    private RunLogs logs() {
        return new RunLogs(folder, "submit-local");
    }

    private void write(String name, int minute) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "log");
        Files.setLastModifiedTime(file, FileTime.fromMillis(minute * 60_000L));
    }
}
