package io.streamlab.local.replicator.source.connector;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mariadb.MariaDbChangeEventSourceFactory;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.connector.mariadb.MariaDbSnapshotChangeEventSource;
import io.debezium.connector.mariadb.MariaDbStreamingChangeEventSource;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.metrics.MariaDbSnapshotChangeEventSourceMetrics;
import io.debezium.connector.mariadb.metrics.MariaDbStreamingChangeEventSourceMetrics;
import io.debezium.jdbc.MainConnectionProvidingConnectionFactory;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.NotificationService;
import io.debezium.pipeline.source.spi.SnapshotChangeEventSource;
import io.debezium.pipeline.source.spi.SnapshotProgressListener;
import io.debezium.pipeline.source.spi.StreamingChangeEventSource;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.util.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Creates the two readers of rows: that of the full load, and that of the binary log. */
final class ExactEventSources extends MariaDbChangeEventSourceFactory {

    private final MariaDbConnectorConfig settings;
    private final MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections;
    private final ErrorHandler errorHandler;
    private final EventDispatcher<MariaDbPartition, TableId> dispatcher;
    private final Clock clock;
    private final MariaDbDatabaseSchema schema;
    private final MariaDbTaskContext context;
    private final MariaDbStreamingChangeEventSourceMetrics metrics;
    private final ChangeEventQueue<DataChangeEvent> queue;
    private final SnapshotterService snapshotter;
    private final BinaryLogClient client;

    ExactEventSources(
            MariaDbConnectorConfig settings,
            MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
            ErrorHandler errorHandler,
            EventDispatcher<MariaDbPartition, TableId> dispatcher,
            Clock clock,
            MariaDbDatabaseSchema schema,
            MariaDbTaskContext context,
            MariaDbStreamingChangeEventSourceMetrics metrics,
            ChangeEventQueue<DataChangeEvent> queue,
            SnapshotterService snapshotter,
            BinaryLogClient client) {
        super(
                settings,
                connections,
                errorHandler,
                dispatcher,
                clock,
                schema,
                context,
                metrics,
                queue,
                snapshotter,
                client);
        this.settings = settings;
        this.connections = connections;
        this.errorHandler = errorHandler;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.schema = schema;
        this.context = context;
        this.metrics = metrics;
        this.queue = queue;
        this.snapshotter = snapshotter;
        this.client = client;
    }

    @Override
    public SnapshotChangeEventSource<MariaDbPartition, MariaDbOffsetContext> getSnapshotChangeEventSource(
            SnapshotProgressListener<MariaDbPartition> progress,
            NotificationService<MariaDbPartition, MariaDbOffsetContext> notifications) {
        return new MariaDbSnapshotChangeEventSource(
                settings,
                connections,
                schema,
                dispatcher,
                clock,
                (MariaDbSnapshotChangeEventSourceMetrics) progress,
                // Debezium marks the last row of the full load, so it holds one row back.
                lastRow -> {
                    queue.flushBuffer(row -> new DataChangeEvent(lastRow.apply(row.getRecord())));
                    queue.disableBuffering();
                },
                queue::enableBuffering,
                notifications,
                snapshotter) {

            @Override
            protected Optional<String> getSnapshotSelect(
                    RelationalSnapshotContext<MariaDbPartition, MariaDbOffsetContext> load,
                    TableId table,
                    List<String> columns) {
                return Optional.of(select(schema.tableFor(table)));
            }
        };
    }

    private static String select(Table table) {
        return table.columns().stream()
                .map(ExactFieldReader::expression)
                .collect(Collectors.joining(
                        ", ", "SELECT ", " FROM " + table.id().toQuotedString('`')));
    }

    @Override
    public StreamingChangeEventSource<MariaDbPartition, MariaDbOffsetContext> getStreamingChangeEventSource() {
        queue.disableBuffering();
        return new MariaDbStreamingChangeEventSource(
                settings,
                connections.mainConnection(),
                dispatcher,
                errorHandler,
                clock,
                context,
                schema,
                metrics,
                snapshotter,
                client) {

            @Override
            protected EventDeserializer createEventDeserializer() {
                EventDeserializer deserializer = super.createEventDeserializer();
                RowDeserializers.register(deserializer);
                return deserializer;
            }
        };
    }
}
