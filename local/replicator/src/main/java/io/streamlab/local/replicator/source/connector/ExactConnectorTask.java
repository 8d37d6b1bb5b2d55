package io.streamlab.local.replicator.source.connector;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.connector.binlog.BinlogEventMetadataProvider;
import io.debezium.connector.binlog.BinlogSourceTask;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.common.DebeziumHeaderProducer;
import io.debezium.connector.mariadb.MariaDbConnector;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.MariaDbDatabaseSchema;
import io.debezium.connector.mariadb.MariaDbErrorHandler;
import io.debezium.connector.mariadb.MariaDbOffsetContext;
import io.debezium.connector.mariadb.MariaDbPartition;
import io.debezium.connector.mariadb.MariaDbTaskContext;
import io.debezium.connector.mariadb.Module;
import io.debezium.connector.mariadb.jdbc.MariaDbConnection;
import io.debezium.connector.mariadb.jdbc.MariaDbConnectionConfiguration;
import io.debezium.connector.mariadb.metrics.MariaDbChangeEventSourceMetricsFactory;
import io.debezium.connector.mariadb.metrics.MariaDbStreamingChangeEventSourceMetrics;
import io.debezium.document.DocumentReader;
import io.debezium.heartbeat.Heartbeat.ScheduledHeartbeat;
import io.debezium.jdbc.DefaultMainConnectionProvidingConnectionFactory;
import io.debezium.jdbc.MainConnectionProvidingConnectionFactory;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.NotificationService;
import io.debezium.pipeline.signal.SignalProcessor;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaFactory;
import io.debezium.schema.SchemaNameAdjuster;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.debezium.util.Clock;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles the connector. Debezium has no setting for the parts that read values, so this class puts together what
 * {@link io.debezium.connector.mariadb.MariaDbConnectorTask} does, in the same order, with {@link ExactFieldReader}, {@link
 * ExactValueConverters} and {@link ExactEventSources}. Look at both when Debezium's version changes.
 */
