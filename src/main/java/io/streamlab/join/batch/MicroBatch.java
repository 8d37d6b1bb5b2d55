package io.streamlab.join.batch;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.ImpossibleCountsException;
import io.streamlab.join.hudi.UpsertOutcome;
import io.streamlab.join.lookup.ReadChanges;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.ReferenceJoins.Found;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.UnmatchedRecords;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.BatchReports;
import io.streamlab.join.metrics.Figure;
import io.streamlab.join.record.ParsedBatch;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.record.RejectedStore;
import io.streamlab.join.record.RejectionLimit;
import io.streamlab.join.reenrich.Reenrichment;
import io.streamlab.join.reenrich.ReenrichmentStep;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one batch after the other.
 *
 * <p>A record that Hudi cannot write does not fail its batch: {@link UnwritableSearch}. Any other failure fails the batch before
 * Spark notes the batch as done. The next start replays the batch with the same records. Every step may be repeated: rejected
 * records replace those that the batch left before, and the table does not get a batch twice.
 */
public final class MicroBatch {
    private static final Logger LOG = LoggerFactory.getLogger(MicroBatch.class);

    private final OffsetLog offsets;
    private final RecordParser parser;
    private final RejectedStore rejected;
    private final RejectionLimit limit;
    private final ReferenceJoins joins;
    private final TargetTable table;
    /** Takes joined rows. */
    private final UnwritableSearch.Trial trials;

    private final Optional<Reenrichment> reenrichment;
    private final BatchReports reports;
    private final ReplayWindow replays = new ReplayWindow();

    public MicroBatch(
            OffsetLog offsets,
            RecordParser parser,
            RejectedRecords rejected,
            RejectionLimit limit,
            ReferenceJoins joins,
            HudiTable table,
            Optional<Reenrichment> reenrichment,
            BatchReports reports) {
        this(
                offsets,
                parser,
                rejected,
                limit,
                joins,
                table::upsert,
                rows -> table.failureOf(rows, rejected.folderForTrials()),
                reenrichment,
                reports);
    }

    /** For tests: with other ends for what a batch writes and looks up. */
    MicroBatch(
            OffsetLog offsets,
            RecordParser parser,
            RejectedStore rejected,
            RejectionLimit limit,
            ReferenceJoins joins,
            TargetTable table,
            UnwritableSearch.Trial trials,
            Optional<Reenrichment> reenrichment,
            BatchReports reports) {
        this.offsets = offsets;
        this.parser = parser;
        this.rejected = rejected;
        this.limit = limit;
        this.joins = joins;
        this.table = table;
        this.trials = trials;
        this.reenrichment = reenrichment;
        this.reports = reports;
    }

    /** Writes joined rows, as {@link HudiTable#upsert} does. */
    interface TargetTable {
        UpsertOutcome upsert(
                Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance batch, boolean mayBeHeld);
    }

    /**
     * Runs a batch. A batch without records writes nothing and has no report.
     *
     * @param records with the columns of the Kinesis source
     */
    public void run(Dataset<Row> records, long batchId) {
        BatchReport report = reports.begin(batchId);
        try {
            run(records, batchId, report);
        } catch (Throwable e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            if (!Interruption.isCauseOf(e)) {
                reports.publishFailure(report, e);
            }
            throw e;
        }
    }

    private void run(Dataset<Row> records, long batchId, BatchReport report) {
        try (ParsedBatch batch = read(records, report)) {
            if (batch.isEmpty()) {
                return;
            }
            keepRejected(batch, records.sparkSession(), batchId, report);
            limit.check(batch, batchId);
            if (batch.acceptedCount() > 0) {
                writeWhatCanBeWritten(batch, records, lookUp(batch, report), batchId, report);
            }
            reports.publish(report);
        }
    }

    /** Writes the batch. If Hudi cannot write some of its records, rejects these and writes the others. */
    private void writeWhatCanBeWritten(
            ParsedBatch batch, Dataset<Row> records, Found found, long batchId, BatchReport report) {
        UpsertOutcome outcome;
        try {
            outcome = write(batch, found, batchId, report);
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            Map<String, String> unwritable = findUnwritable(batch, found, e);
            if (unwritable.isEmpty()) {
                throw e;
            }
            writeWithout(unwritable, records, found, batchId, report);
            return;
        }
        if (replays.includes(batchId) && !outcome.wasHeld()) {
            // An earlier attempt may have kept some that can be written now.
            rejected.keepUnwritable(batch, RunningQuery.id(records.sparkSession()), batchId);
        }
    }

    private UpsertOutcome write(ParsedBatch batch, Found found, long batchId, BatchReport report) {
        try (SideJob<Map<String, UnmatchedRecords>> unmatched = countUnmatched(batch, found)) {
            Dataset<Row> joined = found.join(batch.accepted());
            UpsertOutcome outcome = upsert(joined, found, batch.unwritableCount(), batchId, report);
            count(batch, outcome, batchId, unmatched, report);
            return outcome;
        }
    }

    private Map<String, String> findUnwritable(ParsedBatch batch, Found found, Exception failure) {
        try {
            return new UnwritableSearch(part -> trials.failureOf(found.join(part))).find(batch.accepted(), failure);
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions. The failure of the write says more.
            failure.addSuppressed(e);
            return Collections.emptyMap();
        }
    }

