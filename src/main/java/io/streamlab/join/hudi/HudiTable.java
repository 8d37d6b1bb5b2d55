package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy-on-write table that the job writes, batch after batch. */
public final class HudiTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HudiTable.class);

    private final String path;
    private final Map<String, String> options;
    private final TablePartitions partitions;
    private final LatestRows latestRows;
    /** None where a key cannot come with another partition than its row. */
    private final Optional<PartitionMoves> moves;
    /** None where Hudi itself keeps several writers apart. */
    private final Optional<WriterLease> lease;

    private final Column[] columns;
    /** Whether Hudi clusters files at the end of a commit, and no other writer does. */
    private final boolean clustersInline;

    /** The commit after which this job's next one comes; null until the first write has looked. */
    private String lastInstant;

    private HudiTable(TargetConfig target, Map<String, String> options, Column[] columns, Optional<WriterLease> lease) {
        this.path = target.path().toString();
        this.options = options;
        this.partitions = new TablePartitions(target);
        this.latestRows = new LatestRows(partitions.columnsOfOneRow(), partitions.columns());
        this.moves = partitions.letRowsMove()
                ? Optional.of(new PartitionMoves(target.recordKey(), partitions.columns()))
                : Optional.empty();
        this.columns = columns;
        this.lease = lease;
        this.clustersInline = lease.isPresent() && Boolean.parseBoolean(options.get("hoodie.clustering.inline"));
    }

    /**
     * Takes the table for this job alone; nothing is written yet, and it need not exist. After a job that was killed
     * this waits for ten seconds.
     *
     * @param rows the columns of the rows that are to be written; those that the table lacks are added to it
     * @throws InvalidConfigException when it exists and was created with what the configuration has otherwise and what
     *     cannot be changed, or has columns of other types than the rows, or which they lack
     * @throws TableInUseException when another job writes the table
     */
    public static HudiTable open(SparkSession spark, StructType rows, TargetConfig target) {
        Map<String, String> options = new LinkedHashMap<>(HudiWriteOptions.of(target));
        options.putAll(ColumnNotes.of(rows));
        Optional<WriterLease> lease = HudiWriteOptions.allowSeveralWriters(options)
                ? Optional.empty()
                : Optional.of(WriterLease.take(
                        target.path().toString(), spark.sessionState().newHadoopConf()));
        try {
            // Only now: the job that had the table may have written its last batch a moment ago.
            return new HudiTable(target, options, columns(spark, rows, target), lease);
        } catch (Exception e) {
            lease.ifPresent(WriterLease::close);
            throw e;
        }
    }

    /**
     * Whether the job could write the table, taking nothing and changing nothing.
     *
     * @throws InvalidConfigException as {@link #open}
     */
    public static void check(SparkSession spark, StructType rows, TargetConfig target) {
        columns(spark, rows, target);
    }

    /**
     * Inserts or updates one row for each record key, as one commit, and brings the catalog up to date. Where keys are unique
     * in their partition only, that is one row for each record key in each partition.
     *
     * <p>Of several rows of one key, the row of the latest event counts. It replaces the table's row unless the table's row
     * is of a later event. Of a key that has a re-enriched row, too, the batch's row wins unless it is of an earlier event.
     *
     * @param rows the batch's, at least one
     * @param reenriched rows that have been read from the table since its last commit, held in memory, with new attributes;
     *     each still has the order of its event
     * @param batch where the batch's rows come from
     * @param mayBeHeld whether the table may hold the batch already, since an earlier run of the job died between the commit
     *     and Spark's note that the batch is done. The method then searches for the batch, and does not write it twice
     * @return the commit that brought the batch into the table, and the commit that this call made
     * @throws TableInUseException when another job has taken the table
     * @throws ForeignCommitException when another writer has committed since this job's last commit
     */
    public UpsertOutcome upsert(
            Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance batch, boolean mayBeHeld) {
        Dataset<Row> complete = complete(rows);
        HudiTimeline timeline = beginWrite(complete, batch);
        Optional<HudiCommit> held = mayBeHeld ? timeline.find(batch) : Optional.empty();
        Optional<Dataset<Row>> completeReenriched = reenriched.map(this::complete);
        if (held.isPresent()) {
            LOG.info(
                    "The table has {} already, by the commit {}",
                    batch,
                    held.get().instant());
            // No row of the batch: a commit for the catalog's sake. The job may have died before Hudi had told it.
            return new UpsertOutcome(held.get(), commit(complete.limit(0), completeReenriched, batch, timeline));
        }
        // Else of one event there could be two rows, and the counts of both would be wrong.
        Optional<Dataset<Row>> remaining = completeReenriched.map(own -> latestRows.without(own, complete));
        HudiCommit made = commit(complete, remaining, batch, timeline);
        return new UpsertOutcome(made, made);
    }

    /**
     * Writes re-enriched rows, as one commit.
     *
     * @param reenriched at least one, read from the table since its last commit, with new attributes; each still has the
     *     order of its event
     * @param origin of no batch
     * @throws TableInUseException when another job has taken the table
     * @throws ForeignCommitException when another writer has committed since this job's last commit
     */
    public HudiCommit writeReenriched(Dataset<Row> reenriched, BatchProvenance origin) {
        Dataset<Row> complete = complete(reenriched);
        HudiTimeline timeline = beginWrite(complete, origin);
        return commit(complete.limit(0), Optional.of(complete), origin, timeline);
    }

    /** The table as its newest commit has left it, with the columns that it has; none before the first commit. */
    public Optional<Dataset<Row>> read(SparkSession spark) {
        return timeline(spark)
                .latest()
                .map(commit -> spark.read().format("hudi").load(path));
    }

    /** What {@link #read} finds where a value is written into a column of this name and type. */
    public Column asRead(Column value, StructField column) {
        return partitions.columns().contains(column.name()) ? TablePartitions.asRead(value, column.dataType()) : value;
    }

    /** Whether the newest commit is of the same query; not so for a table without any. */
    public boolean isLastWrittenBy(BatchProvenance origin, SparkSession spark) {
        return timeline(spark)
                .latest()
                .filter(commit -> commit.provenance().isOfSameQueryAs(origin))
                .isPresent();
    }

    /** With all the columns of the table, in their order. */
    private Dataset<Row> complete(Dataset<Row> rows) {
        return partitions.addTo(rows).select(columns);
    }

    private HudiTimeline beginWrite(Dataset<Row> rows, BatchProvenance origin) {
        lease.ifPresent(WriterLease::requireHeld);
        HudiTimeline timeline = timeline(rows.sparkSession());
        if (lastInstant == null) {
            lastInstant = timeline.latest().map(HudiCommit::instant).orElse("");
            if (clustersInline && timeline.hasPendingClustering()) {
                finishClustering(rows.limit(0), origin.withoutBatch(), timeline);
            }
        }
        return timeline;
    }

    /**
     * Ends the clustering that a job was killed over. Until that is done Hudi refuses to update their rows, and it does it at
     * the end of a commit, of which no rows are needed.
     */
    private void finishClustering(Dataset<Row> noRows, BatchProvenance noBatch, HudiTimeline timeline) {
        LOG.info("Files of {} were being clustered when the job ended; that is done first", path);
        commit(noRows, Optional.empty(), noBatch, timeline);
    }

    private HudiTimeline timeline(SparkSession spark) {
        return new HudiTimeline(path, spark.sessionState().newHadoopConf());
    }

    private HudiCommit commit(
            Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance origin, HudiTimeline timeline) {
        if (reenriched.isPresent()) {
            Dataset<Row> own = reenriched.get();
            writeSettled(rows.union(own), origin, RowCounts.none().withReenriched(own.count()));
        } else {
            writeSettled(rows, origin, RowCounts.none());
        }
        HudiCommit made = commitSince(timeline, origin);
        lastInstant = made.instant();
        return made;
    }

    /** One row for each key, and none left in a partition that its key has left. */
    private void writeSettled(Dataset<Row> rows, BatchProvenance origin, RowCounts counts) {
        Dataset<Row> latest = latestRows.of(rows);
        if (!moves.isPresent()) {
            write(latest, origin, counts);
            return;
        }
        try (MovedRows settled = moves.get().settle(latest, read(rows.sparkSession()))) {
            write(settled.rows(), origin, counts.withMoved(settled.moved()));
        }
    }

    private void write(Dataset<Row> rows, BatchProvenance origin, RowCounts counts) {
        rows.write()
                .format("hudi")
                .options(HudiWriteOptions.parallelism(
                        rows.sparkSession().sparkContext().defaultParallelism()))
                .options(options)
                .options(origin.toMetadata())
                .options(counts.toMetadata())
                .mode(SaveMode.Append)
                .save(path);
    }

    /** Lets the next job have the table. */
    @Override
    public void close() {
        lease.ifPresent(WriterLease::close);
    }

    /** In the order in which they are written. */
    private static Column[] columns(SparkSession spark, StructType rows, TargetConfig target) {
        String path = target.path().toString();
        Configuration configuration = spark.sessionState().newHadoopConf();
        Map<String, String> options = HudiWriteOptions.of(target);
        if (target.keepsJoinKey() && HudiWriteOptions.allowSeveralWriters(options)) {
            throw new InvalidConfigException(
                    Collections.singletonList("--reenrich is true, and --hudi_options lets several jobs "
                            + "write the table: none could know what the others have joined"));
        }
        new ExistingTable(path, configuration).requireThatItFits(target, TableLayout.of(options), ColumnNotes.of(rows));
        boolean written = new HudiTimeline(path, configuration).latest().isPresent();
        StructType table = written ? spark.read().format("hudi").load(path).schema() : new StructType();
        ColumnEvolution evolution = new ColumnEvolution(table, new TablePartitions(target).addTo(rows));
        if (!evolution.problems().isEmpty()) {
            throw new InvalidConfigException(evolution.problems());
        }
        return evolution.order().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }

    /** The commit of the batch, which is the only one since the last. */
    private HudiCommit commitSince(HudiTimeline timeline, BatchProvenance batch) {
        HudiCommit own = null;
        for (HudiCommit commit : timeline.after(lastInstant)) {
            if (commit.provenance().isSameBatchAs(batch)) {
                own = commit;
            } else if (lease.isPresent()) {
                throw new ForeignCommitException(path, commit);
            }
        }
        if (own == null) {
            throw new IllegalStateException("Hudi wrote " + path + " and left no commit there");
        }
        return own;
    }
}
