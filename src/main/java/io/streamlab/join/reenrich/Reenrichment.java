package io.streamlab.join.reenrich;

import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.metrics.BatchReport;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Re-enrichment of rows that are in the table already, step by step, at most so many rows with each commit. */
public interface Reenrichment {
    /**
     * Prepares a step: notes which join keys have changed, and finds outdated rows.
     *
     * @param spark reads the table
     * @param snapshots the reference data of each table; all rows of the same commit must be joined with it
     * @param origin the origin of the commit
     * @param report gets the figures of the step
     */
    ReenrichmentStep prepare(
            SparkSession spark, List<ReferenceSnapshot> snapshots, BatchProvenance origin, BatchReport report);

    /** Returns the time since the last step was prepared, or since the start if none was. */
    Duration sinceLastStep();

    /** Returns whether any row may be outdated. */
    boolean isPending();
}
