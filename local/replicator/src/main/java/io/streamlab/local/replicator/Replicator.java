package io.streamlab.local.replicator;

import io.streamlab.local.replicator.ForegroundCommand.InvalidUseException;
import io.streamlab.local.replicator.apply.ChangeApplier;
import io.streamlab.local.replicator.apply.RetryingDynamoDb;
import io.streamlab.local.replicator.mapping.InvalidTableMappingsException;
import io.streamlab.local.replicator.mapping.ItemMapper;
import io.streamlab.local.replicator.mapping.TableMappings;
import io.streamlab.local.replicator.source.MySqlAddress;
import io.streamlab.local.replicator.source.ReplicationEngine;
import io.streamlab.local.replicator.source.SourceCatalog;
import io.streamlab.local.replicator.source.TableChangedException;
import io.streamlab.local.replicator.source.UnreadableTableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Replicates MySQL tables to DynamoDB in the foreground until it is asked to stop (SIGTERM or Ctrl-C). */
@Command(
        name = "replicator",
        sortOptions = false,
        description = {
            "Replicates the tables that a DMS table-mapping file selects to DynamoDB: a full load, then every change.",
            "Prints the line 'ready rows=N rejected=N' when the full load is done or a restart has resumed, and stays in the"
                    + " foreground until SIGTERM. You may kill it at any time: the next run in the same directory resumes."
        },
        footer = {
            "%nEnvironment:",
            "  MYSQL_REPLICATION_PWD      password of the replication user",
            "  AWS_ENDPOINT_URL_DYNAMODB, AWS_REGION, AWS_ACCESS_KEY_ID, ...   read by the AWS SDK",
            "%nExit codes: 0 or 143 stopped, 1 failed, 2 wrong usage or table mapping"
        })
