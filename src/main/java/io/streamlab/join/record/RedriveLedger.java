package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Notes which rejected records were put back on a stream: text files in the folder {@code _redriven} of the rejected records,
 * with the id of a record on each line. Readers of the table skip the folder because of its name.
 *
 * <p>A file is whole or missing: it is written under a hidden name, and then moved.
 */
public final class RedriveLedger {
    /** The one column of {@link #read}: string, the id of a record and of the stream that it was put on. */
    public static final String ID = "redrive_id";

    private static final String FOLDER = "_redriven";
    private static final String SUFFIX = ".txt";

    private final Path folder;
    private final Configuration configuration;
    private final String run = Instant.now().toEpochMilli() + "-" + UUID.randomUUID();

    private int files;

    /** @param rejected the folder of the rejected records */
    public RedriveLedger(URI rejected, Configuration configuration) {
        this(new Path(rejected), configuration);
    }

    RedriveLedger(Path rejected, Configuration configuration) {
        this.folder = new Path(rejected, FOLDER);
        this.configuration = configuration;
    }

    /** Returns the ledger's folder. */
    public String folder() {
        return folder.toString();
    }

    /** Returns the ids of the records that were put back. */
    public Dataset<Row> read(SparkSession spark) {
        try {
            FileSystem fileSystem = folder.getFileSystem(configuration);
            if (!fileSystem.exists(folder)) {
                return spark.createDataFrame(Collections.emptyList(), new StructType().add(ID, DataTypes.StringType));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + folder, e);
        }
        return spark.read()
                .option("pathGlobFilter", "*" + SUFFIX)
                .text(folder.toString())
                .toDF(ID);
    }

    /** Notes records as put back. When this returns, the note is there for good. */
    public void note(List<String> ids) {
        String name = String.format(Locale.ROOT, "%s-%06d%s", run, files++, SUFFIX);
        Path hidden = new Path(folder, "." + name);
        Path file = new Path(folder, name);
        try {
            FileSystem fileSystem = folder.getFileSystem(configuration);
            try (OutputStream content = fileSystem.create(hidden, true)) {
                content.write((String.join("\n", ids) + "\n").getBytes(US_ASCII));
            }
            DayFolders.move(hidden, file, fileSystem);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot note what was put back, in " + file, e);
        }
    }

    /** Removes notes that were written before this time. */
    void removeBefore(Instant end) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(configuration);
        for (FileStatus file : DayFolders.statuses(folder, fileSystem)) {
            if (file.isFile() && file.getModificationTime() < end.toEpochMilli()) {
                fileSystem.delete(file.getPath(), false);
            }
        }
    }
}
