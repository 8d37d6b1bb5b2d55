package io.streamlab.local.spark;

import io.streamlab.local.common.CommandException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The jars of Spark, Hive, S3A and Hudi, and this module's own.
 *
 * @param jars in the order of the classpath
 */
public record SparkClasspath(List<Path> jars) {
    public SparkClasspath {
        jars = List.copyOf(jars);
    }

    /**
     * Returns the classpath of this process, with jars alone: a folder of classes is replaced with the jar that the build has made of it, since a
     * JVM archives classes of jars only.
     */
    public static SparkClasspath ofThisProcess() {
        return of(System.getProperty("java.class.path"));
    }

    /** @param classpath in the form of Java's -cp */
    public static SparkClasspath of(String classpath) {
        return new SparkClasspath(Arrays.stream(classpath.split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry) ? jarOf(entry) : entry)
                .toList());
    }

    /** Returns everything, in the form of Java's -cp. */
    public String all() {
        return join(jars);
    }

    /** All but the Hudi bundle, in the form of Java's -cp. */
    public String withoutHudi() {
        return join(jars.stream().filter(jar -> !isHudiBundle(jar)).toList());
    }

    /** @throws CommandException if it is missing */
    public Path hudiBundle() {
        return jars.stream()
                .filter(SparkClasspath::isHudiBundle)
                .findFirst()
                .orElseThrow(() -> new CommandException("the Hudi bundle is not on the classpath"));
    }

    private static boolean isHudiBundle(Path jar) {
        return jar.getFileName().toString().startsWith("hudi-spark");
    }

    private static String join(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Maven puts the jar of {@code target/classes} into {@code target}. */
    private static Path jarOf(Path classes) {
        Path target = classes.toAbsolutePath().normalize().getParent();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for jars in " + target, e);
        }
        throw new CommandException("there is no jar in " + target + "; build it: scripts/build --local");
    }
}
