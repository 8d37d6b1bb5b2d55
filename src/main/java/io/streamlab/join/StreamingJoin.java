package io.streamlab.join;

import io.streamlab.join.batch.MicroBatch;
import io.streamlab.join.batch.OffsetLog;
import io.streamlab.join.catalog.JsonFields;
import io.streamlab.join.catalog.SourceCatalog;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.hudi.CatalogSync;
import io.streamlab.join.hudi.Checkpoint;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.SessionSettings;
import io.streamlab.join.hudi.TableMigration;
import io.streamlab.join.hudi.TablePlan;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.ReferenceTables;
import io.streamlab.join.metrics.BatchReports;
import io.streamlab.join.preflight.Preflight;
import io.streamlab.join.record.RecordKeyRule;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.record.RejectedRetention;
import io.streamlab.join.record.RejectionLimit;
import io.streamlab.join.record.WaitingRecords;
import io.streamlab.join.redrive.Redrive;
import io.streamlab.join.reenrich.IdleReenrichment;
import io.streamlab.join.reenrich.Reenrichment;
import io.streamlab.join.reenrich.TableReenrichment;
import io.streamlab.join.run.BatchGate;
import io.streamlab.join.run.IdleWork;
import io.streamlab.join.run.QueryRun;
import io.streamlab.join.run.StopRequestFile;
import io.streamlab.join.source.SourceStream;
import io.streamlab.kinesis.spark.SourceWatch;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryStatus;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Runs the whole job.
 *
 * <ol>
 *   <li>Finds the stream and the columns of its records in the catalog's source table.
 *   <li>Reads the stream in batches.
 *   <li>Parses each batch, joins the records with each reference table as it is at that moment, and upserts the rows: see
 *       {@link MicroBatch}.
 *   <li>With {@code reenrich}, joins rows of the table again when the reference table changes. This happens with each batch,
 *       and between batches while there are no records: see {@link Reenrichment} and {@link IdleReenrichment}.
 *   <li>Spark notes each batch as done in the checkpoint. After a restart Spark replays a batch that is not noted.
 * </ol>
 */
public final class StreamingJoin {
    private StreamingJoin() {}

    /**
     * Runs until the job is stopped, or with {@code available_now} until the stream is drained. With {@code validate} only
     * checks whether the job could run. With {@code migrate_from} only copies a table. With {@code redrive} only puts rejected
     * records back on a stream.
     *
     * @throws io.streamlab.join.config.InvalidConfigException when the configuration does not fit the source table
     * @throws io.streamlab.join.preflight.PreflightException when {@code validate} finds that something is missing
     * @throws StreamingQueryException when a batch fails; the cause is in it
     * @throws TimeoutException when Spark cannot start the query
     */
    public static void run(SparkSession spark, JobConfig config) throws StreamingQueryException, TimeoutException {
        if (config.validatesOnly()) {
            Preflight.of(spark, config, source -> read(source, spark, config)).run(System.out);
            return;
        }
        SourceTable source = SourceCatalog.find(config.source());
        if (config.target().migrateFrom().isPresent()) {
            SessionSettings.applyTo(spark);
            TablePlan plan = TablePlan.of(config.target(), TableColumns.of(source.schema(), config));
            String from = config.target().migrateFrom().get().toString();
            System.out.println(new TableMigration(spark, plan, from).run());
            return;
        }
        if (config.redrive().mode().isPresent()) {
            Redrive.run(spark, source, config, System.out);
            return;
        }
        run(read(source, spark, config), source.schema(), source.fields(), config);
    }

    private static Dataset<Row> read(SourceTable source, SparkSession spark, JobConfig config) {
        return SourceStream.of(source, config.source(), config.batch()).read(spark);
    }

    /** Runs the job with a stream that is open already, and reads each column from the field of its own name. */
    public static void run(Dataset<Row> records, StructType schema, JobConfig config)
            throws StreamingQueryException, TimeoutException {
        run(records, schema, JsonFields.byName(), config);
    }

