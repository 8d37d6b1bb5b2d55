package io.streamlab.local.replicator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Everything that one replication must find again after a restart, and its status for others. One process at a time. */
final class StateDirectory implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private final FileChannel lock;

    private StateDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes a directory, which is created if it is missing, until {@link #close()} or the end of the process.
     *
     * @throws IOException if another process has it
     */
    static StateDirectory open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Files.createDirectories(absolute);
        StateDirectory directory = new StateDirectory(absolute, ForegroundCommand.lock(absolute, "replicator"));
        directory.repairSchemaHistory();
        return directory;
    }

    Path offset() {
        return path.resolve("offset.properties");
    }

    Path schemaHistory() {
        return path.resolve("schema-history.jsonl");
    }

    /** Whether a full load has come to its end here: from then on there is an offset. */
    boolean isLoaded() {
        return Files.exists(offset());
    }

    /** Whether a full load has begun in an earlier run and not come to its end. */
    boolean isFullLoadUnfinished() {
        return Files.exists(mappings()) && !isLoaded();
    }

    /** Whether the full load that has come to its end here was done with the same table mapping. */
    boolean isLoadedWith(Path tableMappings) throws IOException {
        return JSON.readTree(mappings().toFile()).equals(JSON.readTree(tableMappings.toFile()));
    }

    void beginFullLoad(Path tableMappings) throws IOException {
        Files.copy(tableMappings, mappings(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the next run begin with a full load. */
    void forgetLoad() throws IOException {
        Files.deleteIfExists(offset());
        Files.deleteIfExists(schemaHistory());
        Files.deleteIfExists(mappings());
    }

    /**
     * Replaces the file as a whole, so that a reader never finds half of one.
     *
     * @throws UncheckedIOException if the directory cannot be written
     */
    void write(ReplicationStatus status) {
        Path written = path.resolve("status.json.new");
        try {
            JSON.writeValue(written.toFile(), status);
            Files.move(
                    written,
                    path.resolve("status.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** A copy of the table mapping, made when the full load begins. */
    private Path mappings() {
        return path.resolve("table-mappings.json");
    }

    /**
     * Debezium appends schema changes as lines. A process killed while it did so leaves part of a line, with which Debezium
     * would not start again. It may go: the offset is older than that change, so it will be read from the source once more.
     * Without an offset the whole history is that of an unfinished full load.
     */
    private void repairSchemaHistory() throws IOException {
        if (!isLoaded()) {
            Files.deleteIfExists(schemaHistory());
            return;
        }
        try (RandomAccessFile history = new RandomAccessFile(schemaHistory().toFile(), "rw")) {
            long end = history.length();
            while (end > 0 && !endsWithNewLine(history, end)) {
                end--;
            }
            history.setLength(end);
        }
    }

    private static boolean endsWithNewLine(RandomAccessFile file, long length) throws IOException {
        file.seek(length - 1);
        return file.read() == '\n';
    }
}
