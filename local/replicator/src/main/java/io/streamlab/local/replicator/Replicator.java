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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
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

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    public static void main(String[] arguments) {
        BINLOG_CLIENT.setLevel(Level.WARNING);
        // In the full load, Debezium reads TIMESTAMP values in the time zone of the process.
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        ForegroundCommand.runAndExit(new Replicator(), arguments);
    }

    @Override
    public Integer call() throws IOException, SQLException {
        MySqlAddress source = new MySqlAddress(host, port, user, ForegroundCommand.requiredVariable(PASSWORD_VARIABLE));
        List<ItemMapper> mappers = mappers(source);
        for (ItemMapper mapper : mappers) {
            LOGGER.info("{} goes to DynamoDB table {}", mapper.source().qualifiedName(), mapper.targetTable());
        }
        try (StateDirectory state = StateDirectory.open(directory);
                DynamoDbClient client = RetryingDynamoDb.create()) {
            ChangeApplier applier = new ChangeApplier(client, mappers);
            prepare(state, applier);
            run(new ReplicationEngine(
                    source,
                    mappers.stream().map(ItemMapper::source).toList(),
                    state.offset(),
                    state.schemaHistory(),
                    new Replication(applier, state)));
        }
        return CommandLine.ExitCode.OK;
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

    private static void run(ReplicationEngine engine) throws IOException {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                engine.close();
                            } catch (IOException | IllegalStateException e) {
                                LOGGER.warn("Replication ends without a last offset: {}", e.getMessage());
                            }
                        },
                        "stop-replication"));
        engine.run();
    }

    private List<ItemMapper> mappers(MySqlAddress source) throws IOException, SQLException {
        try {
            return TableMappings.read(tableMappings).bind(SourceCatalog.readTables(source));
        } catch (InvalidTableMappingsException e) {
            throw new InvalidUseException(
                    tableMappings + " cannot be used:\n  " + String.join("\n  ", e.problems()), e);
        }
    }
}
