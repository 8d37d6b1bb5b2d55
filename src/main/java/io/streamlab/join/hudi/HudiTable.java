package io.streamlab.join.hudi;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.tombstone.RemainingRows;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy-on-write table that the job writes, batch after batch. */
public final class HudiTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HudiTable.class);

    private final TablePlan plan;
    private final TableWriter writer;
    private final TableDeletes deletes;
    private final CommitTimes times;
    /** Empty where Hudi itself keeps several writers apart. */
    private final Optional<WriterLease> lease;
    /** Empty without one to compare with, and to note commits in. */
    private final Optional<Checkpoint> checkpoint;
    /** Before this job took the table. */
    private final boolean changedByOthers;

    private final Optional<Clustering> clustering;

    /** Of this job's newest commit; null before the first one. */
    private BatchProvenance newest;

    private HudiTable(
            TablePlan plan,
            TableWriter writer,
            TableDeletes deletes,
            Optional<WriterLease> lease,
            Optional<Checkpoint> checkpoint,
            boolean changedByOthers) {
        this.plan = plan;
        this.writer = writer;
        this.deletes = deletes;
        this.times = new CommitTimes(plan.path(), plan.instantZone());
        this.lease = lease;
        this.checkpoint = checkpoint;
        this.changedByOthers = changedByOthers;
        this.clustering = plan.clusteringInterval().map(Clustering::new);
    }

    /**
     * Takes the table for this job alone. Nothing is written yet, and the table need not exist. After a job that was killed
     * this waits for ten seconds. Columns that the table lacks are added with the first write.
     *
     * @param checkpoint of the job; the table gets a note there of each commit
     * @throws InvalidConfigException when the table exists and was created with something that cannot be changed and is
     *     configured otherwise, or has columns that the rows lack, or have with another type; or when the table lacks the
     *     commits of the checkpoint's batches
     * @throws TableInUseException when another job writes the table
     */
    public static HudiTable open(SparkSession spark, TablePlan plan, Checkpoint checkpoint) {
        return open(spark, plan, Optional.of(checkpoint));
    }

    /** Takes the table as {@link #open(SparkSession, TablePlan, Checkpoint)}, without a checkpoint to compare it with. */
    public static HudiTable open(SparkSession spark, TablePlan plan) {
        return open(spark, plan, Optional.empty());
    }

    private static HudiTable open(SparkSession spark, TablePlan plan, Optional<Checkpoint> checkpoint) {
        Optional<WriterLease> lease = plan.hasSeveralWriters()
                ? Optional.empty()
                : Optional.of(WriterLease.take(plan.path(), spark.sessionState().newHadoopConf()));
        try {
            // Only now: the job that had the table may have written its last batch a moment ago.
            TablePlan fitted = OpeningCheck.plan(spark, plan);
            boolean changed = checkpoint
                    .map(compared -> OpeningCheck.isChangedByOthers(spark, fitted, compared))
                    .orElse(false);
            Column[] columns = OpeningCheck.columnsToWrite(spark, fitted);
            TypeForms forms = TypeForms.of(spark, fitted);
            forms.applyTo(spark);
            forms.warnOfFormerForms(fitted.columns());
            TableWriter writer = new TableWriter(fitted, forms, columns);
            return new HudiTable(fitted, writer, TableDeletes.open(spark, fitted), lease, checkpoint, changed);
        } catch (Exception e) {
            lease.ifPresent(WriterLease::close);
            throw e;
        }
    }

    /**
     * Checks whether the job could write the table. Takes nothing and changes nothing.
     *
     * @throws InvalidConfigException as {@link #open}
     */
    public static void check(SparkSession spark, TablePlan plan, Checkpoint checkpoint) {
        TablePlan fitted = OpeningCheck.plan(spark, plan);
        OpeningCheck.isChangedByOthers(spark, fitted, checkpoint);
        OpeningCheck.columnsToWrite(spark, fitted);
    }

    /** Checks the table as {@link #check(SparkSession, TablePlan, Checkpoint)}, without a checkpoint to compare it with. */
    static void check(SparkSession spark, TablePlan plan) {
        OpeningCheck.columnsToWrite(spark, OpeningCheck.plan(spark, plan));
    }

    /**
     * Inserts or updates one row for each record key, as one commit, and brings the catalog up to date. Where keys are unique
     * in their partition only, that is one row for each record key in each partition.
     *
     * <p>Of several rows of one key, the row of the latest event counts. It replaces the table's row unless the table's row
     * is of a later event. A row that is older than a delete of a former batch is left out. Of a key that has a re-enriched row, too, the batch's row wins unless it is of an earlier event.
     *
     * @param rows the batch's, at least one, with the columns of {@link TablePlan#of}
     * @param reenriched rows that have been read from the table since its last commit, held in memory, with new attributes;
     *     each still has the order of its event
     * @param batch where the batch's rows come from
     * @param mayBeHeld whether the table may hold the batch already, since an earlier run of the job died between the commit
     *     and Spark's note that the batch is done. The method then searches for a commit of the same batch with the same
     *     offsets, and does not write the batch twice
     * @return the commit that brought the batch into the table, and the commit that this call made
     * @throws TableInUseException when another job has taken the table
     * @throws ForeignCommitException when another writer has committed since this job's last commit
     * @throws ImpossibleCountsException when Hudi counts rows that it was not given. The commit is complete then
     */
    public UpsertOutcome upsert(
            Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance batch, boolean mayBeHeld) {
        Dataset<Row> complete = writer.complete(rows);
        Optional<Dataset<Row>> completeReenriched = reenriched.map(writer::complete);
        HudiTimeline timeline = beginWrite(complete, batch);
        Optional<HudiCommit> held = mayBeHeld ? findHeld(batch, timeline) : Optional.empty();
        if (held.isPresent()) {
            LOG.info(
                    "The table has {} already, by the commit {}",
                    batch,
                    held.get().instant());
            deletes.keep(complete);
            // Without a row of the batch, for the catalog: the job may have died before Hudi updated the catalog.
            HudiCommit made = noted(writer.commit(complete.limit(0), completeReenriched, batch, timeline));
            return new UpsertOutcome(timeline.withRowsGiven(held.get()), requirePossible(made));
        }
        HudiCommit made = noted(write(complete, completeReenriched, batch, timeline));
        deletes.tidy(rows.sparkSession(), batch);
        requirePossible(made);
        return new UpsertOutcome(made, made);
    }

    private HudiCommit write(
            Dataset<Row> complete, Optional<Dataset<Row>> reenriched, BatchProvenance batch, HudiTimeline timeline) {
        try (RemainingRows remaining = deletes.settle(complete)) {
            // One event must not have two rows: the counts of both would be wrong.
            Optional<Dataset<Row>> others = reenriched.map(own -> writer.without(own, remaining.rows()));
            return writer.commit(remaining.rows(), others, deletes.counts(remaining), batch, timeline);
        }
    }

    /**
     * Writes re-enriched rows, as one commit.
     *
     * @param reenriched at least one, read from the table since its last commit, with new attributes; each still has the
     *     order of its event
     * @param origin of no batch
     * @throws TableInUseException when another job has taken the table
     * @throws ForeignCommitException when another writer has committed since this job's last commit
     * @throws ImpossibleCountsException when Hudi counts rows that it was not given. The commit is complete then
     */
    public HudiCommit writeReenriched(Dataset<Row> reenriched, BatchProvenance origin) {
        Dataset<Row> complete = writer.complete(reenriched);
        HudiTimeline timeline = beginWrite(complete, origin);
        return requirePossible(noted(writer.commit(complete.limit(0), Optional.of(complete), origin, timeline)));
    }

    /**
     * Writes rows as {@link #upsert} does, into a table of their own, which is removed at once.
     *
     * @param rows with the columns of {@link TablePlan#of}
     * @param folder for the other table
     * @return why the write failed; empty if it did not
     */
    public Optional<Exception> failureOf(Dataset<Row> rows, URI folder) {
        return new TrialWrite(writer, folder).failureOf(rows);
    }

    /** Returns the rows as the newest commit has left them, with the columns that the table has; empty before the first commit. */
    public Optional<Dataset<Row>> read(SparkSession spark) {
        return TableSnapshot.read(spark, plan.path());
    }

    /** Returns what {@link #read} finds where a value is written into a column of this name and type. */
    public Column asRead(Column value, StructField column) {
        return plan.partitions().columns().contains(column.name())
                ? TablePartitions.asRead(value, column.dataType())
                : value;
    }

    /**
     * Returns which records cannot be rows of the table; empty if any record can.
     *
     * @param record the columns of a record
     */
    public Optional<KeyLimit> keyLimit(StructType record) {
        return plan.bucketsOfHudi()
                .map(buckets -> new KeyLimit(buckets, plan.recordKey().columns(), record));
    }

    /**
     * Returns whether nobody else has changed rows since the newest commit of the same query; false for a table without
     * commits.
     */
    public boolean isLastWrittenBy(BatchProvenance origin, SparkSession spark) {
        HudiTimeline timeline = HudiTimeline.of(spark, plan.path());
        return !changedByOthers
                && timeline.latest()
                        .filter(commit -> commit.provenance().isOfSameQueryAs(origin))
                        .filter(commit ->
                                timeline.changesWithoutCommit(commit.instant()).isEmpty())
                        .isPresent();
    }

    /** Returns what {@link HudiTimeline#lastReferenceItems} says of the table. */
    public OptionalInt lastReferenceItems(String referenceTable, SparkSession spark) {
        return HudiTimeline.of(spark, plan.path()).lastReferenceItems(referenceTable);
    }

    /** Returns the commit that brought the very records of a batch into the table; of several the first, which has the rows. */
    private static Optional<HudiCommit> findHeld(BatchProvenance batch, HudiTimeline timeline) {
        List<HudiCommit> commits = timeline.ofSameNumber(batch);
        Optional<HudiCommit> held = commits.stream()
                .filter(commit -> commit.provenance().hasSameRecordsAs(batch))
                .findFirst();
        if (!held.isPresent() && !commits.isEmpty()) {
            HudiCommit other = commits.get(commits.size() - 1);
            LOG.warn(
                    "The commit {} has the number of {} and is not of the same records: {}. So the job writes the batch; a record "
                            + "that the table has already replaces its own row. That is right after somebody has removed files "
                            + "from the checkpoint or restored it, and after an earlier version of the job that noted no "
                            + "offsets (docs/RELIABILITY.md, \"A batch is written once\")",
                    other.instant(),
                    batch,
                    batch.differencesFrom(other.provenance()));
        }
        return held;
    }

    private HudiCommit noted(HudiCommit made) {
        times.noteNow();
        newest = made.provenance();
        clustering.ifPresent(Clustering::noteCommit);
        checkpoint.ifPresent(notes -> notes.note(plan.path(), made));
        return made;
    }

    private static HudiCommit requirePossible(HudiCommit made) {
        List<String> problems = made.impossibleCounts();
        if (!problems.isEmpty()) {
            throw new ImpossibleCountsException(made.provenance().toString(), problems, made.countsInWords());
        }
        return made;
    }

    private HudiTimeline beginWrite(Dataset<Row> rows, BatchProvenance origin) {
        lease.ifPresent(WriterLease::requireHeld);
        HudiTimeline timeline = HudiTimeline.of(rows.sparkSession(), plan.path());
        boolean isFirst = !writer.hasBegun();
        if (isFirst) {
            times.note(timeline.newestInstant());
        }
        times.awaitLater();
        times.noteNow();
        if (isFirst) {
            writer.begin(timeline);
            clustering.ifPresent(due -> {
                due.begin(timeline.commitsSinceClustering());
                if (timeline.hasPendingClustering()) {
                    // Hudi refuses to update rows of files that are being merged.
                    LOG.info("Files of {} were being merged when the job ended; that is done first", plan.path());
                    noted(writer.cluster(
                            rows.limit(0), Clustering.onlyThatWasCutShort(), origin.withoutBatch(), timeline));
                    due.noteDone();
                }
            });
        }
        return timeline;
    }

    /**
     * Merges small files, if enough commits were made since the last time. Called between two batches. The time is bounded:
     * what is left is merged after as many commits again.
     */
    public void mergeSmallFiles(SparkSession spark) {
        clustering.filter(Clustering::isDue).ifPresent(due -> merge(spark, due));
    }

    /**
     * Merges small files before a batch, if batches followed each other without a pause for {@link #mergeSmallFiles}.
     */
    public void mergeOverdueSmallFiles(SparkSession spark) {
        clustering.filter(Clustering::isOverdue).ifPresent(due -> merge(spark, due));
    }

    private void merge(SparkSession spark, Clustering due) {
        if (newest == null) {
            return;
        }
        long start = System.nanoTime();
        Dataset<Row> noRows = writer.complete(spark.createDataFrame(Collections.emptyList(), plan.rows()));
        BatchProvenance origin = newest.withoutBatch();
        HudiTimeline timeline = beginWrite(noRows, origin);
        int cores = spark.sparkContext().defaultParallelism();
        noted(writer.cluster(noRows, Clustering.due(cores), origin, timeline));
        due.noteDone();
        LOG.info("Merged small files of {} in {} ms", plan.path(), NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Lets the next job have the table. */
    @Override
    public void close() {
        lease.ifPresent(WriterLease::close);
    }
}
