package io.streamlab.join.hudi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes rows into a table of their own, to learn whether Hudi can write them. */
final class TrialWrite {
    private final TableWriter writer;
    private final Path folder;

    /** @param folder for the tables; what is in it is removed */
    TrialWrite(TableWriter writer, URI folder) {
        this.writer = writer;
        this.folder = new Path(folder);
    }

    /**
     * Returns why the rows cannot be written; empty if they can. Where Hudi gives no cause for a single row, the failure has the
     * cause as its suppressed exception.
     */
    Optional<Exception> failureOf(Dataset<Row> rows) {
        Optional<Exception> failure = failureOf(rows, Collections.emptyMap());
        failure.filter(e -> e.getCause() == null && isSingle(rows))
                .ifPresent(e ->
                        failureOf(rows, HudiWriteOptions.failAtFirstRecord()).ifPresent(e::addSuppressed));
        return failure;
    }

    private static boolean isSingle(Dataset<Row> rows) {
        return rows.limit(2).count() == 1;
    }

    private Optional<Exception> failureOf(Dataset<Row> rows, Map<String, String> options) {
        // Each has a path of its own: Hudi keeps what it knows of a path.
        Path table = new Path(folder, UUID.randomUUID().toString());
        try {
            writer.writeApart(writer.complete(rows), table.toString(), options);
            return Optional.empty();
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            return Optional.of(e);
        } finally {
            remove(rows);
        }
    }

    private void remove(Dataset<Row> rows) {
        try {
            FileSystem files =
                    folder.getFileSystem(rows.sparkSession().sessionState().newHadoopConf());
            files.delete(folder, true);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of trial writes, " + folder + ", cannot be removed", e);
        }
    }
}
