package io.streamlab.join.tombstone;

import static java.util.stream.Collectors.toList;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The files of tombstones, in a folder of the table's folder.
 *
 * <p>A file appears as a whole: Spark writes it into a work folder, and then the file is moved. On S3 the move is a copy of one
 * object, which appears as a whole, too. What a killed job leaves in a work folder counts for nothing.
 *
 * <p>The work folder is in Hudi's own folder for temporary files. Readers of a table with partitions list all other folders,
 * and fail where a folder is gone before they list it.
 */
final class TombstoneFolder {
    static final String NAME = ".streaming_join_tombstones";

    /** string: the key that was deleted. */
    static final String KEY = "_streaming_join_deleted_key";

    /** string: the place of the delete in the order of events. */
    static final String ORDER = "_streaming_join_delete_order";

    private static final StructType SCHEMA =
            new StructType().add(KEY, DataTypes.StringType).add(ORDER, DataTypes.StringType);

    /** Hudi's folder for what a write leaves when it fails. */
    private static final String HUDIS_WORK = ".hoodie/.temp";

    private static final String WORK_PREFIX = "_streaming_join_";

    /** Of work folders between the files: before the table's first commit, and of earlier versions of the job. */
    private static final String OLD_WORK_PREFIX = "_";

    private final Path folder;
    private final Path hudisWork;
    private final Configuration configuration;

    TombstoneFolder(String tablePath, Configuration configuration) {
        this.folder = new Path(tablePath, NAME);
        this.hudisWork = new Path(tablePath, HUDIS_WORK);
        this.configuration = configuration;
    }

    boolean exists() {
        try {
            return fileSystem().exists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of tombstones cannot be looked for: " + folder, e);
        }
    }

    /** Removes all tombstones. */
    void remove() {
        try {
            fileSystem().delete(folder, true);
        } catch (IOException e) {
            throw new UncheckedIOException("The tombstones cannot be removed: " + folder, e);
        }
    }

    /** Removes what a killed job has left in the middle of a write. */
    void removeLeftovers() {
        removeFolders(folder, OLD_WORK_PREFIX);
        removeFolders(hudisWork, WORK_PREFIX);
    }

    private void removeFolders(Path parent, String prefix) {
        try {
            for (FileStatus status : statuses(parent)) {
                if (status.getPath().getName().startsWith(prefix)) {
                    fileSystem().delete(status.getPath(), true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The leftovers of a write cannot be removed from " + parent, e);
        }
    }

    /**
     * Returns the files that are there.
     *
     * @throws DamagedTombstonesException when one of them is empty, which Spark would read without a word
     */
    List<TombstoneFile> list() {
        List<TombstoneFile> files = new ArrayList<>();
        try {
            for (FileStatus status : statuses(folder)) {
                TombstoneFile.of(status).ifPresent(files::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The tombstones cannot be listed in " + folder, e);
        }
        for (TombstoneFile file : files) {
            if (file.bytes() == 0) {
                throw new DamagedTombstonesException(
                        path(file.name()).toString(), new IOException("The file is empty"));
            }
        }
        return files;
    }

    /** Returns the tombstones of files, with the columns {@link #KEY} and {@link #ORDER}. */
    Dataset<Row> read(Collection<String> names, SparkSession spark) {
        return spark.read()
                .schema(SCHEMA)
                .parquet(names.stream().map(name -> path(name).toString()).toArray(String[]::new));
    }

    /**
     * Writes one file.
     *
     * @param tombstones with the columns {@link #KEY} and {@link #ORDER}, at least one row
     * @param written when the newest of the tombstones was written
     */
    TombstoneFile write(Dataset<Row> tombstones, Instant written) {
        String name = TombstoneFile.newName(written);
        try {
            Path workFolder = workFolder(name);
            tombstones
                    .select(KEY, ORDER)
                    .repartition(1)
                    .sortWithinPartitions(ORDER)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .option("compression", "gzip")
                    .parquet(workFolder.toString());
            FileStatus part = onlyPartIn(workFolder);
            Path file = path(name);
            if (!fileSystem().rename(part.getPath(), file)) {
                throw new IOException(part.getPath() + " cannot be moved to " + file);
            }
            fileSystem().delete(workFolder, true);
            return TombstoneFile.of(name, part.getLen()).orElseThrow(IllegalStateException::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Tombstones cannot be written into " + folder, e);
        }
    }

    /** Before the first commit nobody reads the table. And Hudi takes a folder that has {@code .hoodie} for a table. */
    private Path workFolder(String name) throws IOException {
        return fileSystem().exists(hudisWork.getParent())
                ? new Path(hudisWork, WORK_PREFIX + name)
                : path(OLD_WORK_PREFIX + name);
    }

    void delete(Collection<TombstoneFile> files) {
        try {
            for (TombstoneFile file : files) {
                fileSystem().delete(path(file.name()), false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Tombstones cannot be deleted from " + folder, e);
        }
    }

    private FileStatus onlyPartIn(Path workFolder) throws IOException {
        List<FileStatus> parts = Arrays.stream(fileSystem().listStatus(workFolder))
                .filter(status -> status.getPath().getName().startsWith("part-"))
                .collect(toList());
        return Optional.of(parts)
                .filter(found -> found.size() == 1)
                .map(found -> found.get(0))
                .orElseThrow(
                        () -> new FileNotFoundException("Spark wrote " + parts.size() + " parts in " + workFolder));
    }

    private FileStatus[] statuses(Path parent) throws IOException {
        try {
            return fileSystem().listStatus(parent);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private Path path(String name) {
        return new Path(folder, name);
    }

    private FileSystem fileSystem() throws IOException {
        return folder.getFileSystem(configuration);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
