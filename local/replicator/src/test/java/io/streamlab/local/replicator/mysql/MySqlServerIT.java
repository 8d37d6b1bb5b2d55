package io.streamlab.local.replicator.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.replicator.server.ChildProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlServerIT {

    private static final String NEW_PASSWORD = "another";

    @TempDir
    private Path directory;

    @Test
    void firstStartBringsTheExampleAndLaterOnesKeepWhatBecameOfIt() throws Exception {
        try (ChildProcess server = start("password")) {
            int port = port(server);
            assertThat(query(port, "app", "password", "SELECT * FROM mydev.country_lookup_table"))
                    .containsExactly(
                            "IN, India, IN-India", "US, USA, US-USA", "CA, Canada, CA-Canada", "CN, China, CN-China");
            assertThat(query(port, "repl", "replication", "SHOW GRANTS"))
                    .hasSize(2)
                    .anyMatch(grant -> grant.startsWith("GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `repl`@`%`"))
                    .contains("GRANT SELECT ON `mydev`.`country_lookup_table` TO `repl`@`%`");
            assertThat(query(port, "app", "password", "SELECT @@binlog_format, @@binlog_row_image, @@binlog_checksum"))
                    .containsExactly("ROW, FULL, NONE");
            assertThatThrownBy(() -> query(port, "", "", "SELECT 1")).isInstanceOf(SQLException.class);
            query(port, "app", "password", "DELETE FROM mydev.country_lookup_table");

            assertThat(server.stop()).isEqualTo(143);
        }
        try (ChildProcess server = start(NEW_PASSWORD)) {
            int port = port(server);
            assertThat(query(port, "app", NEW_PASSWORD, "SELECT * FROM mydev.country_lookup_table"))
                    .isEmpty();
            assertThatThrownBy(() -> query(port, "app", "password", "SELECT 1")).hasMessageContaining("Access denied");
        }
    }

    @Test
    void killedProcessLeavesNoServerBehind() throws Exception {
        int port;
        try (ChildProcess server = start("password")) {
            port = port(server);
            server.kill();
        }

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThatThrownBy(
                        () -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class));
        try (ChildProcess server = start("password")) {
            assertThat(query(port(server), "app", "password", "SELECT COUNT(*) FROM mydev.country_lookup_table"))
                    .containsExactly("4");
        }
    }

    @Test
    void secondServerInTheSameDirectoryIsRefused() throws Exception {
        try (ChildProcess first = start("password")) {
            port(first);
            try (ChildProcess second = start("password")) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.output()).contains("mysql-server: Another server is running in " + directory);
            }
        }
    }

    @Test
    void portInUseIsReportedInMariaDbsWords() throws Exception {
        try (ChildProcess first = start("password");
                ChildProcess second = ChildProcess.start(
                        directory, environment("password"), arguments(directory.resolve("second"), port(first)))) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(String.join("\n", second.output()))
                    .contains("MariaDB ended with exit code", "Address already in use");
        }
    }

    @Test
    void missingPasswordIsNamed() throws Exception {
        Map<String, String> environment = Map.of("MYSQL_USER", "app", "MYSQL_PWD", "");
        try (ChildProcess server = ChildProcess.start(directory, environment, arguments(directory, 0))) {
            assertThat(server.awaitEnd()).isEqualTo(2);
            assertThat(server.output()).containsExactly("mysql-server: The environment variable MYSQL_PWD is not set");
        }
    }

    private ChildProcess start(String password) throws IOException {
        return ChildProcess.start(directory, environment(password), arguments(directory, 0));
    }

    private static Map<String, String> environment(String password) {
        return Map.of("MYSQL_USER", "app", "MYSQL_PWD", password, "MYSQL_REPLICATION_PWD", "replication");
    }

    private static List<String> arguments(Path directory, int port) {
        return List.of(
                "-cp",
                System.getProperty("java.class.path"),
                MySqlServer.class.getName(),
                "--directory",
                directory.toString(),
                "--port",
                String.valueOf(port));
    }

    private static int port(ChildProcess server) {
        return Integer.parseInt(server.awaitLine("ready host=127.0.0.1 port=").split("port=")[1]);
    }

    private static List<String> query(int port, String user, String password, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/", user, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(", ", row));
            }
        }
        return rows;
    }
}
