package io.streamlab.join.reenrich;

import io.streamlab.join.config.JobConfig;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.metrics.BatchReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Lets the rows of the table follow the reference data, with each commit as many as there may be. */
public final class Reenrichment {
    private final LookupJoin join;
    private final HudiTable table;
    private final JobConfig config;
    private final RevisionSteps steps;
    private final Clock clock;

    private Instant lastLook;

    private Reenrichment(LookupJoin join, HudiTable table, JobConfig config, RevisionSteps steps, Clock clock) {
        this.join = join;
        this.table = table;
        this.config = config;
        this.steps = steps;
        this.clock = clock;
        this.lastLook = clock.instant();
    }

    /** Reads nothing yet. None if the configuration does not ask for it. */
    public static Optional<Reenrichment> open(SparkSession spark, LookupJoin join, HudiTable table, JobConfig config) {
        if (!config.reenrich().enabled()) {
            return Optional.empty();
        }
        Clock clock = Clock.systemUTC();
        LedgerFile ledger = new LedgerFile(
                config.batch().checkpointPath(),
                join.attributes().toDDL(),
                config.reenrich().removed(),
                spark.sessionState().newHadoopConf());
        return Optional.of(
                new Reenrichment(join, table, config, new RevisionSteps(ledger, config.reenrich(), clock), clock));
    }

    /**
     * Finds rows of the table that differ from what the snapshot would give them, and has them committed.
     *
     * @param spark by which the table is read
     * @param commit gets the rows, if there are any, with the columns of the joined rows; whatever it writes beside them is
     *     joined with the same snapshot
     * @param report gets to know how many keys have changed, and what is left to do
     */
    public <T> T along(
            SparkSession spark,
            ReferenceSnapshot snapshot,
            BatchProvenance origin,
            BatchReport report,
            Function<Optional<Dataset<Row>>, T> commit) {
        lastLook = clock.instant();
        RowSource<HeldRows> rows = new TableRows(
                spark,
                () -> table.read(spark),
                writer -> table.isLastWrittenBy(writer, spark),
                table::asRead,
                join,
                config.reenrich().removed());
        return steps.run(
                new TimedRows<>(rows, report),
                join.attributesByKey(snapshot),
                origin,
                revised -> commit.apply(revised.flatMap(HeldRows::rows)),
                progress -> report.count("reference_keys_changed", progress.keysChanged())
                        .count("reenrich_backlog_keys", progress.backlogKeys())
                        .count("reenrich_backlog_rows", progress.backlogRows())
                        .count("reenrich_lag_ms", progress.lag().toMillis()));
    }

    /** How long nobody has looked whether the reference data have changed. */
    public Duration sinceLastLook() {
        return Duration.between(lastLook, clock.instant());
    }

    /** Whether any row may show something else than it would now. */
    public boolean isPending() {
        return steps.isPending();
    }
}
