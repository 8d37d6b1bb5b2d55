package io.streamlab.join.hudi;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the clustering over which a job was killed.
 *
 * <p>Hudi refuses to update rows of files that are being clustered. It ends a clustering at the end of the next commit, which
 * needs no rows.
 */
final class ClusteringRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(ClusteringRecovery.class);

    private ClusteringRecovery() {}

    /**
     * Makes a commit without rows if a clustering is pending.
     *
     * @param rows complete; none of them is written
     * @param provenance of the commit that comes next
     */
    static void run(
            TablePlan plan, TableWriter writer, Dataset<Row> rows, BatchProvenance provenance, HudiTimeline timeline) {
        if (plan.clustersInline() && timeline.hasPendingClustering()) {
            LOG.info("Files of {} were being clustered when the job ended; that is done first", plan.path());
            writer.commit(rows.limit(0), Optional.empty(), provenance.withoutBatch(), timeline);
        }
    }
}
