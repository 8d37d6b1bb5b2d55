package io.streamlab.join.hudi;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy-on-write table that the job writes, batch after batch. */
public final class HudiTable {
    private static final Logger LOG = LoggerFactory.getLogger(HudiTable.class);

    private final String path;
    private final Map<String, String> options;
    private final boolean severalWriters;

    /** The commit after which this job's next one comes; null until the first batch has looked. */
    private String lastInstant;

    private HudiTable(TargetConfig target) {
        this.path = target.path().toString();
        this.options = HudiWriteOptions.of(target);
        this.severalWriters = HudiWriteOptions.allowSeveralWriters(options);
    }

    /**
     * Nothing is written yet, and the table need not exist.
     *
     * @throws InvalidConfigException when it exists and was created with what the configuration has otherwise and what
     *     cannot be changed
     */
    public static HudiTable open(SparkSession spark, TargetConfig target) {
        HudiTable table = new HudiTable(target);
        new ExistingTable(table.path, spark.sessionState().newHadoopConf())
                .requireThatItFits(target, TableLayout.of(table.options));
        return table;
    }

    /**
     * Inserts or updates one row for each record key, as one commit, and brings the catalog up to date.
     *
     * <p>Rows of one key are reduced to the latest in the order of events, which replaces the table's row unless that is
     * later. A batch that the table holds already, since the job died after the commit and before the batch was noted as
     * done, is not written a second time.
     *
     * @param rows at least one
     * @param batch where they come from
     * @return the commit that brought the batch into the table
     * @throws ForeignCommitException when another writer has committed since this job's last commit
     */
    public HudiCommit upsert(Dataset<Row> rows, CommitOrigin batch) {
        HudiTimeline timeline =
                new HudiTimeline(path, rows.sparkSession().sessionState().newHadoopConf());
        // Only the first batch after a start can be a replay, so only it pays for the search.
        boolean first = lastInstant == null;
        Optional<HudiCommit> held = first ? timeline.find(batch) : Optional.empty();
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
        rows.write()
                .format("hudi")
                .options(HudiWriteOptions.parallelism(
                        rows.sparkSession().sparkContext().defaultParallelism()))
                .options(options)
                .options(batch.toMetadata())
                .mode(SaveMode.Append)
                .save(path);
    }

    /** The commit of the batch, which is the only one since the last. */
    private HudiCommit commitSince(HudiTimeline timeline, CommitOrigin batch) {
        HudiCommit own = null;
        for (HudiCommit commit : timeline.after(lastInstant)) {
            if (commit.origin().isSameBatchAs(batch)) {
                own = commit;
            } else if (!severalWriters) {
                throw new ForeignCommitException(path, commit);
            }
        }
        if (own == null) {
            throw new IllegalStateException("Hudi wrote " + path + " and left no commit there");
        }
        return own;
    }
}
