package io.streamlab.join.config;

import io.streamlab.join.text.TimeText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Hudi table: where it is, what identifies a row, which row wins. */
public final class TargetConfig {
    private final String database;
    private final String table;
    private final URI path;
    private final List<String> recordKey;
    private final String orderingField;
    private final Optional<TimeText> orderingFormat;
    private final Optional<String> deleteField;
    private final boolean keepsUnknownFields;
    private final boolean keepsJoinKey;
    private final List<String> droppedColumns;
    private final List<PartitionField> partitionFields;
    private final UniqueKeys uniqueKeys;
    private final WriteProfile writeProfile;
    private final int expectedRows;
    private final int expectedPartitionRows;
    private final Map<String, String> hudiOptions;

    TargetConfig(OptionValues values) {
        this.database = values.get(JobOptions.TARGET_DATABASE);
        this.table = values.get(JobOptions.TARGET_TABLE);
        this.path = values.get(JobOptions.TARGET_PATH);
        this.recordKey = values.get(JobOptions.RECORD_KEY);
        this.orderingField = values.get(JobOptions.ORDERING_FIELD);
        this.orderingFormat = values.get(JobOptions.ORDERING_FORMAT);
        this.deleteField = values.find(JobOptions.DELETE_FIELD);
        this.keepsUnknownFields = values.get(JobOptions.KEEP_UNKNOWN_FIELDS);
        this.keepsJoinKey = values.get(JobOptions.REENRICH);
        this.droppedColumns = values.get(JobOptions.DROP_COLUMNS);
        this.partitionFields = values.get(JobOptions.PARTITION_FIELDS);
        this.uniqueKeys = values.get(JobOptions.UNIQUE_KEYS);
        this.writeProfile = values.get(JobOptions.WRITE_PROFILE);
        this.expectedRows = values.get(JobOptions.EXPECTED_TABLE_ROWS);
        this.expectedPartitionRows = values.get(JobOptions.EXPECTED_PARTITION_ROWS);
        this.hudiOptions = values.get(JobOptions.HUDI_OPTIONS);
    }

    public String database() {
        return database;
    }

    public String table() {
        return table;
    }

    public URI path() {
        return path;
    }

    /** One or several columns. */
    public List<String> recordKey() {
        return recordKey;
    }

    public String orderingField() {
        return orderingField;
    }

    /** How the ordering field is read as a point in time; none where the order of its type counts. */
    public Optional<TimeText> orderingFormat() {
        return orderingFormat;
    }

    /** The boolean column that tells whether a record removes its row. */
    public Optional<String> deleteField() {
        return deleteField;
    }

    /** Whether {@link JobColumns#UNKNOWN_FIELDS} is a column of the table. */
    public boolean keepsUnknownFields() {
        return keepsUnknownFields;
    }

    /** Whether {@link JobColumns#JOIN_KEY} is a column of the table. */
    public boolean keepsJoinKey() {
        return keepsJoinKey;
    }

    /** Columns of the joined rows that are not written. */
    public List<String> droppedColumns() {
        return droppedColumns;
    }

    /** What the table is partitioned by, from the outermost folder to the innermost; empty for a table without partitions. */
    public List<PartitionField> partitionFields() {
        return partitionFields;
    }

    /** Of a table with partitions. */
    public UniqueKeys uniqueKeys() {
        return uniqueKeys;
    }

    public WriteProfile writeProfile() {
        return writeProfile;
    }

    /** How many rows the table is to have one day. */
    public int expectedRows() {
        return expectedRows;
    }

    /** How many rows the largest partition is to have one day. */
    public int expectedPartitionRows() {
        return expectedPartitionRows;
    }

    /** Options of the writer's own, by their full names. */
    public Map<String, String> hudiOptions() {
        return hudiOptions;
    }
}
