package io.streamlab.local.query;

import io.streamlab.local.spark.SetupException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Answers statements by a Trino that is started for them. */
final class TrinoQuery {
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

    /** @throws SetupException if Trino does not start, or a statement fails: with Trino's reason */
    void answer(QueryRequest request) throws IOException, InterruptedException {
        ResultWriter writer = request.writer();
        System.err.println("query: starting Trino");
        try (TrinoServer server = TrinoServer.start(software, javaHome, environment);
                Connection connection = server.connect(request.database())) {
            for (String statement : request.statements()) {
                writer.write(TrinoRows.collect(connection, statement));
            }
        } catch (SQLException e) {
            throw new SetupException(ErrorLine.of(e), e);
        }
    }
}
