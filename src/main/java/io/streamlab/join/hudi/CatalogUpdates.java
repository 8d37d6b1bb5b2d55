package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;

import io.streamlab.join.config.TargetConfig;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides which commits Hudi registers in the catalog.
 *
 * <p>The Glue Data Catalog keeps each update of a table as a version, and 100,000 versions at most. Readers take a table's
 * commits from its folder. They need the catalog for the columns, the location and the partitions alone. So Hudi updates the
 * catalog with:
 *
 * <ul>
 *   <li>the first commit of a run: the columns may be new, and the run before may have died between its commit and the update
 *   <li>a commit with rows of a partition that no update of this run had
 *   <li>a commit that comes an hour after the last update, which repairs what somebody has removed from the catalog
 * </ul>
 *
 * <p>Columns do not change within a run. An update that finds nothing to change leaves no version: {@link #CONDITION}.
 */
final class CatalogUpdates {
    /** With {@code true}, Hudi leaves the table in the catalog alone unless columns or partitions have changed. */
    static final String CONDITION = "hoodie.datasource.meta_sync.condition.sync";

    private static final long LONGEST_PAUSE = TimeUnit.HOURS.toNanos(1);

    /** False where Hudi is to decide by itself for each commit. */
    private final boolean leavesOutCommits;

    private final List<String> partitionColumns;
    private final LongSupplier nanoTime;
    private final Set<Row> registered = new HashSet<>();

    private boolean hasUpdated;
    private long lastUpdate;

    /** @param partitionColumns the columns by which the table is partitioned */
    CatalogUpdates(boolean leavesOutCommits, List<String> partitionColumns, LongSupplier nanoTime) {
        this.leavesOutCommits = leavesOutCommits;
        this.partitionColumns = partitionColumns;
        this.nanoTime = nanoTime;
    }

    /** Returns the decision for the configured table. */
    static CatalogUpdates of(TargetConfig target, List<String> partitionColumns) {
        return new CatalogUpdates(CatalogSync.mayLeaveOutCommits(target), partitionColumns, System::nanoTime);
    }

    /**
     * Returns the job's default of {@link #CONDITION}.
     *
     * <p>From 0.13.1, a Hudi whose last update is older than its active timeline lists the partitions. An earlier Hudi reads
     * the archive instead, from the commit on that the catalog's table notes. So there every update notes its commit.
     *
     * @param hudiVersion such as 0.14.0
     */
    static String defaultCondition(String hudiVersion) {
        return Boolean.toString(!hudiVersion.matches("0\\.(\\d|1[0-2])\\..*|0\\.13\\.0.*"));
    }

    /**
     * Makes a commit, and remembers what the catalog has after it. Where the write fails, the next commit updates the catalog.
     *
     * @param rows of the commit, or more of them; read where the table has partitions
     * @param write takes the options by which Hudi leaves the catalog alone, or none
     */
    void write(Dataset<Row> rows, Consumer<Map<String, String>> write) {
        if (!leavesOutCommits) {
            write.accept(Collections.emptyMap());
            return;
        }
        Set<Row> partitions = partitionsOf(rows);
        if (!isDue(partitions)) {
            write.accept(HudiWriteOptions.withoutCatalog());
            return;
        }
        write.accept(Collections.emptyMap());
        registered.addAll(partitions);
        hasUpdated = true;
        lastUpdate = nanoTime.getAsLong();
    }

    private boolean isDue(Set<Row> partitions) {
        return !hasUpdated || !registered.containsAll(partitions) || nanoTime.getAsLong() - lastUpdate >= LONGEST_PAUSE;
    }

    private Set<Row> partitionsOf(Dataset<Row> rows) {
        if (partitionColumns.isEmpty()) {
            return Collections.emptySet();
        }
        Column[] columns = partitionColumns.stream()
                .map(name -> col("`" + name + "`"))
                .collect(toList())
                .toArray(new Column[0]);
        return new HashSet<>(rows.select(columns).distinct().collectAsList());
    }
}
