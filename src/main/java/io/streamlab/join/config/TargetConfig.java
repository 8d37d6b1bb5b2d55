package io.streamlab.join.config;

import io.streamlab.join.text.TimeText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Hudi table: where it is, what identifies a row, which row wins. */
public final class TargetConfig {
    private final String database;
    private final String table;
    private final URI path;
    private final Optional<URI> migrateFrom;
    private final List<String> recordKey;
    private final String orderingField;
    private final Optional<TimeText> orderingFormat;
    private final Optional<Duration> maxFuture;
    private final Optional<String> deleteField;
    private final Duration tombstoneRetention;
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
        this.migrateFrom = values.find(JobOptions.MIGRATE_FROM);
        this.recordKey = values.get(JobOptions.RECORD_KEY);
        this.orderingField = values.get(JobOptions.ORDERING_FIELD);
        this.orderingFormat = values.get(JobOptions.ORDERING_FORMAT);
        this.maxFuture = values.get(JobOptions.MAX_FUTURE_SECONDS);
        this.deleteField = values.find(JobOptions.DELETE_FIELD);
        this.tombstoneRetention = values.get(JobOptions.TOMBSTONE_RETENTION_HOURS);
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

    /** Returns the folder of the table that this run only copies into {@link #path}. */
    public Optional<URI> migrateFrom() {
        return migrateFrom;
    }

    /** Returns the columns that identify a row; at least one. */
    public List<String> recordKey() {
        return recordKey;
    }

    public String orderingField() {
        return orderingField;
    }

    /** Returns how the ordering field is read as a point in time; none if the order of its type counts. */
    public Optional<TimeText> orderingFormat() {
        return orderingFormat;
    }

    /** Returns how far an event may lie ahead of its arrival; none for no bound. */
    public Optional<Duration> maxFuture() {
        return maxFuture;
    }

    /** Returns the boolean column that marks a record that removes its row. */
    public Optional<String> deleteField() {
        return deleteField;
    }

    /** Returns how much later than a delete an older event may arrive in the stream without bringing the row back. */
    public Duration tombstoneRetention() {
        return tombstoneRetention;
    }

    /** Returns whether {@link JobColumns#UNKNOWN_FIELDS} is a column of the table. */
    public boolean keepsUnknownFields() {
        return keepsUnknownFields;
    }

    /** Returns whether {@link JobColumns#JOIN_KEY} is a column of the table. */
    public boolean keepsJoinKey() {
        return keepsJoinKey;
    }

    /** Returns the columns of the joined rows that are not written. */
    public List<String> droppedColumns() {
        return droppedColumns;
    }

    /** Returns the partition fields, from the outermost folder to the innermost; empty without partitions. */
    public List<PartitionField> partitionFields() {
        return partitionFields;
    }

    /** Returns where a key has at most one row; matters only for a table with partitions. */
    public UniqueKeys uniqueKeys() {
        return uniqueKeys;
    }

    public WriteProfile writeProfile() {
        return writeProfile;
    }

    /** Returns how many rows the table will have one day. */
    public int expectedRows() {
        return expectedRows;
    }

    /** Returns how many rows the largest partition will have one day. */
    public int expectedPartitionRows() {
        return expectedPartitionRows;
    }

    /** Returns further Hudi options, by their full names. */
    public Map<String, String> hudiOptions() {
        return hudiOptions;
    }
}
