package io.streamlab.local.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file in which a JVM finds the classes of an earlier run ready for use, so that Spark starts in less than half the time: a dynamic
 * archive of Java's class data sharing. The first run writes it at its end, which takes that run some ten seconds more.
 *
 * <p>An archive is good for one JDK and one list of jars. Both are in its name, and archives that have become useless are removed.
 */
final class ClassArchive {
    private static final int FINGERPRINT_DIGITS = 16;

    private final Path folder;
    private final String name;
    private final boolean possible;
    private final boolean mayBeMade;
    private final Path archive;
    private final Path draft;

    /**
     * @param name of the program whose classes are archived
     * @param classpath in the form of Java's -cp; the JVM archives classes only if every entry is a jar
     */
    ClassArchive(Path folder, String name, String classpath) {
        this(folder, name, classpath, true);
    }

    /** @param mayBeMade whether an archive is made if there is none */
    ClassArchive(Path folder, String name, String classpath, boolean mayBeMade) {
        this.mayBeMade = mayBeMade;
        List<Path> entries =
                Arrays.stream(classpath.split(File.pathSeparator)).map(Path::of).toList();
        this.folder = folder.toAbsolutePath();
        this.name = name;
        this.possible = entries.stream().allMatch(Files::isRegularFile);
        this.archive = this.folder.resolve(name + "-" + (possible ? fingerprint(entries) : "impossible") + ".jsa");
        this.draft = this.folder.resolve(
                archive.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** Returns whether the next run writes the archive. */
    boolean isToBeMade() {
        return possible && mayBeMade && !Files.exists(archive);
    }

    /** Makes the folder if need be and returns the options with which a JVM uses the archive or writes it. */
    List<String> prepare() throws IOException {
        if (!possible || !mayBeMade && !Files.exists(archive)) {
            return List.of();
        }
        Files.createDirectories(folder);
        return List.of(
                isToBeMade() ? "-XX:ArchiveClassesAtExit=" + draft : "-XX:SharedArchiveFile=" + archive,
                // Else the JVM warns of each class that it cannot archive, on standard output.
                "-Xlog:disable",
                "-Xlog:all=error:stderr");
    }

    /** Keeps what the run has written, unless it failed: then it may have ended before it had loaded much. */
    void conclude(int exitCode) throws IOException {
        if (!Files.exists(draft)) {
            return;
        }
        if (SparkProgram.GOOD_ENDS.contains(exitCode)) {
            Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
            removeOthers();
        } else {
            Files.delete(draft);
        }
    }

    private void removeOthers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> others = files.filter(
                            file -> file.getFileName().toString().startsWith(name + "-"))
                    .filter(file -> !file.equals(archive))
                    .toList();
            for (Path other : others) {
                Files.deleteIfExists(other);
            }
        }
    }

    /** Of the JDK and the jars, by what the JVM itself compares: path, size and time of change. */
    private static String fingerprint(List<Path> jars) {
        StringBuilder facts = new StringBuilder(System.getProperty("java.vm.version"));
        facts.append(System.getProperty("java.home"));
        try {
            for (Path jar : jars) {
                facts.append('\n')
                        .append(jar)
                        .append(' ')
                        .append(Files.size(jar))
                        .append(' ');
                facts.append(Files.getLastModifiedTime(jar).toMillis());
            }
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the jars of the classpath", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
