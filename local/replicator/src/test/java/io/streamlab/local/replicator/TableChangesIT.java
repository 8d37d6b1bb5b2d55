package io.streamlab.local.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamlab.local.replicator.server.ChildProcess;
import io.streamlab.local.replicator.server.Items;
import io.streamlab.local.replicator.server.ReplicatorProcess;
import io.streamlab.local.replicator.server.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Statements that change tables: of other tables no harm comes; a changed replicated table is loaded again or named. */
@ExtendWith(Servers.Resolver.class)
@Timeout(120)
class TableChangesIT {

    private final Servers servers;
    private final Items items;
    private Path mappings;

    TableChangesIT(Servers servers) {
        this.servers = servers;
        items = new Items(servers, "tgt_changed");
    }

    @BeforeEach
    void createTable() throws Exception {
        servers.execute("DROP TABLE IF EXISTS changed_new, changed_old, visits");
        servers.createTable("changed", "code VARCHAR(10) PRIMARY KEY, name VARCHAR(40), secret VARCHAR(40)");
        servers.execute("INSERT INTO changed VALUES ('a', '1', 's'), ('b', '2', 's')");
        mappings = writeMappings();
        if (servers.dynamoDb().listTables().tableNames().contains("tgt_changed")) {
            servers.dynamoDb().deleteTable(request -> request.tableName("tgt_changed"));
        }
    }

    @Test
    void statementsAboutOtherTablesDoNoHarm() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            servers.execute(
                    "CREATE TABLE visits (id INT PRIMARY KEY, ip INET6, code VARCHAR(10),"
                            + " FOREIGN KEY (code) REFERENCES changed (code))",
                    "INSERT INTO visits VALUES (1, '::1', 'a')",
                    "ALTER TABLE visits ADD COLUMN another INET4",
                    "UPDATE visits SET another = '127.0.0.1'",
                    "RENAME TABLE visits TO visits_old",
                    "UPDATE changed SET name = 'x' WHERE code = 'a'");
            items.become("code=a, name=x", "code=b, name=2");
            assertThat(replicator.output()).noneMatch(line -> line.contains("was changed by"));

            replicator.stop();
            servers.execute("DROP TABLE visits_old", "UPDATE changed SET name = 'y' WHERE code = 'a'");
            replicator.start();

