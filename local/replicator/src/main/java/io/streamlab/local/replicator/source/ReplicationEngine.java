package io.streamlab.local.replicator.source;

import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.debezium.relational.history.SchemaHistory;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;
import io.streamlab.local.replicator.mapping.SourceTable;
import io.streamlab.local.replicator.source.connector.ExactConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's embedded engine with its MariaDB connector. Without a stored offset, the engine begins with a full load of the
 * tables; then it reads their changes. It stores an offset when the listener is done with everything before that offset.
 */
public final class ReplicationEngine {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplicationEngine.class);

    /** Where Debezium's message about a statement that its parser does not know has the statement. */
    private static final Pattern STATEMENT_IN_MESSAGE = Pattern.compile("with the statement '(.*)'\\R", Pattern.DOTALL);

    private static final String UNKNOWN_TYPE =
            "The binary log has a change of a table with a column that the replicator cannot read, such as a COMPRESSED"
                    + " column. The table need not be a replicated one. Give the column another type, or write no more into"
                    + " the table. Then start the replicator with --load-again: it passes over the change, loads every"
                    + " table and removes the items without a row.";

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final SourceListener listener;
    private final SourceRecordReader reader;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean ended;
    private volatile boolean closing;

    /**
     * Configures an engine; {@link #run()} starts it.
     *
     * @param offsetFile the stored offset; may be missing
     * @param schemaHistoryFile the tables' columns at the stored offset; may be missing if there is no offset
     */
    public ReplicationEngine(
            MySqlAddress source,
            List<SourceTable> tables,
            Path offsetFile,
            Path schemaHistoryFile,
            SourceListener listener) {
        this.listener = listener;
        reader = new SourceRecordReader(tables, listener);
        engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings(source, tables, offsetFile, schemaHistoryFile))
                .using(OffsetCommitPolicy.always())
                .using((success, message, error) -> {
                    if (!success) {
                        failure.set(error == null ? new IllegalStateException(message) : error);
                    }
                })
                .notifying(this::handle)
                .build();
    }

    /**
     * Replicates until {@link #close()}.
     *
     * @throws TableChangedException if a statement has changed a table: the tables need a new full load
     * @throws UnreadableTableException if a table has a column that cannot be read, not even in a full load
     * @throws IOException if the source or the listener fails; the stored offset is that of the last batch that was done
     */
    public void run() throws IOException {
        try {
            engine.run();
        } finally {
            ended = true;
        }
        // close() interrupts a request to DynamoDB, which then fails: that is no failure to report.
        if (failure.get() != null && !closing) {
            throwReadable(failure.get());
        }
    }

    private void throwReadable(Throwable failure) throws IOException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TableChangedException changed) {
                throw changed;
            }
            if (cause instanceof ParsingException || cause instanceof MultipleParsingExceptions) {
                String statement = statementIn(cause.getMessage());
                if (listener.isLoaded()) {
                    throw new TableChangedException(Optional.empty(), statement);
                }
                throw new UnreadableTableException(statement, cause);
            }
        }
        if (isOfUnknownType(rootCauseOf(failure))) {
            throw new IOException(UNKNOWN_TYPE, failure);
        }
        LOGGER.error("Replication stopped", failure);
        throw new IOException("Replication stopped: " + rootCauseOf(failure), failure);
    }

    /** Debezium's reader of the binary log fails with no word about the table, whether or not the table is replicated. */
    private static boolean isOfUnknownType(Throwable cause) {
        return cause instanceof NullPointerException
                && Stream.of(cause.getStackTrace())
                        .anyMatch(call -> call.getClassName().equals(TableMapEventDataDeserializer.class.getName()));
    }

    private static String statementIn(String message) {
        Matcher matcher = STATEMENT_IN_MESSAGE.matcher(message);
        return matcher.find() ? matcher.group(1) : message.lines().findFirst().orElse(message);
    }

    /**
     * Ends {@link #run()}. A batch that is not done is read again after the next start.
     *
     * @throws IllegalStateException if the engine is starting and cannot be stopped yet
     */
    public void close() throws IOException {
        closing = true;
        if (!ended) {
            engine.close();
        }
    }

    private static Throwable rootCauseOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void handle(
            List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        RecordChangeEvent<SourceRecord> last = null;
        RecordChangeEvent<SourceRecord> lastDone = null;
        for (RecordChangeEvent<SourceRecord> event : batch) {
            reader.read(event.record());
            // A notification may have no position: replication could not start from its offset.
            if (positionOf(event).isPresent()) {
                last = event;
                lastDone = listener.isDone() ? event : lastDone;
            }
        }
        if (last != null) {
            listener.batchEnded(positionOf(last).orElseThrow());
            lastDone = listener.isDone() ? last : lastDone;
        }
        if (lastDone != null) {
            committer.markProcessed(lastDone);
            committer.markBatchFinished();
        }
    }

    private static Optional<BinlogPosition> positionOf(RecordChangeEvent<SourceRecord> event) {
        return BinlogPosition.of(event.record().sourceOffset());
    }

    private static Properties settings(
            MySqlAddress source, List<SourceTable> tables, Path offsetFile, Path schemaHistoryFile) {
        Properties settings = new Properties();
        settings.setProperty("name", "replicator");
        settings.setProperty("connector.class", ExactConnector.class.getName());
        settings.setProperty("topic.prefix", SourceRecordReader.TOPIC_PREFIX);
        settings.setProperty("offset.storage", AtomicFileOffsetStore.class.getName());
        settings.setProperty(AtomicFileOffsetStore.FILE_SETTING, offsetFile.toString());
        settings.setProperty("schema.history.internal", WatchingSchemaHistory.class.getName());
        settings.setProperty(WatchingSchemaHistory.TABLES_SETTING, WatchingSchemaHistory.watched(tables));
        settings.setProperty("schema.history.internal.file.filename", schemaHistoryFile.toString());
        settings.setProperty("schema.history.internal.store.only.captured.tables.ddl", "true");
        settings.setProperty(SchemaHistory.DDL_FILTER.name(), DdlFilter.unrelatedTo(tables));

        settings.setProperty("database.hostname", source.host());
        settings.setProperty("database.port", String.valueOf(source.port()));
        settings.setProperty("database.user", source.user());
        settings.setProperty("database.password", source.password());
        settings.setProperty("database.server.id", String.valueOf(randomServerId()));
        settings.setProperty("database.ssl.mode", "disable");
        settings.setProperty("database.include.list", namesOf(tables.stream().map(SourceTable::schema)));
        // Only the full load names the tables. Debezium does not report a table that is renamed to a name that the
        // list lacks. The reader drops the rows of other tables, and Debezium those of tables that it does not know.
        settings.setProperty(
                "snapshot.include.collection.list", namesOf(tables.stream().map(SourceTable::qualifiedName)));
        settings.setProperty("inconsistent.schema.handling.mode", "skip");

        settings.setProperty("snapshot.mode", "initial");
        // The full load reads the binary log's position before the first row. A change in between is loaded, and
        // then read again from the binary log, which does no harm. So no lock is needed, nor a right to lock.
        settings.setProperty("snapshot.locking.mode", "none");
        settings.setProperty("include.schema.changes", "false");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("skipped.operations", "none");
        settings.setProperty("provide.transaction.metadata", "true");
        settings.setProperty("notification.enabled.channels", "sink");
        settings.setProperty("notification.sink.topic.name", SourceRecordReader.NOTIFICATION_TOPIC);
        // Reconnects when the source is silent for this long; Debezium's default is a minute.
        settings.setProperty("connect.keep.alive.interval.ms", "2000");
        // The longest time that a change waits to be read; Debezium's default is half a second.
        settings.setProperty("poll.interval.ms", "10");

        settings.setProperty("decimal.handling.mode", "precise");
        settings.setProperty("bigint.unsigned.handling.mode", "precise");
        // The full load reads each TIMESTAMP in UTC, as the binary log has it. With a mode of the server's own, the
        // server
        // pads CHAR with spaces or writes names and literals in other ways.
        settings.setProperty("driver.sessionVariables", "time_zone='+00:00',sql_mode=''");
        // By default, Debezium writes NULL in place of a value that it cannot read.
        settings.setProperty("event.converting.failure.handling.mode", "fail");
        return settings;
    }

    /** Returns a random id: each replica of a server needs an id of its own, and several replicators may run. */
    private static int randomServerId() {
        return ThreadLocalRandom.current().nextInt(1 << 20, Integer.MAX_VALUE);
    }

    /** Returns the names as a list of regular expressions, as Debezium wants them. */
    private static String namesOf(Stream<String> names) {
        return names.distinct().map(Pattern::quote).collect(Collectors.joining(","));
    }
}