    /**
     * Runs the job with a stream that is open already.
     *
     * @param records a streaming dataset with the columns of the Kinesis source, see {@link RecordParser}
     * @param schema the columns of one record
     * @param fields which fields of an object the columns are read from
     */
    public static void run(Dataset<Row> records, StructType schema, JsonFields fields, JobConfig config)
            throws StreamingQueryException, TimeoutException {
        SessionSettings.applyTo(records.sparkSession());
        TableColumns columns = TableColumns.of(schema, config);
        TablePlan plan = TablePlan.of(config.target(), columns);
        try (BatchGate gate = BatchGate.stoppedBySignals();
                ReferenceTables references = ReferenceTables.open(config.lookups());
                HudiTable table = HudiTable.open(
                        records.sparkSession(),
                        plan,
                        new Checkpoint(
                                config.batch().checkpointPath(),
                                records.sparkSession().sessionState().newHadoopConf()));
                SourceWatch source =
                        SourceWatch.ofQuery(config.batch().checkpointPath().toString());
                BatchReports reports = BatchReports.open(config, source::figures)) {
            references.noteLastScans(name -> table.lastReferenceItems(name, records.sparkSession()));
            ReferenceJoins joins = references.joins(columns);
            Optional<Reenrichment> reenrichment =
                    TableReenrichment.open(records.sparkSession(), joins.joins(), table, config);
            RejectedRecords rejected = openRejectedRecords(records.sparkSession(), config);
            MicroBatch batch = new MicroBatch(
                    new OffsetLog(
                            config.batch().checkpointPath(), config.source().connector()),
                    new RecordParser(columns.stream(), fields, config, ruleOf(table, schema)),
                    rejected,
                    new RejectionLimit(config.batch()),
                    joins,
                    table,
                    reenrichment,
                    reports);
            StreamingQuery query = start(
                    records,
                    config,
                    (rows, batchId) -> gate.runBatch(() -> {
                        table.mergeOverdueSmallFiles(rows.sparkSession());
                        batch.run(rows, batchId);
                    }));
            IdleWork reenrich = reenrichment
                    .<IdleWork>map(configured ->
                            new IdleReenrichment(configured, references, table, reports, query, config.batch()))
                    .orElse(IdleWork.NONE);
            IdleWork report = IdleWork.of(() -> reports.publishBetweenBatches(isWaiting(query)));
            RejectedRetention retention = rejected.retention(records.sparkSession(), config.batch());
            try {
                new QueryRun(
                                query,
                                gate,
                                report.andThen(reenrich)
                                        .andThen(keepUpWith(references))
                                        .andThen(IdleWork.of(() -> table.mergeSmallFiles(query.sparkSession())))
                                        .andThen(IdleWork.repeated(retention::removeOldest))
                                        .andThen(showWaiting(rejected, records.sparkSession())),
                                stopRequest(records.sparkSession(), config))
                        .awaitEnd();
            } catch (Exception e) {
                // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
                reports.publishFailure(e);
                throw e;
            }
        }
    }

    /** Returns whether the query waits after a trigger that ended well, or has ended after one. */
    static boolean isWaiting(StreamingQuery query) {
        if (!query.isActive()) {
            return query.exception().isEmpty();
        }
        // A query whose first trigger has not begun is not active either. Its message says that it is being
        // initialized.
        StreamingQueryStatus status = query.status();
        return !status.isTriggerActive() && status.message().startsWith("Waiting for ");
    }

    private static StopRequestFile stopRequest(SparkSession spark, JobConfig config) {
        return new StopRequestFile(
                config.batch().checkpointPath(),
                config.batch().runId().orElseGet(spark.sparkContext()::applicationId),
                spark.sessionState().newHadoopConf());
    }

    private static IdleWork keepUpWith(ReferenceTables references) {
        return IdleWork.of(
                () -> {
                    references.keepUp();
                    return false;
                },
                () -> false);
    }

    private static IdleWork showWaiting(RejectedRecords rejected, SparkSession spark) {
        WaitingRecords waiting = rejected.waiting();
        return IdleWork.of(() -> waiting.showDue(spark), () -> waiting.showAll(spark));
    }

    private static RecordKeyRule ruleOf(HudiTable table, StructType schema) {
        return table.keyLimit(schema)
                .<RecordKeyRule>map(limit -> limit::problem)
                .orElse(RecordKeyRule.NONE);
    }

    private static StreamingQuery start(
            Dataset<Row> records, JobConfig config, VoidFunction2<Dataset<Row>, Long> batches) throws TimeoutException {
        return records.writeStream()
                .queryName(config.target().table())
                .option("checkpointLocation", config.batch().checkpointPath().toString())
                .trigger(trigger(config.batch()))
                .foreachBatch(batches)
                .start();
    }

    private static RejectedRecords openRejectedRecords(SparkSession spark, JobConfig config) {
        return RejectedRecords.open(spark, () -> CatalogSync.of(config.target()).open(spark), config);
    }

    private static Trigger trigger(BatchConfig batch) {
        return batch.availableNow()
                ? Trigger.AvailableNow()
                : Trigger.ProcessingTime(batch.window().toMillis());
    }
}
