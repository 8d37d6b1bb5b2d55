package io.streamlab.local.replicator.source;

import io.debezium.config.Configuration;
import io.debezium.document.Array;
import io.debezium.document.Document;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import io.debezium.storage.file.history.FileSchemaHistory;
import io.streamlab.local.replicator.mapping.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debezium's schema history, which ends the replication at a statement that changes a replicated table. Debezium calls it in
 * the order of the binary log, before it reads the next row. The changed columns are not recorded: a new full load reads them.
 */
public final class WatchingSchemaHistory extends FileSchemaHistory {

    static final String TABLES_SETTING = CONFIGURATION_FIELD_PREFIX_STRING + "watched.tables";

    private static final String SEPARATOR = "\n";

    /** Schema and name by Debezium's way of writing both. */
    private Map<String, String> watchedTables = Map.of();

    static String watched(List<SourceTable> tables) {
        return tables.stream().map(SourceTable::qualifiedName).collect(Collectors.joining(SEPARATOR));
    }

    @Override
    public void configure(
            Configuration config,
            HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(config, comparator, listener, useCatalogBeforeSchema);
        watchedTables = Stream.of(config.getString(TABLES_SETTING).split(SEPARATOR))
                .collect(Collectors.toMap(name -> '"' + name.replaceFirst("\\.", "\".\"") + '"', name -> name));
    }

    /**
     * Records a statement of the full load.
     *
     * @throws TableChangedException if the statement comes from the binary log and changes a watched table
     */
    @Override
    protected void doStoreRecord(HistoryRecord record) {
        Document document = record.document();
        if (!isOfFullLoad(document)) {
            Optional<String> table = changedTable(document.getArray("tableChanges"));
            if (table.isPresent()) {
                throw new TableChangedException(table, document.getString("ddl"));
            }
        }
        super.doStoreRecord(record);
    }

    private static boolean isOfFullLoad(Document document) {
        Document position = document.getDocument("position");
        return position != null && position.has("snapshot");
    }

    private Optional<String> changedTable(Array changes) {
        if (changes == null) {
            return Optional.empty();
        }
        return changes.streamValues()
                .map(change -> change.asDocument())
                .flatMap(change -> Stream.of("id", "previousId").map(change::getString))
                .filter(id -> id != null && watchedTables.containsKey(id))
                .map(watchedTables::get)
                .findFirst();
    }
}
