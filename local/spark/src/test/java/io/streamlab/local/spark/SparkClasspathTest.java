package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkClasspathTest {
    @TempDir
    Path target;

    private Path classes;

    @BeforeEach
    void createClasses() throws IOException {
        classes = Files.createDirectory(target.resolve("classes"));
    }

    @Test
    void aFolderOfClassesIsReplacedWithItsJar() throws IOException {
        Path own = Files.createFile(target.resolve("local-spark-1.0.jar"));

        assertThat(SparkClasspath.of(classes + File.pathSeparator + "/libraries/spark.jar")
                        .jars())
                .containsExactly(own, Path.of("/libraries/spark.jar"));
    }

    @Test
    void aFolderWithoutAJarIsAnError() {
        assertThatThrownBy(() -> SparkClasspath.of(classes.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no jar in " + target + "; build it: scripts/build --local");
    }

    @Test
    void theHudiBundleCanBeSetApart() {
        SparkClasspath classpath = SparkClasspath.of(String.join(
                File.pathSeparator, "/l/spark.jar", "/l/hudi-spark3.3-bundle_2.12-0.14.0.jar", "/l/hive.jar"));

        assertThat(classpath.hudiBundle()).isEqualTo(Path.of("/l/hudi-spark3.3-bundle_2.12-0.14.0.jar"));
        assertThat(classpath.withoutHudi()).isEqualTo("/l/spark.jar" + File.pathSeparator + "/l/hive.jar");
        assertThat(classpath.all()).contains("hudi");
    }

    @Test
    void aMissingHudiBundleIsAnError() {
        assertThatThrownBy(() -> SparkClasspath.of("/l/spark.jar").hudiBundle())
                .isInstanceOf(CommandException.class)
                .hasMessage("the Hudi bundle is not on the classpath");
    }
}
