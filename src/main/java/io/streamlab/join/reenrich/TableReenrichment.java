package io.streamlab.join.reenrich;

import static java.util.stream.Collectors.joining;

import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.Figure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Re-enrichment of the rows of the Hudi table. */
public final class TableReenrichment implements Reenrichment {
    private final List<LookupJoin> joins;
    private final HudiTable table;
    private final RemovedReference removed;
    private final ReenrichmentProtocol protocol;
    private final Clock clock;

    private Instant lastStep;

    private TableReenrichment(
            List<LookupJoin> joins,
            HudiTable table,
            RemovedReference removed,
            ReenrichmentProtocol protocol,
            Clock clock) {
        this.joins = joins;
        this.table = table;
        this.removed = removed;
        this.protocol = protocol;
        this.clock = clock;
        this.lastStep = clock.instant();
    }

    /**
     * Returns the re-enrichment that the configuration asks for, or none. Reads nothing yet.
     *
     * @param joins with each reference table
     */
    public static Optional<Reenrichment> open(
            SparkSession spark, List<LookupJoin> joins, HudiTable table, JobConfig config) {
        if (!config.reenrich().enabled()) {
            return Optional.empty();
        }
        Clock clock = Clock.systemUTC();
        RemovedReference removed = config.reenrich().removed();
        LedgerFile ledger = new LedgerFile(
                config.batch().checkpointPath(),
                definition(joins),
                removed,
                spark.sessionState().newHadoopConf());
        ReenrichmentProtocol protocol = new ReenrichmentProtocol(ledger, config.reenrich(), clock);
        return Optional.of(new TableReenrichment(joins, table, removed, protocol, clock));
    }

    /** Returns what the fingerprints of the ledger are made of. */
    private static String definition(List<LookupJoin> joins) {
        return joins.stream().map(join -> join.attributes().toDDL()).collect(joining("; "));
    }

    @Override
    public ReenrichmentStep prepare(
            SparkSession spark, List<ReferenceSnapshot> snapshots, BatchProvenance origin, BatchReport report) {
        lastStep = clock.instant();
        TableSearch search = new TableSearch(new OpenTable(table, spark), joins, removed, report);
        return new ReportedStep(protocol.prepare(search, ReferenceAttributes.of(joins, snapshots), origin), report);
    }

    @Override
    public Duration sinceLastStep() {
        // A clock that went back says nothing about the time since: a step too early does no harm.
        return Duration.between(lastStep, clock.instant()).abs();
    }

    @Override
    public boolean isPending() {
        return protocol.isPending();
    }

    /** The table that the job has open, read by one session. */
    private static final class OpenTable implements TableSearch.Table {
        private final HudiTable table;
        private final SparkSession spark;

        OpenTable(HudiTable table, SparkSession spark) {
            this.table = table;
            this.spark = spark;
        }

        @Override
        public Optional<Dataset<Row>> read() {
            return table.read(spark);
        }

        @Override
        public boolean isLastWrittenBy(BatchProvenance origin) {
            return table.isLastWrittenBy(origin, spark);
        }

        @Override
        public Column asRead(Column value, StructField column) {
            return table.asRead(value, column);
        }
    }

    /** A step of the protocol, with its figures in the report. */
    private static final class ReportedStep implements ReenrichmentStep {
        private final ReenrichmentProtocol.Step step;
        private final BatchReport report;

        ReportedStep(ReenrichmentProtocol.Step step, BatchReport report) {
            this.step = step;
            this.report = report;
        }

        @Override
        public Optional<Dataset<Row>> rows() {
            return step.outdated().flatMap(OutdatedRows::rows);
        }

        @Override
        public void committed(long rowsReenriched) {
            step.committed();
            report.count(Figure.REFERENCE_KEYS_CHANGED, step.keysChanged())
                    .count(Figure.REENRICH_BACKLOG_KEYS, step.backlogKeys())
                    .count(Figure.REENRICH_BACKLOG_ROWS, step.backlogRows())
                    .count(Figure.REENRICH_LAG, step.lag().toMillis())
                    .count(Figure.ROWS_REENRICHED, rowsReenriched);
        }

        @Override
        public void close() {
            step.close();
        }
    }
}
