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
 * What the table is partitioned by, and the columns that the rows need for it.
 *
 * <p>The year, month or day of a row's event becomes a column of its own, taken from {@link JobColumns#EVENT_ORDER}. Where
 * rows move from one partition to another, {@link JobColumns#IS_DELETED} is a column of the table, too: that is how a row
 * is taken out of its former partition.
 */
final class TablePartitions {
    /** Under which each commit of a table with partitions tells where its keys are unique. */
    static final String UNIQUE_KEYS_NOTE = CommitMetadata.PREFIX + "unique_keys";

    /** The folder that Hudi and Hive give to null, and Hudi to the empty text, too. */
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

    /** The columns by which the table is partitioned, from the outermost folder to the innermost; empty without any. */
    List<String> columns() {
        return fields.stream().map(PartitionField::column).collect(toList());
    }

    /**
     * The columns that are the key for Hudi.
     *
     * <p>With several partition fields, Hudi writes a key of one column as {@code uuid:1} up to 0.14.0 and from 1.1 on, and as
     * {@code 1} in between, so that with the Hudi of another version of Glue each key would get a second row. A key of two
     * columns is written the same by all. As Hudi compares rows of one partition only, the date of that partition makes no
     * difference in the key.
     */
    List<String> hudiKey() {
        if (fields.size() < 2 || recordKey.size() > 1) {
            return recordKey;
        }
        String date = fields.stream()
                .filter(field -> field.unit().isPresent())
                .map(PartitionField::column)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no date among " + fields));
        return Collections.unmodifiableList(Arrays.asList(recordKey.get(0), date));
    }

    /** The columns that tell one row of the table from all others. */
    List<String> columnsOfOneRow() {
        List<String> columns = new ArrayList<>(recordKey);
        if (!fields.isEmpty() && uniqueKeys == UniqueKeys.PARTITION) {
            columns.addAll(columns());
        }
        return columns;
    }

    /** Whether a row can be in another partition than a later event of its key, and then must leave it. */
    boolean letRowsMove() {
        return !fields.isEmpty() && uniqueKeys == UniqueKeys.TABLE && !recordKey.containsAll(columns());
    }

    /** The rows' columns and those that are added to them. */
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

    /** The rows with those columns; rows that have them already, as they were read from the table, get them anew. */
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

    /** Hudi's options that make keys and partitions, and tell the catalog of them. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hoodie.datasource.write.recordkey.field", String.join(",", hudiKey()));
        if (fields.isEmpty()) {
            options.put(
                    "hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen.NonpartitionedKeyGenerator");
            options.put(
                    "hoodie.datasource.hive_sync.partition_extractor_class",
                    "org.apache.hudi.hive.NonPartitionedExtractor");
            return options;
        }
        options.put(
                "hoodie.datasource.write.keygenerator.class",
                fields.size() == 1 && recordKey.size() == 1
                        ? "org.apache.hudi.keygen.SimpleKeyGenerator"
                        : "org.apache.hudi.keygen.ComplexKeyGenerator");
        options.put("hoodie.datasource.write.partitionpath.field", String.join(",", columns()));
        options.put("hoodie.datasource.write.hive_style_partitioning", "true");
        options.put("hoodie.datasource.write.partitionpath.urlencode", "true");
        // Readers that go by the files, as Spark does, find the columns there.
        options.put("hoodie.datasource.write.drop.partition.columns", "false");
        options.put("hoodie.datasource.hive_sync.partition_fields", String.join(",", columns()));
        options.put("hoodie.datasource.hive_sync.partition_extractor_class", PartitionPathValues.class.getName());
        return options;
    }

    /** What these write options do to the partitions that nobody has asked for; nothing where there are none. */
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

    /** What a write must be given so that its commit tells where keys are unique. */
    Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        if (!fields.isEmpty()) {
            notes.put(UNIQUE_KEYS_NOTE, uniqueKeys.toString());
        }
        return notes;
    }

    /** What Hudi's reader tells of a value by which the table is partitioned: it takes it from the name of the folder. */
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
