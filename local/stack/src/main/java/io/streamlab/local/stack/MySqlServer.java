package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MySQL, where the reference rows are kept: a MariaDB with a binary log, and the example's database, table and rows. */
final class MySqlServer implements Server {

    /** The password of the user that replicates; nobody else has to know it. */
    static final Map<String, String> REPLICATION_PASSWORD = Map.of("MYSQL_REPLICATION_PWD", Endpoints.ACCESS_KEY);

    private static final String NAME = "mysql";
    private static final String MODULE = "local/replicator";
    private static final String READY = "ready ";

    private final Checkout checkout;
    private final StackDirectory directory;
    private final URI address;

    MySqlServer(Checkout checkout, StackDirectory directory, Ports ports) {
        this.checkout = checkout;
        this.directory = directory;
        this.address = URI.create("mysql://127.0.0.1:" + ports.of(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public ServerCommand command() {
        Path data = directory.data(NAME);
        List<String> words = JavaCommand.ofModule(checkout, MODULE)
                .maximumHeap("64m")
                .run(
                        directory.configuration(NAME).resolve("java.arguments"),
                        "io.streamlab.local.replicator.mysql.MySqlServer",
                        "--directory",
                        data.toString(),
                        "--port",
                        Integer.toString(address.getPort()));
        Map<String, String> environment = new HashMap<>(REPLICATION_PASSWORD);
        environment.putAll(environment());
        return new ServerCommand(words, data, environment);
    }

    /** The port answers before the tables are there; the server says when they are. */
    @Override
    public boolean isReady() {
        return Readiness.hasLine(directory.log(NAME), READY);
    }

    /** The variables that {@code mysql} clients read themselves, and the user and database that they have to be told. */
    @Override
    public Map<String, String> environment() {
        return Map.of(
                "MYSQL_HOST",
                address.getHost(),
                "MYSQL_TCP_PORT",
                Integer.toString(address.getPort()),
                "MYSQL_USER",
                "streamlab",
                "MYSQL_PWD",
                Endpoints.ACCESS_KEY,
                "MYSQL_DATABASE",
                "mydev");
    }
}
