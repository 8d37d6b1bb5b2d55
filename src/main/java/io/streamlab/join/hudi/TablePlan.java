package io.streamlab.join.hudi;

import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * How the configured table is written: made once at the start, before the table is looked at.
 *
 * <p>The plan is that of a new table. A table that exists may keep another form of its keys: {@link #ofTable}.
 */
public final class TablePlan {
    private final TargetConfig target;
    private final RecordKey recordKey;
    private final TablePartitions partitions;
    private final StructType rows;
    private final StructType columns;
    private final Map<String, String> definitions;
    private final Map<String, String> definitionNotes;
    private final TableLayout layout;
    private final Optional<Integer> clusteringInterval;
    private final Map<String, String> options;

    private TablePlan(
            TargetConfig target,
            RecordKey recordKey,
            StructType rows,
            Map<String, String> definitions,
            Optional<String> instantZone) {
        this.target = target;
        this.recordKey = recordKey;
        this.partitions = new TablePartitions(target);
        this.rows = rows;
        this.columns = recordKey.addTo(partitions.addTo(rows));
        this.definitions = definitions;
        this.definitionNotes = definitionNotes(definitions);
        Map<String, String> options = new LinkedHashMap<>(HudiWriteOptions.of(target, recordKey, partitions));
        instantZone.ifPresent(zone -> options.put(InstantZone.OPTION, zone));
        this.clusteringInterval = Clustering.interval(options);
        this.layout = TableLayout.of(options);
        options.putAll(layout.notes());
        options.putAll(partitions.notes());
        options.putAll(recordKey.notes());
        options.put(HudiVersion.NOTE, HudiVersion.present());
        options.putAll(definitionNotes);
        this.options = Collections.unmodifiableMap(options);
        if (target.keepsJoinKey() && hasSeveralWriters()) {
            throw new InvalidConfigException(
                    Collections.singletonList("--reenrich is true, and --hudi_options lets several jobs "
                            + "write the table: none could know what the others have joined"));
        }
    }

    /**
     * Returns the plan of the configured table.
     *
     * @throws InvalidConfigException when the user's own options for Hudi contradict what other arguments decide
     */
    public static TablePlan of(TargetConfig target, TableColumns columns) {
        return of(target, columns.schema(), columns.definitions());
    }

    /**
     * @param columns those that the rows to write have
     * @param definitions see {@link TableColumns#definitions}
     */
    static TablePlan of(TargetConfig target, StructType columns, Map<String, String> definitions) {
        return new TablePlan(target, RecordKey.of(target, columns), columns, definitions, Optional.empty());
    }

    /** Returns the plan by which a table that exists is written: with its form of keys, and its time zone of instants. */
    TablePlan ofTable(ExistingTable table) {
        RecordKey ofHudi = RecordKey.ofHudi(target, rows);
        boolean isOfHudi = !table.recordKey().equals(recordKey.columns())
                && table.recordKey().equals(ofHudi.columns());
        return new TablePlan(
                target, isOfHudi ? ofHudi : recordKey, rows, definitions, Optional.of(table.instantZone()));
    }

    /** Returns the key of the commits' note on what a column is made of: {@code _streaming_join.join_key} of {@code _join_key}. */
    static String noteOf(String column) {
        return CommitMetadata.PREFIX + column.substring(1);
    }

    String path() {
        return target.path().toString();
    }

    TargetConfig target() {
        return target;
    }

    /** Returns the value of {@link InstantZone#OPTION}. */
    String instantZone() {
        return options.getOrDefault(InstantZone.OPTION, InstantZone.LOCAL);
    }

    RecordKey recordKey() {
        return recordKey;
    }

    TablePartitions partitions() {
        return partitions;
    }

    /** Returns the columns that the rows come with. */
    StructType rows() {
        return rows;
    }

    /** Returns all columns that are written: those of the rows, and those that the key and the partitions need. */
    StructType columns() {
        return columns;
    }

    /** Returns the rows with {@link #columns}, in another order. */
    Dataset<Row> addTo(Dataset<Row> joined) {
        return recordKey.addTo(partitions.addTo(joined));
    }

    /** Returns the names of the columns that {@link #definitionNotes} describes. */
    Set<String> definedColumns() {
        return definitions.keySet();
    }

    /** Returns what the job's own columns are made of, by the keys of the commits' notes. */
    Map<String, String> definitionNotes() {
        return definitionNotes;
    }

    TableLayout layout() {
        return layout;
    }

    /** Returns all write options, by their full names, with the notes that each commit is to carry. */
    Map<String, String> options() {
        return options;
    }

    /** Returns the buckets that Hudi takes for keys that it can take apart; empty if it has none of these keys. */
    Optional<BucketsOfHudi> bucketsOfHudi() {
        return recordKey.isOfHudi() && layout.buckets() > 0
                ? Optional.of(new BucketsOfHudi(recordKey.columns(), layout.buckets(), HudiVersion.present()))
                : Optional.empty();
    }

    /** Returns whether Hudi itself keeps several writers of the table apart. */
    boolean hasSeveralWriters() {
        return HudiWriteOptions.allowSeveralWriters(options);
    }

    /** Returns after how many commits small files are merged between two batches; empty if they are not. */
    Optional<Integer> clusteringInterval() {
        return clusteringInterval;
    }

    private static Map<String, String> definitionNotes(Map<String, String> definitions) {
        Map<String, String> notes = new LinkedHashMap<>();
        definitions.forEach((column, definition) -> notes.put(noteOf(column), definition));
        return Collections.unmodifiableMap(notes);
    }
}
