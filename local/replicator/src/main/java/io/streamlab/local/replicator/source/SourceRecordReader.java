package io.streamlab.local.replicator.source;

import io.debezium.connector.AbstractSourceInfo;
import io.debezium.data.Envelope;
import io.debezium.data.Envelope.Operation;
import io.debezium.pipeline.notification.Notification;
import io.streamlab.local.replicator.apply.RowChange;
import io.streamlab.local.replicator.mapping.ColumnValue;
import io.streamlab.local.replicator.mapping.Row;
import io.streamlab.local.replicator.mapping.SourceTable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns Debezium's records into calls of a listener. */
final class SourceRecordReader {

    static final String TOPIC_PREFIX = "mysql";
    static final String NOTIFICATION_TOPIC = TOPIC_PREFIX + ".notification";

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceRecordReader.class);

    private static final String TRANSACTION_TOPIC = TOPIC_PREFIX + ".transaction";
    private static final String FULL_LOAD = "Initial Snapshot";

    private final Set<String> tables;
    private final SourceListener listener;

    /** The columns that the log has named as left out: each is named once. */
    private final Set<String> reportedColumns = new HashSet<>();

    /**
     * Creates a reader.
     *
     * @param tables the tables whose records count; Debezium's own filter ignores case
     */
    SourceRecordReader(List<SourceTable> tables, SourceListener listener) {
        this.tables = tables.stream().map(SourceTable::qualifiedName).collect(Collectors.toSet());
        this.listener = listener;
    }

    void read(SourceRecord record) {
        if (!(record.value() instanceof Struct value)) {
            return;
        }
        if (record.topic().equals(NOTIFICATION_TOPIC)) {
            readNotification(value);
        } else if (record.topic().equals(TRANSACTION_TOPIC)) {
            readTransactionBoundary(value);
        } else if (value.schema().field(Envelope.FieldName.OPERATION) != null) {
            readChange(value);
        }
    }

    private void readNotification(Struct notification) {
        if (!notification.getString(Notification.AGGREGATE_TYPE).equals(FULL_LOAD)) {
            return;
        }
        switch (notification.getString(Notification.TYPE)) {
            case "COMPLETED" -> listener.fullLoadEnded();
            case "SKIPPED" -> listener.resumed();
            default -> LOGGER.debug("Full load: {}", notification);
        }
    }

    private void readTransactionBoundary(Struct boundary) {
        if (boundary.getString("status").equals("BEGIN")) {
            listener.transactionBegun();
        } else {
            listener.transactionEnded();
        }
    }

    private void readChange(Struct envelope) {
        Struct source = envelope.getStruct(Envelope.FieldName.SOURCE);
        String table = source.getString(AbstractSourceInfo.DATABASE_NAME_KEY) + "."
                + source.getString(AbstractSourceInfo.TABLE_NAME_KEY);
        if (!tables.contains(table)) {
            return;
        }
        Operation operation = Operation.forCode(envelope.getString(Envelope.FieldName.OPERATION));
        if (operation == Operation.TRUNCATE) {
            listener.tableTruncated(table);
            return;
        }
        RowChange change = new RowChange(
                table,
                row(table, envelope.getStruct(Envelope.FieldName.BEFORE)),
                row(table, envelope.getStruct(Envelope.FieldName.AFTER)));
        if (operation == Operation.READ) {
            listener.rowLoaded(change);
        } else {
            listener.rowChanged(change);
        }
    }

    private Optional<Row> row(String table, Struct image) {
        if (image == null) {
            return Optional.empty();
        }
        Map<String, ColumnValue> values = new LinkedHashMap<>();
        for (Field column : image.schema().fields()) {
            Object value = image.getWithoutDefault(column.name());
            if (value != null) {
                ColumnReader.read(column.schema(), value)
                        .ifPresentOrElse(read -> values.put(column.name(), read), () -> report(table, column));
            }
        }
        return Optional.of(new Row(values));
    }

    /** Logs a column that is left out. Not a warning: the start refuses such a column unless the mapping excludes it. */
    private void report(String table, Field column) {
        if (reportedColumns.add(table + "." + column.name())) {
            LOGGER.info("Column {} of {} is left out: DMS does not bring its type to DynamoDB", column.name(), table);
        }
    }
}
