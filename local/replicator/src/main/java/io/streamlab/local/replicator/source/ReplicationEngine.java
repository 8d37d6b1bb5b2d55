package io.streamlab.local.replicator.source;

import io.debezium.connector.mariadb.MariaDbConnector;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.debezium.storage.file.history.FileSchemaHistory;
import io.streamlab.local.replicator.mapping.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's embedded engine with its MariaDB connector: a full load of the tables if there is no stored offset, then their
 * changes. An offset is stored only when the listener is done with everything before it.
 */
public final class ReplicationEngine {

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final SourceListener listener;
    private final SourceRecordReader reader;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean ended;
    private volatile boolean closing;

    /**
     * @param offsetFile the stored offset; may be missing
     * @param schemaHistoryFile what the tables looked like at the stored offset; may be missing if that is
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
     * @throws IOException if the source or the listener fails; the stored offset is that of the last batch done
     */
    public void run() throws IOException {
        try {
            engine.run();
        } finally {
            ended = true;
        }
        // A request to DynamoDB that close() interrupts fails as well.
        if (failure.get() != null && !closing) {
            throw new IOException("Replication stopped: " + rootCauseOf(failure.get()), failure.get());
        }
    }

    /**
     * Ends {@link #run()}. A batch that this cuts short is handed over again after the next start.
     *
     * @throws IllegalStateException if the engine is just starting, when it cannot be stopped
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
            // A notification may come without a position; stored, it would be none to start from.
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
        settings.setProperty("connector.class", MariaDbConnector.class.getName());
        settings.setProperty("topic.prefix", SourceRecordReader.TOPIC_PREFIX);
        settings.setProperty("offset.storage", AtomicFileOffsetStore.class.getName());
        settings.setProperty(AtomicFileOffsetStore.FILE_SETTING, offsetFile.toString());
        settings.setProperty("schema.history.internal", FileSchemaHistory.class.getName());
        settings.setProperty("schema.history.internal.file.filename", schemaHistoryFile.toString());
        settings.setProperty("schema.history.internal.store.only.captured.tables.ddl", "true");

        settings.setProperty("database.hostname", source.host());
        settings.setProperty("database.port", String.valueOf(source.port()));
        settings.setProperty("database.user", source.user());
        settings.setProperty("database.password", source.password());
        settings.setProperty("database.server.id", String.valueOf(randomServerId()));
        settings.setProperty("database.ssl.mode", "disable");
        settings.setProperty("database.include.list", namesOf(tables.stream().map(SourceTable::schema)));
        settings.setProperty("table.include.list", namesOf(tables.stream().map(SourceTable::qualifiedName)));

        settings.setProperty("snapshot.mode", "initial");
        // The binary log's position is read before the first row is. What changes in between is loaded and then
        // told again, which does no harm. So no lock is needed, nor a right to lock.
        settings.setProperty("snapshot.locking.mode", "none");
        settings.setProperty("include.schema.changes", "false");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("skipped.operations", "none");
        settings.setProperty("provide.transaction.metadata", "true");
        settings.setProperty("notification.enabled.channels", "sink");
        settings.setProperty("notification.sink.topic.name", SourceRecordReader.NOTIFICATION_TOPIC);
        // How long the source may be silent before the connection is made anew; Debezium's default is a minute.
        settings.setProperty("connect.keep.alive.interval.ms", "2000");
        // How long a change waits for the next look; Debezium's default is half a second.
        settings.setProperty("poll.interval.ms", "10");

        settings.setProperty("decimal.handling.mode", "precise");
        settings.setProperty("bigint.unsigned.handling.mode", "precise");
        settings.setProperty("time.precision.mode", "adaptive_time_microseconds");
        settings.setProperty("enable.time.adjuster", "false");
        settings.setProperty("column.propagate.source.type", ".*");
        // The default writes NULL in place of a value that Debezium cannot read.
        settings.setProperty("event.converting.failure.handling.mode", "fail");
        return settings;
    }

    /** Each replica of a server needs an id of its own; chance gives it one, as there may be several replicators. */
    private static int randomServerId() {
        return ThreadLocalRandom.current().nextInt(1 << 20, Integer.MAX_VALUE);
    }

    /** Debezium takes regular expressions. */
    private static String namesOf(Stream<String> names) {
        return names.distinct().map(Pattern::quote).collect(Collectors.joining(","));
    }
}