public final class Replicator implements Callable<Integer> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Replicator.class);

    /** Debezium's binary log client logs each connection at INFO. A logger without a reference loses its level. */
    private static final java.util.logging.Logger BINLOG_CLIENT =
            java.util.logging.Logger.getLogger("com.github.shyiko.mysql.binlog");

    private static final String PASSWORD_VARIABLE = "MYSQL_REPLICATION_PWD";

    /** How long a replicated table may be missing: some programs drop a table and then give another its name. */
    private static final Duration WAIT_FOR_TABLE = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    @Option(
            names = "--table-mappings",
            required = true,
            paramLabel = "FILE",
            description = "Table mapping as it is deployed to DMS.")
    private Path tableMappings;

    @Option(
            names = "--directory",
            required = true,
            paramLabel = "DIR",
            description = "State of this replication: offset, schema history, status.json; created if missing.")
    private Path directory;

    @Option(
            names = "--mysql-host",
            paramLabel = "HOST",
            defaultValue = "${env:MYSQL_HOST:-127.0.0.1}",
            description = "Default: MYSQL_HOST, or 127.0.0.1.")
    private String host;

    @Option(
            names = "--mysql-port",
            paramLabel = "PORT",
            defaultValue = "${env:MYSQL_TCP_PORT:-3306}",
            description = "Default: MYSQL_TCP_PORT, or 3306.")
    private int port;

    @Option(
            names = "--mysql-user",
            paramLabel = "NAME",
            defaultValue = "repl",
            description = "Replication user. Default: ${DEFAULT-VALUE}")
    private String user;

    @Option(names = "--load-again", description = "Begin with a full load, which also removes the items without a row.")
    private boolean isLoadDemanded;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    private final AtomicReference<ReplicationEngine> running = new AtomicReference<>();

    public static void main(String[] arguments) {
        BINLOG_CLIENT.setLevel(Level.WARNING);
        // In the full load, Debezium reads TIMESTAMP values in the time zone of the process.
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        ForegroundCommand.runAndExit(new Replicator(), arguments);
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        MySqlAddress source = new MySqlAddress(host, port, user, ForegroundCommand.requiredVariable(PASSWORD_VARIABLE));
        try (StateDirectory state = StateDirectory.open(directory);
                DynamoDbClient client = RetryingDynamoDb.create()) {
            stopWhenAsked();
            try {
                if (isLoadDemanded) {
                    state.demandFullLoad(tableMappings);
                }
                replicate(source, state, client);
            } catch (IOException | SQLException | RuntimeException e) {
                state.writeFailure(e.getMessage() == null ? e.toString() : e.getMessage());
                throw e;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** Replicates until the process is asked to stop. After a change of a table, begins with a full load once more. */
    private void replicate(MySqlAddress source, StateDirectory state, DynamoDbClient client)
            throws IOException, SQLException, InterruptedException {
        List<ItemMapper> mappers = mappers(source);
        Optional<TableChangedException> change = Optional.empty();
        warnOfCascades(mappers, source);
        ChangeApplier applier = applier(client, mappers);
        prepare(state, applier);
        Replication replication = new Replication(applier, state);
        while (true) {
            try {
                run(new ReplicationEngine(
                        source,
                        mappers.stream().map(ItemMapper::source).toList(),
                        state.offset(),
                        state.schemaHistory(),
                        replication));
                return;
            } catch (TableChangedException e) {
                LOGGER.warn("{}; loading again", e.getMessage());
                state.demandFullLoad(tableMappings);
                change = Optional.of(e);
            } catch (UnreadableTableException e) {
                throw new IOException(unreadable(e, change), e);
            }
            mappers = mappersAfter(change.get(), source);
            warnOfCascades(mappers, source);
            applier = applier(client, mappers);
            prepare(state, applier);
            replication.loadAgain(applier);
        }
    }

    private static void warnOfCascades(List<ItemMapper> mappers, MySqlAddress source) throws SQLException {
        for (ItemMapper mapper : mappers) {
            for (String key : SourceCatalog.readCascades(source, mapper.source())) {
                LOGGER.warn(
                        "{} has a foreign key by which MySQL changes rows and writes no change into the binary log."
                                + " Their items stay as they were until a full load (--load-again): {}",
                        mapper.source().qualifiedName(),
                        key);
            }
        }
    }

    private static ChangeApplier applier(DynamoDbClient client, List<ItemMapper> mappers) {
        for (ItemMapper mapper : mappers) {
            LOGGER.info("{} goes to DynamoDB table {}", mapper.source().qualifiedName(), mapper.targetTable());
        }
        return new ChangeApplier(client, mappers);
    }

    private static String unreadable(UnreadableTableException failure, Optional<TableChangedException> change) {
        return change.map(cause -> cause.getMessage() + "\n").orElse("")
                + "The replicator cannot read the columns of a replicated table: "
                + failure.statement()
                + "\nGive the column that this MySQL parser does not know another type, drop it, or move it to a table"
                + " of its own. Then start the replicator again. It loads every table and removes the items without a"
                + " row.";
    }

    /** Binds the mapping to the changed tables. A table may be missing for a moment, until another takes its name. */
    private List<ItemMapper> mappersAfter(TableChangedException change, MySqlAddress source)
            throws IOException, SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(WAIT_FOR_TABLE);
        while (true) {
            try {
                return mappers(source);
            } catch (InvalidUseException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw new InvalidUseException(
                            change.getMessage() + "\n" + e.getMessage()
                                    + "\nThe items stay as they are. Change the table mapping or the table, and start"
                                    + " the replicator again. It loads every table and removes the items without a"
                                    + " row.",
                            e);
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        }
    }

    /** Creates missing target tables and decides whether this run begins with a full load. */
    private void prepare(StateDirectory state, ChangeApplier applier) throws IOException {
        if (state.isLoaded() && !state.isLoadedWith(tableMappings)) {
            throw new InvalidUseException(
                    "The table mapping has changed since the full load. Remove " + directory + " to load again", null);
        }
        boolean hasCreatedTables = applier.prepareTargets();
        if (hasCreatedTables && state.isLoaded()) {
            LOGGER.warn("A target table is gone since it was loaded; loading again");
            state.forgetLoad();
        }
        if (state.isFullLoadUnfinished()) {
            LOGGER.info("The full load of the last run did not come to its end; loading again");
            applier.repeatFullLoad();
        }
        if (!state.isLoaded()) {
            state.beginFullLoad(tableMappings);
        }
    }

    private void run(ReplicationEngine engine) throws IOException {
        running.set(engine);
        engine.run();
    }

    private void stopWhenAsked() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                ReplicationEngine engine = running.get();
                                if (engine != null) {
                                    engine.close();
                                }
                            } catch (IOException | IllegalStateException e) {
                                LOGGER.warn("Replication ends without a last offset: {}", e.getMessage());
                            }
                        },
                        "stop-replication"));
    }

    private List<ItemMapper> mappers(MySqlAddress source) throws IOException, SQLException {
        try {
            return TableMappings.read(tableMappings)
                    .bind(SourceCatalog.readTables(source), SourceCatalog.readViews(source));
        } catch (InvalidTableMappingsException e) {
            throw new InvalidUseException(
                    tableMappings + " cannot be used:\n  " + String.join("\n  ", e.problems()), e);
        }
    }
}
