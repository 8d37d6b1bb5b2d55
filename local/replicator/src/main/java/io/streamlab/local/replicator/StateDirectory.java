package io.streamlab.local.replicator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files that a replication needs after a restart, and its status for other programs. One process holds the directory. */
final class StateDirectory implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private final FileChannel lock;
    private ReplicationStatus lastStatus;

    private StateDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Locks a directory until {@link #close()} or the end of the process. Creates the directory if it is missing.
     *
     * @throws IOException if another process holds the lock
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

    /** Returns whether a full load has ended here. The offset exists from then on. */
    boolean isLoaded() {
        return Files.exists(offset());
    }

    /** Returns whether an earlier run began a full load and did not end it. */
    boolean isFullLoadUnfinished() {
        return Files.exists(mappings()) && !isLoaded();
    }

    /** Returns whether the last full load used the same table mapping. */
    boolean isLoadedWith(Path tableMappings) throws IOException {
        return JSON.readTree(mappings().toFile()).equals(JSON.readTree(tableMappings.toFile()));
    }

    void beginFullLoad(Path tableMappings) throws IOException {
        Files.copy(tableMappings, mappings(), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Makes the next run begin with a full load that also removes the items without a row, as after an unfinished full load.
     *
     * @param tableMappings the mapping of the full load
     */
    void demandFullLoad(Path tableMappings) throws IOException {
        beginFullLoad(tableMappings);
        Files.deleteIfExists(offset());
        Files.deleteIfExists(schemaHistory());
    }

    /** Makes the next run begin with a full load. */
    void forgetLoad() throws IOException {
        Files.deleteIfExists(offset());
        Files.deleteIfExists(schemaHistory());
        Files.deleteIfExists(mappings());
    }

    /**
     * Replaces {@code status.json} in one step, so that a reader never finds half a file.
     *
     * @throws UncheckedIOException if the directory cannot be written
     */
    void write(ReplicationStatus status) {
        lastStatus = status;
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

    /** Writes why the process ends into {@code status.json}; the counts of the last status of this process stay. */
    void writeFailure(String problem) {
        ReplicationStatus last = lastStatus == null ? ReplicationStatus.atStart() : lastStatus;
        write(last.failed(problem));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Returns the copy of the table mapping that the full load makes when it begins. */
    private Path mappings() {
        return path.resolve("table-mappings.json");
    }

    /**
     * Removes half a line from the end of the schema history. Debezium appends a line for each schema change, and does not
     * start with half a line, which a killed process may leave. No change is lost: the offset is older than that change, so
     * Debezium reads the change from the source again. Without an offset, the history belongs to an unfinished full load.
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
