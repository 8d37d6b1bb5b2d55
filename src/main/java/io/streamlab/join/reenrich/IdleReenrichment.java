package io.streamlab.join.reenrich;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.HudiCommit;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.lookup.ReadChanges;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.ReferenceTables;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.BatchReports;
import io.streamlab.join.metrics.Figure;
import io.streamlab.join.run.IdleWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Re-enriches rows while no batch runs: Spark runs no batch without records.
 *
 * <ul>
 *   <li>A job that goes on: one step in each window without a batch.
 *   <li>A job that drains the stream: steps at its end, until no row is outdated.
 * </ul>
 */
public final class IdleReenrichment implements IdleWork {
    /** A window of zero would scan the reference table without a pause. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final Reenrichment reenrichment;
    private final Supplier<List<ReferenceSnapshot>> references;
    private final BiFunction<Dataset<Row>, BatchProvenance, HudiCommit> table;
    private final BatchReports reports;
    private final SparkSession spark;
    private final String queryId;
    private final BatchConfig batch;

    public IdleReenrichment(
            Reenrichment reenrichment,
            ReferenceTables references,
            HudiTable table,
            BatchReports reports,
            StreamingQuery query,
            BatchConfig batch) {
        this(
                reenrichment,
                references::current,
                table::writeReenriched,
                reports,
                query.sparkSession(),
                query.id().toString(),
                batch);
    }

    /**
     * For tests: with other ends for what a step looks up and writes.
     *
     * @param table as {@link HudiTable#writeReenriched}
     */
    IdleReenrichment(
            Reenrichment reenrichment,
            Supplier<List<ReferenceSnapshot>> references,
            BiFunction<Dataset<Row>, BatchProvenance, HudiCommit> table,
            BatchReports reports,
            SparkSession spark,
            String queryId,
            BatchConfig batch) {
        this.reenrichment = reenrichment;
        this.references = references;
        this.table = table;
        this.reports = reports;
        this.spark = spark;
        this.queryId = queryId;
        this.batch = batch;
    }

    @Override
    public boolean betweenBatches() {
        return !batch.availableNow() && reenrichment.sinceLastStep().compareTo(pause()) >= 0 && runStep();
    }

    @Override
    public boolean atEnd() {
        return batch.availableNow() && runStep();
    }

    private Duration pause() {
        return batch.window().compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : batch.window();
    }

    /** Returns whether the step has written rows, and there are more. */
    private boolean runStep() {
        BatchReport report = reports.beginBetweenBatches();
        boolean wasPending = reenrichment.isPending();
        List<ReferenceSnapshot> snapshots = lookUp(report);
        long written = reenrich(snapshots, report);
        if (written > 0 || wasPending || reenrichment.isPending() || haveGap(snapshots)) {
            reports.publish(report);
        }
        return written > 0 && reenrichment.isPending();
    }

    private static boolean haveGap(List<ReferenceSnapshot> snapshots) {
        return readChanges(snapshots).filter(read -> read.gaps() > 0).isPresent();
    }

    /** Returns what all followed tables told together; none if no table is followed. */
    private static Optional<ReadChanges> readChanges(List<ReferenceSnapshot> snapshots) {
        return snapshots.stream()
                .map(ReferenceSnapshot::readChanges)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .reduce(ReadChanges::plus);
    }

    /** Reads all tables, and counts their sums in the report. */
    private List<ReferenceSnapshot> lookUp(BatchReport report) {
        List<ReferenceSnapshot> snapshots = report.timed(Figure.LOOKUP_TIME, references);
        report.count(
                        Figure.REFERENCE_ITEMS,
                        snapshots.stream().mapToInt(ReferenceSnapshot::items).sum())
                .count(
                        Figure.REFERENCE_CAPACITY_UNITS,
                        snapshots.stream()
                                .mapToDouble(ReferenceSnapshot::consumedCapacityUnits)
                                .sum());
        readChanges(snapshots).ifPresent(read -> report.count(Figure.REFERENCE_CHANGES, read.count())
                .count(Figure.REFERENCE_CHANGE_AGE, read.oldest().toMillis())
                .count(Figure.REFERENCE_GAPS, read.gaps()));
        return snapshots;
    }

    /** Returns how many rows were written. */
    private long reenrich(List<ReferenceSnapshot> snapshots, BatchReport report) {
        BatchProvenance origin = BatchProvenance.betweenBatchesOf(queryId)
                .withReferences(snapshots.stream()
                        .<UnaryOperator<BatchProvenance>>map(snapshot -> read -> read.withReference(
                                snapshot.table(),
                                snapshot.items(),
                                snapshot.scanStart(),
                                snapshot.duration().toMillis()))
                        .collect(toList()));
        try (ReenrichmentStep step = reenrichment.prepare(spark, snapshots, origin, report)) {
            Optional<HudiCommit> commit =
                    step.rows().map(rows -> report.timed(Figure.UPSERT_TIME, () -> table.apply(rows, origin)));
            commit.ifPresent(made -> report.count(Figure.COMMIT, Long.parseLong(made.instant())));
            long written = commit.map(HudiCommit::written).orElse(0L);
            step.committed(written);
            return written;
        }
    }
}
