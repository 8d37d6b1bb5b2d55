package io.streamlab.join.record;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.streamlab.join.catalog.TargetCatalog;
import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.JobConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Keeps the records that cannot become rows: for each batch that has such records, and each day on which they arrived, one
 * Parquet file, {@code arrived_on=<day>/<query id>-<batch id>.parquet}. From the hundredth file of a day on, the records of many
 * batches share a file: {@link WaitingRecords}.
 *
 * <p>The day is the record's own and not the batch's, so a batch that is replayed on another day replaces its files. The query's
 * id is the checkpoint's. A job with a new checkpoint counts its batches from 0 again, and replaces no file of its predecessor.
 *
 * <p>The files are a table of the catalog, with the days as its partitions. Readers see whole files only: a file is written in a
 * folder that readers skip because of its name, and then moved.
 */
public final class RejectedRecords implements RejectedStore {
    private static final String QUERY_ID = "query_id";
    private static final String BATCH_ID = "batch_id";

    /** The day of a record's arrival in UTC, whatever the session's time zone is. */
    private static final String DAY = "cast(date_add(date '1970-01-01', cast(floor(unix_seconds("
            + ParsedBatch.ARRIVAL_TIME + ") / 86400) as int)) as string)";

    private final Path folder;
    private final DayFolders days;
    private final RejectedTable table;
    private final WaitingRecords waiting;

    RejectedRecords(URI folder, RejectedTable table) {
        this.folder = new Path(folder);
        this.days = new DayFolders(this.folder);
        this.table = table;
        this.waiting = new WaitingRecords(this.folder, table);
    }

    /**
     * Opens the configured folder, and registers it as a table: {@link RejectedTable}. Moves files of earlier versions, which
     * lie in the folder itself, to days.
     *
     * @param catalog opens the catalog in which the Hudi table is registered
     */
    public static RejectedRecords open(SparkSession spark, Supplier<TargetCatalog> catalog, JobConfig config) {
        URI folder = config.batch().rejectedPath();
        RejectedTable table =
                new RejectedTable(config.target().database(), config.target().table(), folder, catalog);
        RejectedRecords records = new RejectedRecords(folder, table);
        Configuration configuration = spark.sessionState().newHadoopConf();
        records.days.sortIn(configuration);
        table.register(records.days.list(configuration).keySet());
        return records;
    }

    /** Returns a folder for files that are no rejected records. Readers of the records skip the folder. */
    public URI folderForTrials() {
        return new Path(folder, "_trials").toUri();
    }

    /**
     * Returns the columns of the files: reason string (a name of {@link RejectionReason}), message string (a sentence that names
     * the field), payload binary (as it came; of several objects the bytes of one), stream string, shard_id string,
     * sequence_number string, sub_sequence_number bigint (the place in an aggregated record), object_number int (the place in
     * the payload, from 0), partition_key string, arrival_time timestamp, query_id string, batch_id bigint. The table has
     * arrived_on string besides, the day of the arrival in UTC, such as 2026-01-31.
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

    @Override
    public void keep(ParsedBatch batch, String queryId, long batchId, boolean mayBeReplay) {
        keep(batch, batch.rejectedCount() - batch.unwritableCount(), false, queryId, batchId, mayBeReplay);
    }

    /** In files of their own: an attempt at a batch that the table holds does not find these records again. */
    @Override
    public void keepUnwritable(ParsedBatch batch, String queryId, long batchId) {
        keep(batch, batch.unwritableCount(), true, queryId, batchId, true);
    }

    private void keep(
            ParsedBatch batch, long count, boolean unwritable, String queryId, long batchId, boolean mayBeReplay) {
        String file = RejectedFile.nameOf(queryId, batchId, unwritable);
        Path workFolder = new Path(folder, "_" + file.substring(0, file.lastIndexOf('.')));
        waiting.begin(queryId, batchId);
        Configuration configuration =
                batch.rejected().sparkSession().sessionState().newHadoopConf();
        try {
            FileSystem files = folder.getFileSystem(configuration);
            if (mayBeReplay) {
                // The earlier attempt had the same records. So no day before the oldest record's has a file of the
                // batch.
                LocalDate first = DayFolders.dayOf(batch.oldestArrival());
                for (Path day : days.list(configuration).tailMap(first).values()) {
                    files.delete(new Path(day, file), false);
                }
                waiting.remove(file, first, configuration, files);
                files.delete(workFolder, true);
            }
            if (count == 0) {
                return;
            }
            Column isUnwritable = col(ParsedBatch.REASON).equalTo(RejectionReason.UNWRITABLE.name());
            batch.rejected()
                    .where(unwritable ? isUnwritable : not(isUnwritable))
                    .withColumn(QUERY_ID, lit(queryId))
                    .withColumn(BATCH_ID, lit(batchId))
                    .withColumn(DayFolders.COLUMN, expr(DAY))
                    // Not coalesce: one task would then read the whole batch.
                    .repartition(1)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .partitionBy(DayFolders.COLUMN)
                    .parquet(workFolder.toString());
            SortedMap<LocalDate, Path> written = DayFolders.daysIn(workFolder, files);
            List<LocalDate> shown = new ArrayList<>();
            for (Map.Entry<LocalDate, Path> day : written.entrySet()) {
                if (waiting.place(onlyPartIn(day.getValue(), files), day.getKey(), file, mayBeReplay, files)) {
                    shown.add(day.getKey());
                }
            }
            files.delete(workFolder, true);
            table.add(shown);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The rejected records of batch " + batchId + " cannot be kept in " + folder + " as " + file, e);
        }
    }

    /**
     * Reads the records that are kept in a folder, those of earlier versions and those that wait included.
     *
     * @param from leaves out days that have no record of this time or later; records of an earlier time may be among the others
     * @return the columns of {@link #schema()}
     */
    public static Dataset<Row> read(SparkSession spark, URI folder, Optional<Instant> from) {
        Configuration configuration = spark.sessionState().newHadoopConf();
        DayFolders days = new DayFolders(new Path(folder));
        // Before the days: a record that is shown meanwhile is found twice, and not left out.
        List<Path> unseen = unseen(folder, configuration);
        SortedMap<LocalDate, Path> chosen = days.list(configuration);
        // A file of an earlier version is in the day on which it was written, which is no day before its records'.
        List<Path> paths = new ArrayList<>(from.map(time -> chosen.tailMap(DayFolders.dayOf(time)))
                .orElse(chosen)
                .values());
        paths.addAll(days.unsorted(configuration));
        paths.addAll(unseen);
        return paths.isEmpty()
                ? spark.createDataFrame(Collections.emptyList(), schema())
                : spark.read()
                        .schema(schema())
                        .parquet(paths.stream().map(Path::toString).toArray(String[]::new));
    }

    /** Returns what removes the records that are older than the configured retention. */
    public RejectedRetention retention(SparkSession spark, BatchConfig config) {
        return new RejectedRetention(
                folder, table, config.rejectedRetention(), spark.sessionState().newHadoopConf(), Clock.systemUTC());
    }

    private static List<Path> unseen(URI folder, Configuration configuration) {
        try {
            return WaitingRecords.unseen(new Path(folder), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected records cannot be listed in " + folder, e);
        }
    }

    /** Returns what shows readers the records that wait for others of their day. */
    public WaitingRecords waiting() {
        return waiting;
    }

    static Path onlyPartIn(Path workFolder, FileSystem files) throws IOException {
        return Arrays.stream(files.listStatus(workFolder))
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith("part-"))
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException("Spark wrote no part in " + workFolder));
    }
}
