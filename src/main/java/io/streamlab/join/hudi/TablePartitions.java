package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.config.DateUnit;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.PartitionField;
import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.config.UniqueKeys;
import io.streamlab.join.text.SortableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The partitions of the table, and the columns that the rows need for them.
 *
 * <p>The year, month or day of a row's event becomes a column of its own, taken from {@link JobColumns#EVENT_ORDER}. A table
 * whose rows move from one partition to another has {@link JobColumns#IS_DELETED}, too: a delete takes a row out of its former
 * partition.
 */
final class TablePartitions {
    /** The key of the note on where keys are unique. Each commit of a table with partitions carries the note. */
    static final String UNIQUE_KEYS_NOTE = CommitMetadata.PREFIX + "unique_keys";

    /** The folder of null in Hive and Hudi, and of the empty text in Hudi. */
    private static final String FOLDER_OF_NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final Set<String> INDEXES_OVER_PARTITIONS = Collections.unmodifiableSet(
            new HashSet<>(Arrays.asList("GLOBAL_BLOOM", "GLOBAL_SIMPLE", "RECORD_INDEX", "HBASE", "INMEMORY")));

    private final List<PartitionField> fields;
    private final UniqueKeys uniqueKeys;
    private final List<String> recordKey;

    TablePartitions(TargetConfig target) {
        this.fields = target.partitionFields();
        this.uniqueKeys = target.uniqueKeys();
        this.recordKey = target.recordKey();
    }

    /** Returns the columns by which the table is partitioned, from the outermost folder to the innermost. */
    List<String> columns() {
        return fields.stream().map(PartitionField::column).collect(toList());
    }

    /** Returns the columns of partitions that may each have a row of one key; none where a key is unique in the table. */
    List<String> columnsWithARowOfEachKey() {
        return uniqueKeys == UniqueKeys.PARTITION ? columns() : Collections.emptyList();
    }

    /**
     * Returns whether a later event of a key can belong to another partition than the key's row. The row must then leave its
     * former partition.
     */
    boolean letRowsMove() {
        return !fields.isEmpty() && uniqueKeys == UniqueKeys.TABLE && !recordKey.containsAll(columns());
    }

    /** Returns the rows' columns and those that {@link #addTo(Dataset)} adds. */
    StructType addTo(StructType rows) {
        StructType complete = rows;
        for (PartitionField field : fields) {
            if (field.unit().isPresent()) {
                complete = complete.add(field.column(), DataTypes.StringType);
            }
        }
        return letRowsMove() && !has(rows, JobColumns.IS_DELETED)
                ? complete.add(JobColumns.IS_DELETED, DataTypes.BooleanType)
                : complete;
    }

    /** Returns the rows with the columns that partitions need. Rows that were read from the table get new values there. */
    Dataset<Row> addTo(Dataset<Row> rows) {
        Dataset<Row> complete = rows;
        for (PartitionField field : fields) {
            if (field.unit().isPresent()) {
                complete = complete.withColumn(
                        field.column(), dateOfEvent(field.unit().get()));
            }
        }
        return letRowsMove() && !has(rows.schema(), JobColumns.IS_DELETED)
                ? complete.withColumn(JobColumns.IS_DELETED, lit(null).cast(DataTypes.BooleanType))
                : complete;
    }

    /** Returns Hudi's options that make the partitions, and register them in the catalog. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (fields.isEmpty()) {
            options.put(
                    "hoodie.datasource.hive_sync.partition_extractor_class",
                    "org.apache.hudi.hive.NonPartitionedExtractor");
            return options;
        }
        options.put("hoodie.datasource.write.partitionpath.field", String.join(",", columns()));
        options.put("hoodie.datasource.write.hive_style_partitioning", "true");
        options.put("hoodie.datasource.write.partitionpath.urlencode", "true");
        // Readers that go by the files, as Spark does, find the columns there.
        options.put("hoodie.datasource.write.drop.partition.columns", "false");
        options.put("hoodie.datasource.hive_sync.partition_fields", String.join(",", columns()));
        options.put("hoodie.datasource.hive_sync.partition_extractor_class", PartitionPathValues.class.getName());
        return options;
    }

    /** Returns a sentence for each write option that contradicts the partitions; none for a table without partitions. */
    List<String> problems(Map<String, String> options) {
        List<String> problems = new ArrayList<>();
        String index = options.getOrDefault(TableLayout.INDEX_TYPE, "").toUpperCase(Locale.ROOT);
        if (!fields.isEmpty() && INDEXES_OVER_PARTITIONS.contains(index)) {
            problems.add("--hudi_options sets " + TableLayout.INDEX_TYPE + " to " + index
                    + ", which finds a key in any partition: that is what --unique_keys decides");
        }
        if (letRowsMove() && HudiWriteOptions.allowSeveralWriters(options)) {
            problems.add(
                    "--hudi_options lets several jobs write the table, which could put a key into two partitions at the "
                            + "same time: that needs --unique_keys partition");
        }
        return problems;
    }

    /** Returns the note for each commit on where keys are unique. */
    Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        if (!fields.isEmpty()) {
            notes.put(UNIQUE_KEYS_NOTE, uniqueKeys.toString());
        }
        return notes;
    }

    /** Returns what Hudi's reader shows of a partition column's value: the reader takes it from the name of the folder. */
    static Column asRead(Column value, DataType type) {
        return type.equals(DataTypes.StringType) ? when(not(value.isin("", FOLDER_OF_NULL)), value) : value;
    }

    private static Column dateOfEvent(DateUnit unit) {
        return udf((UDF1<String, String>) order -> unit.of(SortableText.firstInstant(order)), DataTypes.StringType)
                .apply(col(JobColumns.EVENT_ORDER));
    }

    private static boolean has(StructType rows, String column) {
        return Arrays.asList(rows.fieldNames()).contains(column);
    }
}
