package io.streamlab.join.reenrich;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One step of re-enrichment, which goes along with one commit:
 *
 * <pre>{@code
 * try (ReenrichmentStep step = reenrichment.prepare(spark, snapshots, origin, report)) {
 *     commit step.rows(), alone or with the rows of a batch that were joined with the same snapshots
 *     step.committed(...);
 * }
 * }</pre>
 *
 * <p>If the commit fails, close the step without {@link #committed}. The next step then looks at the same rows.
 */
public interface ReenrichmentStep extends AutoCloseable {
    /** The step of a job without re-enrichment. */
    ReenrichmentStep NONE = new ReenrichmentStep() {
        @Override
        public Optional<Dataset<Row>> rows() {
            return Optional.empty();
        }

        @Override
        public void committed(long rowsReenriched) {
            // No ledger, no figures.
        }

        @Override
        public void close() {
            // Nothing in memory.
        }
    };

    /** Returns the rows to commit, with the columns of the joined rows; none if no row is outdated. */
    Optional<Dataset<Row>> rows();

    /**
     * Notes in the ledger that the rows are in the table, and in the report what was done and what is left. Call it also if
     * there were no rows to commit: their keys are then known to have none.
     *
     * @param rowsReenriched how many of {@link #rows} the commit has written
     */
    void committed(long rowsReenriched);

    /** Releases the rows. */
    @Override
    void close();
}
