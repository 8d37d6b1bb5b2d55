package io.streamlab.join.reenrich;

import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.HudiCommit;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.ReferenceTable;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.BatchReports;
import io.streamlab.join.run.IdleWork;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Applies changes of the reference data while no batch does, since Spark runs none without records: once a window while the
 * stream is idle; and for a job that drains the stream, at its end, until all rows have followed.
 */
public final class IdleReenrichment implements IdleWork {
    /** With a window of zero, as often as this, for the sake of the reference table. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final Reenrichment reenrichment;
    private final ReferenceTable reference;
    private final HudiTable table;
    private final BatchReports reports;
    private final SparkSession spark;
    private final String queryId;
    private final BatchConfig batch;

    public IdleReenrichment(
            Reenrichment reenrichment,
            ReferenceTable reference,
            HudiTable table,
            BatchReports reports,
            StreamingQuery query,
            BatchConfig batch) {
        this.reenrichment = reenrichment;
        this.reference = reference;
        this.table = table;
        this.reports = reports;
        this.spark = query.sparkSession();
        this.queryId = query.id().toString();
        this.batch = batch;
    }

    @Override
    public boolean betweenBatches() {
        return !batch.availableNow() && reenrichment.sinceLastStep().compareTo(pause()) >= 0 && run();
    }

    @Override
    public boolean atEnd() {
        return batch.availableNow() && run();
    }

    private Duration pause() {
        return batch.window().compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : batch.window();
    }

    /** @return whether rows were written, and more are to follow */
    private boolean run() {
        BatchReport report = reports.beginBetweenBatches();
        ReferenceSnapshot snapshot = report.timed("lookup", reference::current);
        BatchProvenance origin = BatchProvenance.betweenBatchesOf(queryId)
                .withReference(
                        snapshot.items(),
                        snapshot.scanStart(),
                        snapshot.duration().toMillis());
        boolean wasPending = reenrichment.isPending();
        long written = 0;
        try (ReenrichmentStep step = reenrichment.prepare(spark, snapshot, origin, report)) {
            Optional<HudiCommit> commit =
                    step.rows().map(rows -> report.timed("upsert", () -> table.writeReenriched(rows, origin)));
            if (commit.isPresent()) {
                written = commit.get().written();
                report.count("commit", Long.parseLong(commit.get().instant()));
            }
            step.committed(written);
        }
        if (written > 0 || wasPending || reenrichment.isPending()) {
            reports.publish(report.count("reference_items", snapshot.items())
                    .count("reference_capacity_units", snapshot.consumedCapacityUnits()));
        }
        return written > 0 && reenrichment.isPending();
    }
}
