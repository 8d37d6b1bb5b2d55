package io.streamlab.local.spark;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for all that Spark, Hive, S3A and unpacked native libraries leave behind, in place of the machine's own for
 * temporary files. It goes when the program has ended; what a killed one has left goes when the next begins.
 */
final class ScratchFolder {
    private final Path folder;

    private ScratchFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes one for this process, and removes those of processes that are gone. */
    static ScratchFolder create(Path parent) throws IOException {
        Path absolute = Files.createDirectories(parent).toAbsolutePath();
        try (Stream<Path> others = Files.list(absolute)) {
            for (Path other : others.filter(ScratchFolder::isAbandoned).toList()) {
                delete(other);
            }
        }
        return new ScratchFolder(Files.createDirectories(
                absolute.resolve(Long.toString(ProcessHandle.current().pid()))));
    }

    /** Returns the options by which a JVM with Spark takes it. */
    List<String> jvmOptions() {
        return List.of(
                "-Djava.io.tmpdir=" + folder,
                // These two do not follow Java's.
                "-Dspark.hadoop.hadoop.tmp.dir=" + folder.resolve("hadoop"),
                "-Dspark.hadoop.hive.exec.scratchdir=" + folder.resolve("hive"));
    }

    Path folder() {
        return folder;
    }

    Path resolve(String file) {
        return folder.resolve(file);
    }

    void remove() throws IOException {
        delete(folder);
    }

    /** Returns whether neither the process that made the folder, whose number is the name, nor a child that names the folder on its command line is running. */
    private static boolean isAbandoned(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("[0-9]+")
                && ProcessHandle.of(Long.parseLong(name)).isEmpty()
                && ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains(folder.toString()));
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            /** Another program that begins at the same moment may be faster. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
