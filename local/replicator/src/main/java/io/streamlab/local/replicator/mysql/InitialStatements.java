package io.streamlab.local.replicator.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The SQL that the server runs with full privileges before it accepts a connection. The binary log does not get the users and
 * their passwords.
 */
final class InitialStatements {

    private InitialStatements() {}

    /** Returns the statements that create the example's database, table and rows, and the users with their grants. */
    static String forFirstStart(Accounts accounts) {
        String client = user(accounts.clientUser());
        String replication = user(Accounts.REPLICATION_USER);
        return String.join(
                "\n",
                example(),
                "SET SESSION sql_log_bin = 0;",
                // MariaDB prefers an anonymous user of the local host to a named user of any host.
                "DELETE FROM mysql.global_priv WHERE User = '';",
                "FLUSH PRIVILEGES;",
                "CREATE OR REPLACE USER " + client + identifiedBy(accounts.clientPassword()),
                grantAll(client),
                // The three grants of the walk-through, as the DMS guide asks for them. Debezium needs no other grant
                // while its snapshot takes no lock: see docs/REPLICATION.md.
                "CREATE OR REPLACE USER " + replication + identifiedBy(accounts.replicationPassword()),
                "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO " + replication + ";",
                "GRANT SELECT ON mydev.country_lookup_table TO " + replication + ";",
                "");
    }

    /** Returns the statements that set the passwords of the environment. Data and grants stay as they are. */
    static String forLaterStart(Accounts accounts) {
        return String.join(
                "\n",
                "SET SESSION sql_log_bin = 0;",
                "CREATE USER IF NOT EXISTS " + user(accounts.clientUser()) + identifiedBy(accounts.clientPassword()),
                "ALTER USER " + user(accounts.clientUser()) + identifiedBy(accounts.clientPassword()),
                grantAll(user(accounts.clientUser())),
                "ALTER USER " + user(Accounts.REPLICATION_USER) + identifiedBy(accounts.replicationPassword()),
                "");
    }

    private static String example() {
        try (InputStream sql = InitialStatements.class.getResourceAsStream("example.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read example.sql from the classpath", e);
        }
    }

    /** Returns a grant that the user may pass on: user repl must be able to read another table to replicate it. */
    private static String grantAll(String user) {
        return "GRANT ALL PRIVILEGES ON mydev.* TO " + user + " WITH GRANT OPTION;";
    }

    private static String user(String name) {
        return literal(name) + "@'%'";
    }

    private static String identifiedBy(String password) {
        return " IDENTIFIED BY " + literal(password) + ";";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
