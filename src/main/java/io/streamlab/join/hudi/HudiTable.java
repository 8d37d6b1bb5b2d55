package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy-on-write table that the job writes, batch after batch. */
public final class HudiTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HudiTable.class);

    private final String path;
    private final Map<String, String> options;
    /** None where Hudi itself keeps several writers apart. */
    private final Optional<WriterLease> lease;

    private final Column[] columns;

    /** The commit after which this job's next one comes; null until the first batch has looked. */
    private String lastInstant;

    private HudiTable(String path, Map<String, String> options, Column[] columns, Optional<WriterLease> lease) {
        this.path = path;
        this.options = options;
        this.columns = columns;
        this.lease = lease;
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
        Column[] columns = columns(spark, rows, target);
        Map<String, String> options = HudiWriteOptions.of(target);
        String path = target.path().toString();
        Optional<WriterLease> lease = HudiWriteOptions.allowSeveralWriters(options)
                ? Optional.empty()
                : Optional.of(WriterLease.take(path, spark.sessionState().newHadoopConf()));
        return new HudiTable(path, options, columns, lease);
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
     * Inserts or updates one row for each record key, as one commit, and brings the catalog up to date.
     *
     * <p>Rows of one key are reduced to the latest in the order of events, which replaces the table's row unless that is
     * later. A batch that the table holds already, since the job died after the commit and before the batch was noted as
     * done, is not written a second time, if it has the same records for sure.
     *
     * @param rows at least one
     * @param batch where they come from
     * @return the commit that brought the batch into the table
     * @throws TableInUseException when another job has taken the table
     * @throws ForeignCommitException when another writer has committed since this job's last commit
     */
    public HudiCommit upsert(Dataset<Row> rows, CommitOrigin batch) {
        lease.ifPresent(WriterLease::requireHeld);
        HudiTimeline timeline =
                new HudiTimeline(path, rows.sparkSession().sessionState().newHadoopConf());
        // Only the first batch after a start can be a replay, so only it pays for the search. One that may have more
        // records than the first time is written again, which changes nothing in the rows that are there.
        boolean first = lastInstant == null;
        Optional<HudiCommit> held = first && batch.isRepeatable() ? timeline.find(batch) : Optional.empty();
        if (first) {
            lastInstant = timeline.latest().map(HudiCommit::instant).orElse("");
        }
        if (held.isPresent()) {
            LOG.info(
                    "The table has {} already, by the commit {}",
                    batch,
                    held.get().instant());
            // No row: an empty commit, for the catalog's sake. The job may have died before Hudi had told it.
            write(rows.limit(0), batch);
        } else {
            write(rows, batch);
        }
        HudiCommit made = commitSince(timeline, batch);
        lastInstant = made.instant();
        return held.orElse(made);
    }

    private void write(Dataset<Row> rows, CommitOrigin batch) {
        rows.select(columns)
                .write()
                .format("hudi")
                .options(HudiWriteOptions.parallelism(
                        rows.sparkSession().sparkContext().defaultParallelism()))
                .options(options)
                .options(batch.toMetadata())
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
        new ExistingTable(path, configuration).requireThatItFits(target, TableLayout.of(HudiWriteOptions.of(target)));
        boolean written = new HudiTimeline(path, configuration).latest().isPresent();
        StructType table = written ? spark.read().format("hudi").load(path).schema() : new StructType();
        ColumnEvolution evolution = new ColumnEvolution(table, rows);
        if (!evolution.problems().isEmpty()) {
            throw new InvalidConfigException(evolution.problems());
        }
        return evolution.order().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }

    /** The commit of the batch, which is the only one since the last. */
    private HudiCommit commitSince(HudiTimeline timeline, CommitOrigin batch) {
        HudiCommit own = null;
        for (HudiCommit commit : timeline.after(lastInstant)) {
            if (commit.origin().isSameBatchAs(batch)) {
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
