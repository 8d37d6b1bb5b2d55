package io.streamlab.local.commands.query;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Answers statements by a Trino that is started for them. */
final class TrinoQuery {
    /** Trino's own number: StandardErrorCode.NO_NODES_AVAILABLE. */
    private static final int NO_NODES_AVAILABLE = 65_541;

    /** How long a server that has started may take to find its only node, itself, for each of its catalogs. */
    private static final Duration LONGEST_WAIT_FOR_NODE = Duration.ofMinutes(1);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final Path software;
    private final Path javaHome;
    private final Map<String, String> environment;

    /**
     * @param software the unpacked server
     * @param javaHome of a JDK that it runs on
     */
    TrinoQuery(Path software, Path javaHome, Map<String, String> environment) {
        this.software = software;
        this.javaHome = javaHome;
        this.environment = environment;
    }

    /** @throws CommandException if Trino does not start, or a statement fails: with Trino's reason */
    void answer(QueryRequest request) throws IOException, InterruptedException {
        ResultWriter writer = request.writer();
        System.err.println("query: starting Trino");
        try (TrinoServer server = TrinoServer.start(software, javaHome, environment);
                Connection connection = server.connect(request.database())) {
            for (String statement : request.statements()) {
                writer.write(ask(connection, statement));
            }
        } catch (SQLException e) {
            throw new CommandException(ErrorLine.of(e), e);
        }
    }

    /** Until it has found the node, Trino refuses what reads a catalog, although it answers other queries. */
    private static QueryResult ask(Connection connection, String statement) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT_FOR_NODE.toNanos();
        while (true) {
            try {
                return TrinoRows.collect(connection, statement);
            } catch (SQLException e) {
                if (e.getErrorCode() != NO_NODES_AVAILABLE || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        }
    }
}
