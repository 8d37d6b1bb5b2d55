package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir
    Path parent;

    @Test
    void isTakenForTheTemporaryFilesOfJavaHadoopAndHive() throws IOException {
        Path folder = parent.resolve(Long.toString(ProcessHandle.current().pid()));

        ScratchFolder scratch = ScratchFolder.create(parent);

        assertThat(folder).isEmptyDirectory();
        assertThat(scratch.jvmOptions())
                .containsExactly(
                        "-Djava.io.tmpdir=" + folder,
                        "-Dspark.hadoop.hadoop.tmp.dir=" + folder.resolve("hadoop"),
                        "-Dspark.hadoop.hive.exec.scratchdir=" + folder.resolve("hive"));
    }

    @Test
    void isRemovedWithAllThatIsInIt() throws IOException {
        ScratchFolder scratch = ScratchFolder.create(parent);
        Files.createDirectories(scratch.resolve("blockmgr/0a"));
        Files.createFile(scratch.resolve("blockmgr/0a/block"));

        scratch.remove();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void thoseOfKilledProgramsAreRemovedAndNothingElse() throws Exception {
        Process killed = new ProcessBuilder("true").start();
        killed.waitFor();
        Path abandoned = Files.createDirectories(parent.resolve(Long.toString(killed.pid())));
        Files.createFile(abandoned.resolve("block"));
        Path running = Files.createDirectory(parent.resolve("1"));
        Path other = Files.createDirectory(parent.resolve("notes"));

        ScratchFolder.create(parent);

        assertThat(abandoned).doesNotExist();
        assertThat(running).exists();
        assertThat(other).exists();
    }

    @Test
    void thatOfAKilledLauncherStaysAsLongAsItsProgramRuns() throws Exception {
        Process launcher = new ProcessBuilder("true").start();
        launcher.waitFor();
        Path folder = Files.createDirectories(parent.resolve(Long.toString(launcher.pid())));
        Process program = new ProcessBuilder("tail", "-f", "/dev/null", folder.toString()).start();
        try {
            ScratchFolder.create(parent);

            assertThat(folder).exists();
        } finally {
            program.destroy();
            program.waitFor();
        }
    }
}
