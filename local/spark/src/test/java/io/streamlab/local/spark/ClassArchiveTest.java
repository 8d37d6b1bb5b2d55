package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArchiveTest {
    private static final String MAKE = "-XX:ArchiveClassesAtExit=";
    private static final String USE = "-XX:SharedArchiveFile=";

    @TempDir
    Path temporary;

    private Path folder;
    private Path jar;

    @BeforeEach
    void createJar() throws IOException {
        folder = temporary.resolve("cache");
        jar = Files.writeString(temporary.resolve("spark.jar"), "classes");
    }

    @Test
    void theFirstRunMakesTheArchiveAndTheNextOneUsesIt() throws IOException {
        runTo(0);

        ClassArchive second = archive();
        assertThat(second.isToBeMade()).isFalse();
        assertThat(second.prepare().get(0)).isEqualTo(USE + onlyFile());
    }

    @ParameterizedTest
    @ValueSource(ints = {130, 143})
    void aRunThatWasStoppedLeavesAnArchiveToo(int exitCode) throws IOException {
        runTo(exitCode);

        assertThat(archive().isToBeMade()).isFalse();
    }

    @Test
    void aFailedRunLeavesNothing() throws IOException {
        runTo(1);

        assertThat(archive().isToBeMade()).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void aRunThatWroteNoArchiveIsNoError() throws IOException {
        ClassArchive archive = archive();
        archive.prepare();

        archive.conclude(0);

        assertThat(files()).isEmpty();
    }

    @Test
    void aRunThatMayMakeNoArchiveUsesOneThatIsThere() throws IOException {
        assertThat(archiveThatMayNotBeMade().isToBeMade()).isFalse();
        assertThat(archiveThatMayNotBeMade().prepare()).isEmpty();

        runTo(0);

        assertThat(archiveThatMayNotBeMade().prepare().get(0)).isEqualTo(USE + onlyFile());
    }

    @Test
    void anotherJarMeansAnotherArchiveInPlaceOfTheOld() throws IOException {
        runTo(0);
        Path old = onlyFile();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));

        assertThat(archive().isToBeMade()).isTrue();
        runTo(0);

        assertThat(onlyFile()).isNotEqualTo(old);
    }

    @Test
    void theArchivesOfOtherProgramsStay() throws IOException {
        Files.createDirectories(folder);
        Path other = Files.createFile(folder.resolve("submit-0123456789abcdef.jsa"));

        runTo(0);

        assertThat(files()).hasSize(2).contains(other);
    }

    @Test
    void classesOutsideOfJarsCannotBeArchived() throws IOException {
        ClassArchive archive = new ClassArchive(folder, "query", jar + File.pathSeparator + temporary);

        assertThat(archive.isToBeMade()).isFalse();
        assertThat(archive.prepare()).isEmpty();
    }

    private ClassArchive archiveThatMayNotBeMade() {
        return new ClassArchive(folder, "query", jar.toString(), false);
    }

    private ClassArchive archive() {
        return new ClassArchive(folder, "query", jar.toString());
    }

    /** As a JVM with the archive's options would. */
    private void runTo(int exitCode) throws IOException {
        ClassArchive archive = archive();
        List<String> options = archive.prepare();
        assertThat(options.get(0)).startsWith(MAKE);
        Files.writeString(Path.of(options.get(0).substring(MAKE.length())), "archive");
        archive.conclude(exitCode);
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
