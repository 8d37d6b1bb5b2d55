package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;

import io.streamlab.join.config.InvalidConfigException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the table as it is, before the job writes it. */
final class OpeningCheck {
    private static final Logger LOG = LoggerFactory.getLogger(OpeningCheck.class);

    private OpeningCheck() {}

    /**
     * Returns the plan by which the table is written as it is.
     *
     * @param plan that of a new table
     * @throws InvalidConfigException when the table was created with something that cannot be changed and is configured
     *     otherwise
     */
    static TablePlan plan(SparkSession spark, TablePlan plan) {
        Configuration configuration = spark.sessionState().newHadoopConf();
        TableMigration.problemOfHalf(plan.path(), configuration)
                .ifPresent(half -> refuse(Collections.singletonList(half)));
        Optional<ExistingTable> table = ExistingTable.read(plan.path(), configuration);
        warnOfSummerTime(table, ZoneId.systemDefault(), LOG::warn);
        return table.map(existing -> {
                    TablePlan fitted = plan.ofTable(existing);
                    refuse(TableFit.problems(fitted, existing));
                    KeyMoves.problem(spark, fitted, existing)
                            .ifPresent(moved -> refuse(Collections.singletonList(moved)));
                    return fitted;
                })
                .orElse(plan);
    }

    /**
     * Returns the columns to write, in the order in which they are written.
     *
     * @throws InvalidConfigException when the table has columns that the rows lack, or have with another type
     */
    static Column[] columnsToWrite(SparkSession spark, TablePlan plan) {
        StructType columns =
                TableSnapshot.read(spark, plan.path()).map(Dataset::schema).orElseGet(StructType::new);
        ColumnEvolution evolution = new ColumnEvolution(columns, plan.columns());
        refuse(evolution.problems());
        refuse(DecimalNames.problems(columns, plan.columns()));
        return evolution.order().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }

    /**
     * Compares the table with the checkpoint, and warns of what is unusual.
     *
     * @return whether somebody else has changed the table since the job's last commit
     * @throws InvalidConfigException when rows of the checkpoint's batches would be missing
     */
    static boolean isChangedByOthers(SparkSession spark, TablePlan plan, Checkpoint checkpoint) {
        CheckpointFit fit = CheckpointFit.of(plan.path(), checkpoint, HudiTimeline.of(spark, plan.path()));
        refuse(fit.problems());
        if (!plan.hasSeveralWriters()) {
            fit.warnings().forEach(LOG::warn);
        }
        return fit.isChangedByOthers();
    }

    /** Warns of a table whose commits have local times, where the clocks of the time zone go back once a year. */
    static void warnOfSummerTime(Optional<ExistingTable> table, ZoneId zone, Consumer<String> warnings) {
        boolean usesLocalTime =
                table.map(ExistingTable::namesCommitsByLocalTime).orElse(false);
        if (usesLocalTime && !zone.getRules().isFixedOffset()) {
            warnings.accept(
                    "The time zone of this JVM, " + zone + ", has or had another offset at times, and Hudi names "
                            + "commits by local time. When an hour comes twice, the job waits until its second time is over. "
                            + "Start the JVM with -Duser.timezone=UTC");
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }
}