    /** Writes a batch again, without records that cannot be written. These are kept with the rejected records. */
    private void writeWithout(
            Map<String, String> unwritable, Dataset<Row> records, Found found, long batchId, BatchReport report) {
        try (ParsedBatch rest = parser.parse(records, unwritable)) {
            report.count(Figure.RECORDS_REJECTED, rest.rejectedCount());
            rejected.keepUnwritable(rest, RunningQuery.id(records.sparkSession()), batchId);
            limit.check(rest, batchId);
            if (rest.acceptedCount() > 0) {
                write(rest, found, batchId, report);
            }
        }
    }

    private ParsedBatch read(Dataset<Row> records, BatchReport report) {
        ParsedBatch batch = report.timed(Figure.READ_TIME, () -> parser.parse(records));
        if (!batch.isEmpty()) {
            report.count(Figure.RECORDS_READ, batch.readCount())
                    .count(Figure.RECORDS_REJECTED, batch.rejectedCount())
                    .oldestArrival(batch.oldestArrival());
        }
        return batch;
    }

    private void keepRejected(ParsedBatch batch, SparkSession spark, long batchId, BatchReport report) {
        String queryId = RunningQuery.id(spark);
        boolean mayBeReplay = replays.includes(batchId);
        report.timed(Figure.REJECT_TIME, () -> rejected.keep(batch, queryId, batchId, mayBeReplay));
    }

    private Found lookUp(ParsedBatch batch, BatchReport report) {
        Found found = report.timed(Figure.LOOKUP_TIME, () -> joins.read(batch.accepted()));
        ReferenceFigures.ofReads(found, report);
        return found;
    }

    /**
     * Starts the count of unmatched records, which runs during the write if it can. With awslabs' connector it cannot:
     *
     * <ol>
     *   <li>Hudi 0.12 commits, and thereby lets go of the records that the batch holds in memory.
     *   <li>The count goes on, and Spark reads the stream again.
     *   <li>The connector finds other records there than the batch has.
     * </ol>
     */
    private SideJob<Map<String, UnmatchedRecords>> countUnmatched(ParsedBatch batch, Found found) {
        SideJob<Map<String, UnmatchedRecords>> counting =
                SideJob.start("count-of-unmatched-records", () -> found.unmatched(batch.accepted()));
        if (!offsets.nameRecords()) {
            counting.await();
        }
        return counting;
    }

    /** Writes the joined rows and the outdated rows of the table in one commit. */
    private UpsertOutcome upsert(Dataset<Row> joined, Found found, long unwritable, long batchId, BatchReport report) {
        SparkSession spark = joined.sparkSession();
        BatchProvenance origin =
                withReferences(offsets.originOf(batchId, spark), found).withoutUnwritable(unwritable);
        // A replay that may have more records than the first try is written again. Rows that are there stay as they
        // are.
        boolean mayBeHeld = replays.includes(batchId) && offsets.nameRecords();
        try (ReenrichmentStep step = prepareReenrichment(spark, found, origin, report)) {
            UpsertOutcome outcome =
                    report.timed(Figure.UPSERT_TIME, () -> table.upsert(joined, step.rows(), origin, mayBeHeld));
            step.committed(outcome.made().reenriched());
            return outcome;
        }
    }

    private ReenrichmentStep prepareReenrichment(
            SparkSession spark, Found found, BatchProvenance origin, BatchReport report) {
        return reenrichment
                .map(configured -> configured.prepare(spark, found.snapshots(), origin, report))
                .orElse(ReenrichmentStep.NONE);
    }

    private static BatchProvenance withReferences(BatchProvenance origin, Found found) {
        return origin.withReferences(found.snapshots().stream()
                .<UnaryOperator<BatchProvenance>>map(snapshot -> read -> withReference(read, snapshot))
                .collect(toList()));
    }

    private static BatchProvenance withReference(BatchProvenance origin, ReferenceSnapshot snapshot) {
        return origin.withReference(
                        snapshot.table(),
                        snapshot.items(),
                        snapshot.scanStart(),
                        snapshot.duration().toMillis())
                .withReferenceValues(snapshot.askedValues())
                .withReferenceChanges(snapshot.readChanges().map(ReadChanges::count));
    }

    /**
     * Notes what became of the records. Re-enriched rows do not count, so that read = rejected + superseded + written +
     * deleted.
     *
     * @throws ImpossibleCountsException when the counts do not add up: then a key may have several rows
     */
    private static void count(
            ParsedBatch batch,
            UpsertOutcome outcome,
            long batchId,
            SideJob<Map<String, UnmatchedRecords>> counting,
            BatchReport report) {
        Map<String, UnmatchedRecords> unmatched = report.timed(Figure.UNMATCHED_TIME, counting::await);
        // Those of a batch that the table holds are not searched for again.
        long unwritable = outcome.wasHeld() ? outcome.batch().unwritable() : 0;
        report.count(Figure.RECORDS_REJECTED, batch.rejectedCount() + unwritable);
        RecordCounts counts = new RecordCounts(batch.acceptedCount() - unwritable, outcome.batch());
        requirePossible(counts, batchId, outcome.wasHeld());
        ReferenceFigures.ofUnmatched(unmatched, report);
        report.count(Figure.COMMIT, Long.parseLong(outcome.batch().instant()));
        counts.addTo(report);
    }

    /** A batch that an earlier run wrote has failed because of its counts before. To fail each start would help nobody. */
    private static void requirePossible(RecordCounts counts, long batchId, boolean wasHeld) {
        try {
            counts.requirePossible(batchId);
        } catch (ImpossibleCountsException e) {
            if (!wasHeld) {
                throw e;
            }
            LOG.warn("{}. The batch is in the table, so the job goes on", e.getMessage());
        }
    }
}