            items.become("code=a, name=y", "code=b, name=2");
            assertThat(replicator.output()).noneMatch(line -> line.contains("was changed by"));
        }
    }

    @Test
    void tableThatAnotherReplacesIsLoadedAgain() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            servers.execute(
                    "CREATE TABLE changed_new LIKE changed",
                    "ALTER TABLE changed_new ADD COLUMN added INT FIRST, ADD COLUMN precise REAL",
                    "INSERT INTO changed_new VALUES (7, 'c', '3', 's', 3.141592653589793)",
                    "RENAME TABLE changed TO changed_old, changed_new TO changed",
                    "INSERT INTO changed VALUES (8, 'd', '4', 's', 2.718281828459045)");

            items.become(
                    "added=7, code=c, name=3, precise=3.141592653589793",
                    "added=8, code=d, name=4, precise=2.718281828459045");
            assertThat(replicator.output())
                    .anyMatch(
                            line -> line.contains("mydev.changed was changed by: RENAME TABLE changed TO changed_old"));
        }
    }

    @Test
    void tableThatWasReplacedWhileTheReplicatorWasDownIsLoadedAgain() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            servers.execute("CREATE TABLE changed_new LIKE changed", "ALTER TABLE changed_new ADD COLUMN added REAL");
            replicator.kill();
            servers.execute(
                    "INSERT INTO changed_new VALUES ('c', '3', 's', 1.5)",
                    "DROP TABLE changed",
                    "ALTER TABLE changed_new RENAME TO changed",
                    "INSERT INTO changed VALUES ('d', '4', 's', 2.5)");
            replicator.launch();

            items.become("added=1.5, code=c, name=3", "added=2.5, code=d, name=4");
        }
    }

    @Test
    void changedColumnsAreLoadedAgain() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            servers.execute(
                    "ALTER TABLE changed CHANGE name label VARCHAR(50)",
                    "UPDATE changed SET label = 'x' WHERE code = 'a'");
            items.become("code=a, label=x", "code=b, label=2");

            servers.execute("ALTER TABLE changed ADD COLUMN precise REAL DEFAULT 3.141592653589793");
            items.become("code=a, label=x, precise=3.141592653589793", "code=b, label=2, precise=3.141592653589793");

            servers.execute("ALTER TABLE changed DROP COLUMN precise");
            items.become("code=a, label=x", "code=b, label=2");
            awaitReplicating(replicator);
        }
    }

    @Test
    void columnOfARuleThatIsGoneStopsTheReplicationWithTheStatement() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            String sentence = problemAfter(replicator, 2, "ALTER TABLE changed CHANGE secret hidden VARCHAR(40)");
            assertThat(sentence)
                    .contains("mydev.changed was changed by: ALTER TABLE changed CHANGE secret hidden VARCHAR(40)")
                    .contains("exclude-columns names column 'secret', which mydev.changed does not have")
                    .contains("start the replicator again");
            assertThat(replicator.output())
                    .contains("replicator: " + sentence.lines().findFirst().orElseThrow());

            servers.execute(
                    "ALTER TABLE changed CHANGE hidden secret VARCHAR(40)", "DELETE FROM changed WHERE code = 'b'");
            replicator.start();
            items.become("code=a, name=1");
        }
    }

    @Test
    void columnThatCannotBeReadStopsTheReplicationWithTheStatement() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            assertThat(problemAfter(
                            replicator,
                            1,
                            "UPDATE changed SET secret = NULL",
                            "ALTER TABLE changed MODIFY secret INET6"))
                    .contains("ALTER TABLE changed MODIFY secret INET6")
                    .contains("CREATE TABLE `changed`")
                    .contains("start the replicator again");

            servers.execute("ALTER TABLE changed MODIFY secret VARCHAR(50)", "DELETE FROM changed WHERE code = 'b'");
            replicator.start();
            items.become("code=a, name=1");
        }
    }

    @Test
    void addedColumnThatDynamoDbCannotHoldStopsTheReplicationWithTheColumn() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            assertThat(problemAfter(replicator, 2, "ALTER TABLE changed ADD COLUMN picture BLOB"))
                    .contains("ALTER TABLE changed ADD COLUMN picture BLOB")
                    .contains("column 'picture' of mydev.changed has type blob, which DMS does not bring to DynamoDB");
            items.become("code=a, name=1", "code=b, name=2");
        }
    }

    @Test
    void compressedColumnOfAnotherTableStopsTheReplicationWithTheWayOut() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            assertThat(problemAfter(
                            replicator,
                            1,
                            "CREATE TABLE visits (id INT PRIMARY KEY, words TEXT COMPRESSED)",
                            "INSERT INTO visits VALUES (1, 'x')"))
                    .contains("such as a COMPRESSED column")
                    .contains("start the replicator with --load-again");

            servers.execute("DROP TABLE visits", "UPDATE changed SET name = 'x' WHERE code = 'a'");
            replicator.withArguments("--load-again").start();
            servers.execute("UPDATE changed SET name = 'y' WHERE code = 'b'");
            items.become("code=a, name=x", "code=b, name=y");
        }
    }

    @Test
    void droppedTableStopsTheReplicationWithTheStatement() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            assertThat(problemAfter(replicator, 2, "RENAME TABLE changed TO changed_old"))
                    .contains("mydev.changed was changed by: RENAME TABLE changed TO changed_old")
                    .contains("the source has no table");
            items.become("code=a, name=1", "code=b, name=2");
        }
    }

    @Test
    void truncatedTableIsEmptied() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            servers.execute("TRUNCATE changed", "INSERT INTO changed VALUES ('z', '9', 's')");
            items.become("code=z, name=9");
            awaitReplicating(replicator);
        }
    }

    @Test
    void fullLoadOnDemandRemovesItemsWithoutARow() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            replicator.stop();
            servers.dynamoDb().putItem(request -> request.tableName("tgt_changed")
                    .item(Map.of("code", AttributeValue.fromS("lost"))));

            replicator.withArguments("--load-again").start();

            items.become("code=a, name=1", "code=b, name=2");
        }
    }

    /** The items may be right before the full load has ended. */
    private static void awaitReplicating(ReplicatorProcess replicator) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(replicator.status().path("phase").asText()).isEqualTo("REPLICATING"));
    }

    /** Runs statements that the replicator cannot follow, and returns why it has stopped. */
    private String problemAfter(ReplicatorProcess replicator, int exitStatus, String... statements) throws Exception {
        ChildProcess process = replicator.launch();
        process.awaitLine("ready");
        servers.execute(statements);

        assertThat(process.awaitEnd()).isEqualTo(exitStatus);
        assertThat(replicator.status().path("phase").asText()).isEqualTo("FAILED");
        return replicator.status().path("problem").asText();
    }

    private Path writeMappings() throws Exception {
        return Files.writeString(
                servers.newDirectory().resolve("mappings.json"),
                """
                {"rules": [
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "mydev", "table-name": "changed"}},
                {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "2", "rule-action": "map-record-to-record",
                 "object-locator": {"schema-name": "mydev", "table-name": "changed"}, "target-table-name": "tgt_changed",
                 "mapping-parameters": {"partition-key-name": "code", "exclude-columns": ["secret"]}}]}""");
    }
}
