package io.streamlab.local.replicator.mysql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Everything that belongs to one server: its data and binary log, its log, and a lock that at most one process holds.
 *
 * @param path the directory, absolute
 */
record ServerDirectory(Path path) {

    static ServerDirectory create(Path path) throws IOException {
        ServerDirectory directory = new ServerDirectory(path.toAbsolutePath());
        Files.createDirectories(directory.temporary());
        return directory;
    }

    Path data() {
        return path.resolve("data");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    Path log() {
        return path.resolve("mariadb.log");
    }

    Path processId() {
        return path.resolve("mariadb.pid");
    }

    /** Whether a start has succeeded before: the initial data must not come back after a user has removed them. */
    boolean hasStartedBefore() {
        return Files.exists(startedBefore());
    }

    void markStarted() throws IOException {
        if (!hasStartedBefore()) {
            Files.createFile(startedBefore());
        }
    }

    /** The last lines of the server's log: it says there why it did not start. */
    String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /**
     * Takes the directory until the returned channel is closed or this process ends, however it ends.
     *
     * @throws IOException if another process has it
     */
    FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException("Another server is running in " + path);
        }
        return channel;
    }

    private Path startedBefore() {
        return path.resolve("started-before");
    }
}
