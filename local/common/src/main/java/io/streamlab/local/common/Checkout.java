package io.streamlab.local.common;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkout of this project, with what a build has left in it.
 *
 * <p>A module is named by its path in the checkout, such as {@code local/spark} or {@code verify/benchmark}.
 *
 * @param root the folder of the whole checkout
 */
public record Checkout(Path root) {
    /** Returns the checkout that this class was built in. */
    public static Checkout find() {
        try {
            Path code = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // Either local/common/target/classes or local/common/target/local-common-<version>.jar.
            return new Checkout(code.resolve("../../../..").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this class is not a path", e);
        }
    }

    /** Returns the jar that goes to AWS Glue. */
    public Path jobJar() {
        return onlyJar(root.resolve("target"), "glue-streaming-join-");
    }

    /** Returns the folder of a module. */
    public Path module(String module) {
        return root.resolve(module);
    }

    /** Returns the jar of a module's own classes. */
    public Path jar(String module) {
        return onlyJar(module(module).resolve("target"), module.replace('/', '-') + "-");
    }

    /**
     * Returns the jars that a module needs at run time, without the module's own.
     *
     * @throws CommandException if the module has not been built
     */
    public List<Path> dependencies(String module) {
        return jarsIn(module(module).resolve("target/classpath.txt"));
    }

    /**
     * Returns the classes of a module and all that they need at run time, in the form of Java's option {@code -cp}.
     *
     * @throws CommandException if the module has not been built
     */
    public String classpath(String module) {
        Path classes = module(module).resolve("target/classes");
        return String.join(
                File.pathSeparator,
                Stream.concat(Stream.of(classes), dependencies(module).stream())
                        .map(Path::toString)
                        .toList());
    }

    /**
     * Returns the jars that a build has listed in a file, in the form of Java's option {@code -cp}.
     *
     * @throws CommandException if the file is not there
     */
    public List<Path> jarsIn(Path file) {
        try {
            return Arrays.stream(Files.readString(file).strip().split(File.pathSeparator))
                    .filter(jar -> !jar.isEmpty())
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read; build it: scripts/build --local", e);
        }
    }

    private static Path onlyJar(Path folder, String prefix) {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> isJar(file.getFileName().toString(), prefix))
                        .findFirst()
                        .orElseThrow(() -> missing(folder, prefix));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look for jars in " + folder, e);
            }
        }
        throw missing(folder, prefix);
    }

    private static CommandException missing(Path folder, String prefix) {
        return new CommandException(
                "there is no " + prefix + "*.jar in " + folder + "; build it: scripts/build --local");
    }

    /** Returns whether a version follows the prefix, and not, for example, {@code sources}. */
    private static boolean isJar(String name, String prefix) {
        return name.matches(Pattern.quote(prefix) + "[0-9][0-9.]*(-SNAPSHOT)?\\.jar");
    }
}
