package io.streamlab.join.record;

import static org.apache.spark.sql.functions.lit;

import io.streamlab.join.catalog.TargetCatalog;
import io.streamlab.join.config.JobConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Keeps the records that cannot become rows: one Parquet file, {@code <query id>-<batch id>.parquet}, for each batch that has
 * such records.
 *
 * <p>The query's id is the checkpoint's. A job with a new checkpoint counts its batches from 0 again, and replaces no file of its
 * predecessor.
 *
 * <p>The files are a table of the catalog, without partitions. Readers see whole files only: a file is written in a folder that
 * readers skip because of its name, and then moved.
 */
public final class RejectedRecords {
    private static final String QUERY_ID = "query_id";
    private static final String BATCH_ID = "batch_id";

    private final Path folder;

    RejectedRecords(URI folder) {
        this.folder = new Path(folder);
    }

    /**
     * Opens the configured folder, and registers it as a table: {@link RejectedTable}.
     *
     * @param catalog where the Hudi table is registered
     */
    public static RejectedRecords open(TargetCatalog catalog, JobConfig config) {
        URI folder = config.batch().rejectedPath();
        new RejectedTable(config.target().database(), config.target().table(), folder).register(catalog);
        return new RejectedRecords(folder);
    }

    /**
     * Returns the columns of the table: reason string (a name of {@link RejectionReason}), message string (a sentence that names
     * the field), payload binary (as it came; of several objects the bytes of one), stream string, shard_id string,
     * sequence_number string, sub_sequence_number bigint (the place in an aggregated record), object_number int (the place in
     * the payload, from 0), partition_key string, arrival_time timestamp, query_id string, batch_id bigint.
     */
    public static StructType schema() {
        return new StructType()
                .add(ParsedBatch.REASON, DataTypes.StringType)
                .add(ParsedBatch.MESSAGE, DataTypes.StringType)
                .add(ParsedBatch.PAYLOAD, DataTypes.BinaryType)
                .add(ParsedBatch.STREAM, DataTypes.StringType)
                .add(ParsedBatch.SHARD, DataTypes.StringType)
                .add(ParsedBatch.SEQUENCE_NUMBER, DataTypes.StringType)
                .add(ParsedBatch.SUB_SEQUENCE_NUMBER, DataTypes.LongType)
                .add(ParsedBatch.OBJECT_NUMBER, DataTypes.IntegerType)
                .add(ParsedBatch.PARTITION_KEY, DataTypes.StringType)
                .add(ParsedBatch.ARRIVAL_TIME, DataTypes.TimestampType)
                .add(QUERY_ID, DataTypes.StringType)
                .add(BATCH_ID, DataTypes.LongType);
    }

    /**
     * Keeps the batch's rejected records, if it has any, in place of what an earlier attempt at the same batch kept.
     *
     * @param queryId the checkpoint's id
     * @param mayBeReplay whether there may have been an earlier attempt
     */
    public void keep(ParsedBatch batch, String queryId, long batchId, boolean mayBeReplay) {
        Path file = new Path(folder, queryId + "-" + batchId + ".parquet");
        Path workFolder = new Path(folder, "_" + queryId + "-" + batchId);
        Configuration configuration =
                batch.rejected().sparkSession().sessionState().newHadoopConf();
        try {
            FileSystem files = folder.getFileSystem(configuration);
            if (mayBeReplay) {
                files.delete(file, false);
                files.delete(workFolder, true);
            }
            if (batch.rejectedCount() == 0) {
                return;
            }
            batch.rejected()
                    .withColumn(QUERY_ID, lit(queryId))
                    .withColumn(BATCH_ID, lit(batchId))
                    .coalesce(1)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(workFolder.toString());
            move(onlyPartIn(workFolder, files), file, files);
            files.delete(workFolder, true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The rejected records of batch " + batchId + " cannot be kept in " + file, e);
        }
    }

    private static Path onlyPartIn(Path workFolder, FileSystem files) throws IOException {
        return Arrays.stream(files.listStatus(workFolder))
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith("part-"))
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException("Spark wrote no part in " + workFolder));
    }

    private static void move(Path from, Path to, FileSystem files) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException(from + " cannot be moved to " + to);
        }
    }
}
