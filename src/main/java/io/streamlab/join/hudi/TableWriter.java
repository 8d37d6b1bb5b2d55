package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Makes commits: one row for each key, and none left in a partition that its key has left. */
final class TableWriter {
    private final TablePlan plan;
    private final TypeForms forms;
    private final Column[] columns;
    private final LatestRows latestRows;
    private final CatalogUpdates catalog;
    /** Empty where a key cannot come with another partition than its row. */
    private final Optional<PartitionMoves> moves;

    /** The newest commit that is known; empty before the first write. */
    private Optional<String> newest = Optional.empty();

    /** @param columns all that the table has, in their order */
    TableWriter(TablePlan plan, TypeForms forms, Column[] columns) {
        TablePartitions partitions = plan.partitions();
        this.plan = plan;
        this.forms = forms;
        this.columns = columns;
        this.catalog = CatalogUpdates.of(plan.target(), partitions.columns());
        this.latestRows = new LatestRows(plan.recordKey(), partitions.columnsWithARowOfEachKey());
        this.moves = partitions.letRowsMove()
                ? Optional.of(new PartitionMoves(plan.recordKey(), partitions.columns()))
                : Optional.empty();
    }

    boolean hasBegun() {
        return newest.isPresent();
    }

    /** Lets every commit from now on count as foreign that this writer has not made. */
    void begin(HudiTimeline timeline) {
        newest = Optional.of(timeline.newestWrite());
    }

    /** Returns the rows with all columns of the table, in their order. */
    Dataset<Row> complete(Dataset<Row> rows) {
        return plan.addTo(rows).select(columns);
    }

    /** Returns the rows that have no counterpart in {@code others} with the same key and an equal or later event. */
    Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
        return latestRows.without(rows, others);
    }

    /**
     * Writes rows as one commit.
     *
     * @param rows complete; of several with one key that of the latest event is written
     * @param reenriched complete; rows of the table with new attributes, of which no key is among the rows
     * @return the commit
     * @throws ForeignCommitException when there is another commit since the newest that is known
     */
    HudiCommit commit(
            Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance provenance, HudiTimeline timeline) {
        return commit(rows, reenriched, RowCounts.none(), provenance, timeline);
    }

    /** @param counts those that are known before the write */
    HudiCommit commit(
            Dataset<Row> rows,
            Optional<Dataset<Row>> reenriched,
            RowCounts counts,
            BatchProvenance provenance,
            HudiTimeline timeline) {
        if (reenriched.isPresent()) {
            Dataset<Row> both = rows.union(reenriched.get());
            settle(both, provenance, counts.withReenriched(reenriched.get().count()));
        } else {
            settle(rows, provenance, counts);
        }
        return made(provenance, timeline);
    }

    /**
     * Makes a commit without rows, at whose end Hudi merges small files. Hudi also completes a clustering that was cut short.
     *
     * @param noRows complete, and none
     * @param clustering the options that say what is merged
     * @param provenance of no batch
     */
    HudiCommit cluster(
            Dataset<Row> noRows, Map<String, String> clustering, BatchProvenance provenance, HudiTimeline timeline) {
        catalog.write(noRows, ofCatalog -> prepare(noRows)
                .options(clustering)
                .options(ofCatalog)
                .options(provenance.toMetadata())
                .options(RowCounts.none().toMetadata())
                .save(plan.path()));
        return made(provenance, timeline);
    }

    private HudiCommit made(BatchProvenance provenance, HudiTimeline timeline) {
        HudiCommit made = commitOf(provenance, timeline);
        newest = Optional.of(made.instant());
        return timeline.withRowsGiven(made);
    }

    private void settle(Dataset<Row> rows, BatchProvenance provenance, RowCounts counts) {
        Dataset<Row> latest = latestRows.of(rows);
        if (!moves.isPresent()) {
            catalog.write(rows, options -> write(latest, options, provenance, counts));
            return;
        }
        try (MovedRows moved = moves.get().settle(latest, TableSnapshot.read(rows.sparkSession(), plan.path()))) {
            RowCounts ofMoves = counts.withMoved(moved.moved()).withLate(moved.late());
            catalog.write(moved.rows(), options -> write(moved.rows(), options, provenance, ofMoves));
        }
    }

    private void write(Dataset<Row> rows, Map<String, String> ofCatalog, BatchProvenance provenance, RowCounts counts) {
        prepare(rows)
                .options(plan.clusteringInterval().isPresent() ? Clustering.leftOut() : Collections.emptyMap())
                .options(ofCatalog)
                .options(provenance.toMetadata())
                .options(counts.toMetadata())
                .save(plan.path());
    }

    /**
     * Writes rows as into the table, into a table of their own.
     *
     * @param rows complete
     * @param path where there is no table yet
     * @param more options of Hudi
     */
    void writeApart(Dataset<Row> rows, String path, Map<String, String> more) {
        prepare(latestRows.of(rows))
                .options(HudiWriteOptions.apart())
                .options(more)
                .save(path);
        if (!HudiTimeline.of(rows.sparkSession(), path).latest().isPresent()) {
            throw new IllegalStateException("Hudi wrote " + path
                    + " and left no commit there. Hudi's log says why, in a line " + "with \"Error writing record\"");
        }
    }

    private DataFrameWriter<Row> prepare(Dataset<Row> rows) {
        return rows.write()
                .format("hudi")
                .options(HudiWriteOptions.parallelism(
                        rows.sparkSession().sparkContext().defaultParallelism()))
                .options(plan.options())
                .options(forms.options())
                .mode(SaveMode.Append);
    }

    /** Returns the writer's own commit, which is the only one since the newest that is known. */
    private HudiCommit commitOf(BatchProvenance provenance, HudiTimeline timeline) {
        HudiCommit own = null;
        for (HudiCommit commit : timeline.after(newest.orElse(""))) {
            if (commit.provenance().hasSameNumberAs(provenance)) {
                own = commit;
            } else if (!plan.hasSeveralWriters()) {
                throw new ForeignCommitException(plan.path(), commit);
            }
        }
        List<String> changes = timeline.changesWithoutCommit(newest.orElse(""));
        if (!changes.isEmpty() && !plan.hasSeveralWriters()) {
            throw new ForeignCommitException(plan.path(), changes);
        }
        if (own == null) {
            throw new IllegalStateException("Hudi wrote " + plan.path() + " and left no commit there");
        }
        return own;
    }
}
