package io.streamlab.join.batch;

import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.HudiCommit;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.UpsertOutcome;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.ReferenceTable;
import io.streamlab.join.lookup.UnmatchedRecords;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.BatchReports;
import io.streamlab.join.record.ParsedBatch;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.record.RejectionLimit;
import io.streamlab.join.reenrich.Reenrichment;
import io.streamlab.join.reenrich.ReenrichmentStep;
import java.util.Optional;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What is done with each batch.
 *
 * <p>Whatever fails, fails the batch before Spark notes it as done; it is then replayed with the same records, and every
 * step may be repeated: rejected records replace those of the same batch, and rows that are in the table already are not
 * written again.
 */
public final class MicroBatch implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;

    private final transient OffsetLog offsets;
    private final transient RecordParser parser;
    private final transient RejectedRecords rejected;
    private final transient RejectionLimit limit;
    private final transient ReferenceTable reference;
    private final transient LookupJoin join;
    private final transient HudiTable table;
    private final transient Optional<Reenrichment> reenrichment;
    private final transient BatchReports reports;
    private final transient ReplayWindow replays = new ReplayWindow();

    public MicroBatch(
            OffsetLog offsets,
            RecordParser parser,
            RejectedRecords rejected,
            RejectionLimit limit,
            ReferenceTable reference,
            LookupJoin join,
            HudiTable table,
            Optional<Reenrichment> reenrichment,
            BatchReports reports) {
        this.offsets = offsets;
        this.parser = parser;
        this.rejected = rejected;
        this.limit = limit;
        this.reference = reference;
        this.join = join;
        this.table = table;
        this.reenrichment = reenrichment;
        this.reports = reports;
    }

    @Override
    public void call(Dataset<Row> records, Long batchId) {
        BatchReport report = reports.begin(batchId);
        try (ParsedBatch batch = report.timed("read", () -> parser.parse(records))) {
            if (batch.isEmpty()) {
                return;
            }
            report.count("records_read", batch.readCount())
                    .count("records_rejected", batch.rejectedCount())
                    .oldestArrival(batch.oldestArrival());
            report.timed(
                    "reject",
                    () -> rejected.keep(
                            batch, RunningQuery.id(records.sparkSession()), batchId, replays.includes(batchId)));
            limit.check(batch, batchId);
            if (batch.acceptedCount() > 0) {
                enrich(batch, offsets.originOf(batchId, records.sparkSession()), replays.includes(batchId), report);
            }
            reports.publish(report);
        }
    }

    private void enrich(ParsedBatch batch, BatchProvenance batchOrigin, boolean mayBeReplay, BatchReport report) {
        ReferenceSnapshot snapshot = report.timed("lookup", reference::current);
        HudiCommit commit;
        UnmatchedRecords unmatched;
        try (SideJob<UnmatchedRecords> counting =
                SideJob.start("count-of-unmatched-records", () -> join.unmatched(batch.accepted(), snapshot))) {
            if (!offsets.nameRecords()) {
                // When it commits, Hudi 0.12 lets go of all that is held: the count would read the stream anew, and
                // find other records there.
                counting.await();
            }
            commit = upsert(join.join(batch.accepted(), snapshot), snapshot, batchOrigin, mayBeReplay, report);
            unmatched = report.timed("unmatched", counting::await);
        }
        long written = commit.written() - commit.reenriched();
        report.count("reference_items", snapshot.items())
                .count("reference_duplicates", snapshot.duplicateItems())
                .count("reference_pages", snapshot.pages())
                .count("reference_capacity_units", snapshot.consumedCapacityUnits())
                .count("records_unmatched", unmatched.count())
                .counts("unmatched_keys", unmatched.mostFrequent())
                .count("commit", Long.parseLong(commit.instant()))
                .count("rows_written", written)
                .count("rows_deleted", commit.deleted())
                .count("records_superseded", batch.acceptedCount() - written - commit.deleted());
    }

    /** In one commit; re-enriched rows are counted apart, so that read and written records add up. */
    private HudiCommit upsert(
            Dataset<Row> joined,
            ReferenceSnapshot snapshot,
            BatchProvenance batchOrigin,
            boolean mayBeReplay,
            BatchReport report) {
        BatchProvenance origin = batchOrigin.withReference(
                snapshot.items(), snapshot.scanStart(), snapshot.duration().toMillis());
        // A batch that may have more records than the first time is written again. The rows that are there stay as they
        // are.
        boolean mayBeHeld = mayBeReplay && offsets.nameRecords();
        try (ReenrichmentStep step = prepareReenrichment(joined.sparkSession(), snapshot, origin, report)) {
            UpsertOutcome outcome =
                    report.timed("upsert", () -> table.upsert(joined, step.rows(), origin, mayBeHeld));
            step.committed(outcome.made().reenriched());
            return outcome.batch();
        }
    }

    private ReenrichmentStep prepareReenrichment(
            SparkSession spark, ReferenceSnapshot snapshot, BatchProvenance origin, BatchReport report) {
        return reenrichment
                .map(configured -> configured.prepare(spark, snapshot, origin, report))
                .orElse(ReenrichmentStep.NONE);
    }
}