public final class ExactConnectorTask extends BinlogSourceTask<MariaDbPartition, MariaDbOffsetContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExactConnectorTask.class);

    private static final String CONNECTOR = "connector.class";

    private volatile MariaDbConnectorConfig settings;
    private volatile MariaDbTaskContext context;
    private volatile BinlogConnectorConnection connection;
    private volatile BinlogConnectorConnection beansConnection;
    private volatile MariaDbDatabaseSchema schema;
    private volatile ChangeEventQueue<DataChangeEvent> queue;
    private volatile ErrorHandler errorHandler;

    @Override
    public String version() {
        return Module.version();
    }

    @Override
    protected String connectorName() {
        return Module.name();
    }

    @Override
    protected Iterable<Field> getAllConfigurationFields() {
        return MariaDbConnectorConfig.ALL_FIELDS;
    }

    @Override
    public CdcSourceTaskContext<? extends CommonConnectorConfig> preStart(Configuration configuration) {
        // Debezium warns where a part is for another connector than this setting names.
        settings = new MariaDbConnectorConfig(configuration
                .edit()
                .with(CONNECTOR, MariaDbConnector.class.getName())
                .build());
        context = new MariaDbTaskContext(configuration, settings);
        return context;
    }

    @Override
    @SuppressWarnings("unchecked") // Debezium hands out the naming of topics as a raw type.
    protected ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> start(Configuration given) {
        Configuration configuration = given.edit()
                .withDefault("database.responseBuffering", "adaptive")
                .withDefault("database.fetchSize", 10_000)
                .withDefault("database.useCursorFetch", settings.useCursorFetch())
                .build();
        MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections =
                new DefaultMainConnectionProvidingConnectionFactory<>(() -> new MariaDbConnection(
                        new MariaDbConnectionConfiguration(configuration), new ExactFieldReader(settings)));
        connection = connections.mainConnection();
        Offsets<MariaDbPartition, MariaDbOffsetContext> offsets = getPreviousOffsets(
                new MariaDbPartition.Provider(settings, configuration), new MariaDbOffsetContext.Loader(settings));
        registerServiceProviders(settings.getServiceRegistry());

        TopicNamingStrategy<TableId> topics =
                settings.getTopicNamingStrategy(MariaDbConnectorConfig.TOPIC_NAMING_STRATEGY);
        SchemaNameAdjuster names = settings.schemaNameAdjuster();
        Connections furtherConnections = () -> connections.newConnection().connection();
        ExactValueConverters converters = new ExactValueConverters(settings, furtherConnections);
        schema = new ExactSchema(
                settings,
                converters,
                topics,
                names,
                connection.isTableIdCaseSensitive(),
                settings.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
                context,
                furtherConnections);
        beansConnection = connections.newConnection();
        BeanRegistry beans = settings.getBeanRegistry();
        beans.add(StandardBeanNames.CONFIGURATION, configuration);
        beans.add(StandardBeanNames.CONNECTOR_CONFIG, settings);
        beans.add(StandardBeanNames.DATABASE_SCHEMA, schema);
        beans.add(StandardBeanNames.JDBC_CONNECTION, beansConnection);
        beans.add(StandardBeanNames.VALUE_CONVERTER, converters);
        beans.add(StandardBeanNames.OFFSETS, offsets);
        beans.add(StandardBeanNames.CDC_SOURCE_TASK_CONTEXT, context);

        SnapshotterService snapshotter = settings.getServiceRegistry().tryGetService(SnapshotterService.class);
        validateBinlogConfiguration(snapshotter.getSnapshotter(), connection);
        validateSchemaHistory(settings, connection::validateLogPosition, offsets, schema, snapshotter.getSnapshotter());
        useOneTransaction();

        queue = new ChangeEventQueue.Builder<DataChangeEvent>()
                .pollInterval(settings.getPollInterval())
                .maxBatchSize(settings.getMaxBatchSize())
                .maxQueueSize(settings.getMaxQueueSize())
                .maxQueueSizeInBytes(settings.getMaxQueueSizeInBytes())
                .queueProvider(new DefaultQueueProvider<>(settings.getMaxQueueSize()))
                .loggingContextSupplier(() -> context.configureLoggingContext("connector-task"))
                .buffering()
                .build();
        errorHandler = new MariaDbErrorHandler(settings, queue, errorHandler);
        return coordinator(connections, offsets, snapshotter, topics, names);
    }

    private ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> coordinator(
            MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
            Offsets<MariaDbPartition, MariaDbOffsetContext> offsets,
            SnapshotterService snapshotter,
            TopicNamingStrategy<TableId> topics,
            SchemaNameAdjuster names) {
        BinlogEventMetadataProvider metadata = new BinlogEventMetadataProvider();
        SignalProcessor<MariaDbPartition, MariaDbOffsetContext> signals = new SignalProcessor<>(
                MariaDbConnector.class,
                settings,
                Map.of(),
                getAvailableSignalChannels(),
                DocumentReader.defaultReader(),
                offsets);
        EventDispatcher<MariaDbPartition, TableId> dispatcher = new EventDispatcher<>(
                settings,
                topics,
                schema,
                queue,
                settings.getTableFilters().dataCollectionFilter(),
                DataChangeEvent::new,
                null,
                metadata,
                ScheduledHeartbeat.NOOP_HEARTBEAT,
                names,
                signals,
                settings.getServiceRegistry().tryGetService(DebeziumHeaderProducer.class));
        BinaryLogClient client = new BinaryLogClient(
                settings.getHostName(), settings.getPort(), settings.getUserName(), settings.getPassword());
        MariaDbStreamingChangeEventSourceMetrics metrics = new MariaDbStreamingChangeEventSourceMetrics(
                context, queue, metadata, schema::dataCollectionIds, client);
        NotificationService<MariaDbPartition, MariaDbOffsetContext> notifications = new NotificationService<>(
                getNotificationChannels(), settings, SchemaFactory.get(), dispatcher::enqueueNotification);
        ChangeEventSourceCoordinator<MariaDbPartition, MariaDbOffsetContext> coordinator =
                new ChangeEventSourceCoordinator<>(
                        offsets,
                        errorHandler,
                        MariaDbConnector.class,
                        settings,
                        new ExactEventSources(
                                settings,
                                connections,
                                errorHandler,
                                dispatcher,
                                Clock.system(),
                                schema,
                                context,
                                metrics,
                                queue,
                                snapshotter,
                                client),
                        new MariaDbChangeEventSourceMetricsFactory(metrics),
                        dispatcher,
                        schema,
                        signals,
                        notifications,
                        snapshotter);
        coordinator.start(context, queue, metadata);
        return coordinator;
    }

    /** The full load reads its tables in one transaction. */
    private void useOneTransaction() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new ConnectException("Cannot begin to read the tables", e);
        }
    }

    @Override
    protected List<SourceRecord> doPoll() throws InterruptedException {
        return queue.poll().stream().map(DataChangeEvent::getRecord).toList();
    }

    @Override
    protected Optional<ErrorHandler> getErrorHandler() {
        return Optional.ofNullable(errorHandler);
    }

    @Override
    protected void doStop() {
        close(connection);
        close(beansConnection);
        if (schema != null) {
            schema.close();
        }
    }

    private static void close(BinlogConnectorConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOGGER.info("A connection to MySQL could not be closed", e);
            }
        }
    }
}
