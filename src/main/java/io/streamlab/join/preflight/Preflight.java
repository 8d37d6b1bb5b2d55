package io.streamlab.join.preflight;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.catalog.SourceCatalog;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.hudi.Checkpoint;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.TableMigration;
import io.streamlab.join.hudi.TablePlan;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Checks everything that the job needs, with the calls that the job makes. Changes nothing, except for a small file that
 * it writes into each folder and deletes again.
 */
public final class Preflight {
    private final List<Check> checks;

    Preflight(List<Check> checks) {
        this.checks = checks;
    }

    /** @param source prepares the reading of a stream as the job does; refuses what cannot be read so */
    public static Preflight of(SparkSession spark, JobConfig config, Consumer<SourceTable> source) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        List<Check> checks = new ArrayList<>();
        checks.add(new SourceTableCheck(
                config.source().database() + "." + config.source().table(),
                () -> SourceCatalog.find(config.source()),
                table -> Arrays.asList(
                        new ConfigCheck("source connector " + config.source().connector(), () -> source.accept(table)),
                        new ConfigCheck(
                                "columns of the stream and of the reference table",
                                () -> TableColumns.of(table.schema(), config)),
                        new ConfigCheck(
                                "Hudi table in " + config.target().path(),
                                () -> checkTable(
                                        spark,
                                        config,
                                        TablePlan.of(config.target(), TableColumns.of(table.schema(), config)))),
                        StreamCheck.of(table, config.source()))));
        config.lookups()
                .forEach(lookup ->
                        checks.add(new ReferenceTableCheck(lookup, Clients::dynamoDb, Clients::dynamoDbStreams)));
        for (URI folder : Arrays.asList(
                config.target().path(),
                config.batch().checkpointPath(),
                config.batch().rejectedPath())) {
            checks.add(new FolderCheck(folder, hadoop));
        }
        checks.add(new TargetCatalogCheck(config.target(), spark));
        if (config.metrics().cloudWatch()) {
            checks.add(new CloudWatchCheck(Clients::cloudWatch));
        }
        return new Preflight(Collections.unmodifiableList(checks));
    }

    private static void checkTable(SparkSession spark, JobConfig config, TablePlan plan) {
        if (config.target().migrateFrom().isPresent()) {
            new TableMigration(spark, plan, config.target().migrateFrom().get().toString()).check();
        } else {
            Checkpoint checkpoint = new Checkpoint(
                    config.batch().checkpointPath(), spark.sessionState().newHadoopConf());
            HudiTable.check(spark, plan, checkpoint);
        }
    }

    /**
     * Runs all checks.
     *
     * @param list gets what they find, a line each
     * @throws PreflightException with all that failed, if anything did
     */
    public void run(PrintStream list) {
        List<Finding> findings =
                checks.stream().flatMap(check -> check.run().stream()).collect(toList());
        findings.forEach(list::println);
        List<Finding> failures = findings.stream().filter(Finding::isFailure).collect(toList());
        if (!failures.isEmpty()) {
            throw new PreflightException(failures);
        }
        list.println("The job finds everything it needs.");
    }
}
