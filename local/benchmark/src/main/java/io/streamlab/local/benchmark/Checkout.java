package io.streamlab.local.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built project: where what is measured lies.
 *
 * @param root the folder of the whole checkout
 */
public record Checkout(Path root) {

    /** Finds the project that this class was built by. */
    public static Checkout find() {
        try {
            Path code = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // Either local/benchmark/target/classes or local/benchmark/target/local-benchmark-<version>.jar.
            return new Checkout(code.resolve("../../../..").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this class is not a path", e);
        }
    }

    /** The jar that goes to AWS Glue. */
    public Path jobJar() {
        return onlyJar(root.resolve("target"), "glue-streaming-join-");
    }

    /** Spark, S3A, Hive and Hudi in the versions of Glue 4.0: the classpath of {@code local/spark}. */
    public List<Path> sparkJars() {
        return jarsIn(module("spark").resolve("target/classpath.txt"));
    }

    /** The programs of the benchmarks themselves. */
    public Path benchmarkJar() {
        return onlyJar(module("benchmark").resolve("target"), "local-benchmark-");
    }

    /** The jars that a module of {@code local} runs with, in the form of Java's -cp. */
    public String classpathOf(String module) {
        return jarsIn(module(module).resolve("target/classpath.txt")).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The folder of a module of {@code local}, for example {@code spark}. */
    public Path module(String name) {
        return root.resolve("local").resolve(name);
    }

    /**
     * The jars that a build has listed in a file, in the form of Java's -cp.
     *
     * @throws BenchmarkException if the file is not there
     */
    public List<Path> jarsIn(Path file) {
        try {
            return Arrays.stream(Files.readString(file).strip().split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new BenchmarkException(file + " cannot be read: build with scripts/build --local", e);
        }
    }

    private static Path onlyJar(Path folder, String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isJar(file.getFileName().toString(), prefix))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException(
                            "there is no " + prefix + "*.jar in " + folder + ": build with scripts/build --local"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for jars in " + folder, e);
        }
    }

    private static boolean isJar(String name, String prefix) {
        return name.startsWith(prefix) && name.endsWith(".jar");
    }
}
