package io.streamlab.local.replicator.mysql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one server: its data and binary log, its log, and its process id.
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

    /** Returns whether a start has succeeded before. Only the first start may bring the example's rows. */
    boolean hasStartedBefore() {
        return Files.exists(startedBefore());
    }

    void markStarted() throws IOException {
        if (!hasStartedBefore()) {
            Files.createFile(startedBefore());
        }
    }

    /** Returns the last 20 lines of the server's log, where MariaDB says why it did not start. */
    String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private Path startedBefore() {
        return path.resolve("started-before");
    }
}
