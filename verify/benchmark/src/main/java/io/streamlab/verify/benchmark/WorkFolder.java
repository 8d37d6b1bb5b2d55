package io.streamlab.verify.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for what a benchmark writes; deleted when it has ended, interrupted or not, unless a log in it is of use. */
public final class WorkFolder implements AutoCloseable {
    private final Path path;
    private final Thread hook;
    private boolean kept;

    private WorkFolder(Path path) {
        this.path = path;
        this.hook = new Thread(this::delete, "delete-" + path.getFileName());
    }

    public static WorkFolder create(String benchmark) {
        try {
            WorkFolder folder = new WorkFolder(Files.createTempDirectory("benchmark-" + benchmark + "-"));
            Runtime.getRuntime().addShutdownHook(folder.hook);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for temporary files", e);
        }
    }

    public Path path() {
        return path;
    }

    public Path path(String name) {
        return path.resolve(name);
    }

    /** From now on the folder is not deleted. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() {
        delete();
    }

    /** Servers and Spark may be on the point of ending and write still; what remains is the system's to delete. */
    private synchronized void delete() {
        if (kept || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("benchmark: " + path + " could not be deleted: " + e.getMessage());
        }
    }
}
