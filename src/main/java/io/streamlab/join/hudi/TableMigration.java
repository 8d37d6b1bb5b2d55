package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.tombstone.Tombstones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Copies a table of this job into a new one, whose keys no version of Hudi takes apart.
 *
 * <p>The copy is one commit. The commit has the notes of the old table's newest batch, so a job goes on with the same
 * checkpoint: a batch that is in the old table and not noted in the checkpoint is found in the new one.
 *
 * <p>A file in the new table's folder says that a copy has begun and not ended. No job writes such a table.
 */
public final class TableMigration {
    /** The file's name. Readers and Hudi skip names that begin with a dot. */
    private static final String BEGUN = ".streaming_join_migration";

    private final SparkSession spark;
    private final TablePlan plan;
    private final String from;
    private final Configuration configuration;

    /**
     * @param plan of the new table
     * @param from the folder of the old one
     */
    public TableMigration(SparkSession spark, TablePlan plan, String from) {
        this.spark = spark;
        this.plan = plan;
        this.from = from;
        this.configuration = spark.sessionState().newHadoopConf();
    }

    /** Returns a sentence if a copy into the folder has begun and not ended. */
    static Optional<String> problemOfHalf(String path, Configuration configuration) {
        Path file = new Path(path, BEGUN);
        try {
            return file.getFileSystem(configuration).exists(file)
                    ? Optional.of("a copy into " + path
                            + " with --migrate_from has begun and not ended: remove the folder, and "
                            + "start the copy again")
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + file, e);
        }
    }

    /**
     * Checks whether the table could be copied. Changes nothing.
     *
     * @throws InvalidConfigException when the new table exists, or the old one does not or has other rows than configured
     */
    public void check() {
        List<String> problems = new ArrayList<>();
        problemOfHalf(plan.path(), configuration).ifPresent(problems::add);
        if (problems.isEmpty() && ExistingTable.read(plan.path(), configuration).isPresent()) {
            problems.add(
                    "--migrate_from copies into a new table, but --target_path has a table already: " + plan.path());
        }
        Optional<ExistingTable> old = ExistingTable.read(from, configuration);
        if (!old.isPresent() || !old.get().latest().isPresent()) {
            problems.add("--migrate_from has no Hudi table with a commit: " + from);
        } else {
            problems.addAll(TableFit.problemsOfCopy(plan.ofTable(old.get()), old.get(), from));
            StructType copied = plan.columns();
            problems.addAll(new ColumnEvolution(oldRows().schema(), copied).problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    /**
     * Copies the table.
     *
     * @return a sentence on what was copied
     * @throws InvalidConfigException as {@link #check}
     * @throws TableInUseException when a job writes the old table or the new one
     */
    public String run() {
        // Before anything is written into a folder that may be a wrong one, and again once nobody else writes.
        check();
        try (WriterLease ofOld = WriterLease.take(from, configuration);
                WriterLease ofNew = WriterLease.take(plan.path(), configuration)) {
            check();
            mark();
            TypeForms forms = TypeForms.of(spark, plan);
            forms.applyTo(spark);
            BatchProvenance provenance = provenance(forms);
            boolean losesDeletes = copyTombstones();
            Dataset<Row> old = oldRows();
            long read = old.count();
            TableWriter writer = new TableWriter(plan, forms, columns(old.schema()));
            HudiTimeline timeline = HudiTimeline.of(spark, plan.path());
            writer.begin(timeline);
            ofOld.requireHeld();
            ofNew.requireHeld();
            HudiCommit commit =
                    writer.commit(writer.complete(withNewColumns(old)), Optional.empty(), provenance, timeline);
            unmark();
            return "Copied " + commit.written() + " rows from " + from + " to " + plan.path() + ". The old table has "
                    + read + " rows; " + (read - commit.written()) + " are older rows of a key that has another."
                    + (losesDeletes
                            ? " The old table's deletes are not copied: an older event of a deleted key that arrives now brings "
                                    + "its row back."
                            : "");
        }
    }

    /** Copies the deletes, and returns whether there are some that name their keys in another way than the new table does. */
    private boolean copyTombstones() {
        boolean sameTexts = ExistingTable.read(from, configuration)
                .map(old -> !plan.ofTable(old).recordKey().isOfHudi())
                .orElse(true);
        if (sameTexts) {
            Tombstones.copy(from, plan.path(), configuration);
        }
        return !sameTexts && Tombstones.areIn(from, configuration);
    }

    /** Returns the old table's rows without Hudi's own columns. */
    private Dataset<Row> oldRows() {
        Dataset<Row> rows = spark.read().format("hudi").load(from);
        List<String> planned = Arrays.asList(plan.columns().fieldNames());
        return rows.select(Arrays.stream(rows.columns())
                .filter(name -> !name.startsWith("_hoodie_") || planned.contains(name))
                .map(name -> col("`" + name + "`"))
                .toArray(Column[]::new));
    }

    private Dataset<Row> withNewColumns(Dataset<Row> old) {
        Dataset<Row> rows = old;
        List<String> existing = Arrays.asList(old.columns());
        for (StructField field : plan.rows().fields()) {
            if (!existing.contains(field.name())) {
                rows = rows.withColumn(field.name(), lit(null).cast(field.dataType()));
            }
        }
        return rows;
    }

    private Column[] columns(StructType old) {
        return new ColumnEvolution(old, plan.columns())
                .order().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }

    /** Returns where the old table's newest batch came from. Its notes on the table itself are not the new table's. */
    private BatchProvenance provenance(TypeForms forms) {
        List<HudiCommit> newestFirst = new HudiTimeline(from, configuration).after("");
        Collections.reverse(newestFirst);
        HudiCommit newest = newestFirst.stream()
                .filter(commit -> commit.provenance().isBatch())
                .findFirst()
                .orElse(newestFirst.get(0));
        Map<String, String> notes = new LinkedHashMap<>(newest.notes());
        notes.keySet().removeAll(plan.options().keySet());
        notes.keySet().removeAll(forms.options().keySet());
        notes.keySet().removeAll(RowCounts.KEYS);
        BatchProvenance provenance = BatchProvenance.ofMetadata(notes);
        return provenance.isOfSameQueryAs(provenance) ? provenance : BatchProvenance.betweenBatchesOf("migration");
    }

    private void mark() {
        Path file = new Path(plan.path(), BEGUN);
        try {
            file.getFileSystem(configuration).create(file, false).close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private void unmark() {
        Path file = new Path(plan.path(), BEGUN);
        try {
            FileSystem files = file.getFileSystem(configuration);
            if (!files.delete(file, false) && files.exists(file)) {
                throw new IOException("it is still there");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file, e);
        }
    }
}
