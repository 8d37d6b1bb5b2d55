package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkHomeTest {
    @TempDir
    private Path folder;

    @Test
    void everyJarOfTheClasspathIsThereAlsoWhereTwoHaveOneName() throws IOException {
        Path first = jar("one/core-1.0.jar");
        Path second = jar("two/core-1.0.jar");
        Path third = jar("two/hive.jar");

        Path home = SparkHome.create(
                folder.resolve("home"),
                String.join(File.pathSeparator, first.toString(), second.toString(), third.toString()));

        assertThat(home.resolve("RELEASE")).isEmptyFile();
        try (Stream<Path> links = Files.list(home.resolve("jars"))) {
            assertThat(links.map(SparkHomeTest::target)).containsExactlyInAnyOrder(first, second, third);
        }
    }

    private Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        return Files.createFile(jar);
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
