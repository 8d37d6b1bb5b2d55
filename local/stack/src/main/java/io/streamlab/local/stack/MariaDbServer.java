package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.common.Readiness;
import java.util.HashMap;
import java.util.Map;

/** MySQL, where the reference rows are kept: a MariaDB with a binary log, and the example's database, table and rows. */
final class MariaDbServer extends JavaServer {
    /** The password of the user that replicates; nobody else has to know it. */
    static final Map<String, String> REPLICATION_PASSWORD = Map.of("MYSQL_REPLICATION_PWD", Endpoints.ACCESS_KEY);

    private static final String NAME = "mysql";
    private static final String READY = "ready ";

    MariaDbServer(Checkout checkout, StackDirectory directory, Ports ports) {
        super(NAME, address("mysql", NAME, ports), checkout, directory);
    }

    @Override
    public ServerCommand command() {
        Map<String, String> environment = new HashMap<>(REPLICATION_PASSWORD);
        environment.putAll(environment());
        return run(
                // The database's socket is in the system's folder for temporary files, since its path must be short.
                java("local/replicator", "64m"),
                environment,
                "io.streamlab.local.replicator.mysql.MySqlServer",
                "--directory",
                data().toString(),
                "--port",
                port());
    }

    /** The port answers before the tables are there; the server prints a line when they are. */
    @Override
    public boolean isReady() {
        return Readiness.hasLine(log(), READY);
    }

    /** Returns the variables that {@code mysql} clients read themselves, and the user and database, which clients take as options. */
    @Override
    public Map<String, String> environment() {
        return Map.of(
                "MYSQL_HOST",
                address().getHost(),
                "MYSQL_TCP_PORT",
                port(),
                "MYSQL_USER",
                "streamlab",
                "MYSQL_PWD",
                Endpoints.ACCESS_KEY,
                "MYSQL_DATABASE",
                "mydev");
    }
}
