package io.streamlab.local.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.local.replicator.server.ChildProcess;
import io.streamlab.local.replicator.server.Items;
import io.streamlab.local.replicator.server.Outage;
import io.streamlab.local.replicator.server.ReplicatorProcess;
import io.streamlab.local.replicator.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;

/** Whatever is killed, cut off or started again: in the end DynamoDB holds what MySQL holds. */
@ExtendWith(Servers.Resolver.class)
@Timeout(120)
class RecoveryIT {

    private static final String ROWS = "SELECT code, name FROM recovery";

    /** Without a primary key, as the example's table. */
    private static final String COLUMNS = "code VARCHAR(10), name VARCHAR(40)";

    private final Servers servers;
    private final Items items;
    private Path mappings;

    RecoveryIT(Servers servers) {
        this.servers = servers;
        items = new Items(servers, "tgt_recovery");
    }

    @BeforeEach
    void createTable() throws Exception {
        servers.createTable("recovery", COLUMNS);
        servers.execute("INSERT INTO recovery VALUES ('a', '1'), ('b', '2'), ('c', '3')");
        mappings = writeMappings("[]");
        if (servers.dynamoDb().listTables().tableNames().contains("tgt_recovery")) {
            servers.dynamoDb().deleteTable(request -> request.tableName("tgt_recovery"));
        }
    }

    @Test
    void nothingIsLostWhenTheReplicatorIsKilledDuringABurst() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            AtomicInteger changes = new AtomicInteger();
            CompletableFuture<Void> burst = CompletableFuture.runAsync(() -> makeChanges(1_000, changes));
            for (int kill = 1; kill <= 2; kill++) {
                int changesBefore = 300 * kill;
                Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> changes.get() >= changesBefore);
                replicator.kill();
                replicator.start();
            }
            burst.get(60, TimeUnit.SECONDS);

            assertThat(changes).hasValue(1_000);
            items.becomeRowsOf(ROWS);
        }
    }

    @Test
    void replicatorStoppedAndStartedGoesOnWhereItWas() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            for (String name : List.of("one", "two", "three")) {
                servers.execute("UPDATE recovery SET name = '" + name + "' WHERE code = 'a'");
                items.becomeRowsOf(ROWS);
            }
            assertThat(replicator.stop()).isEqualTo(143);
            servers.execute("DELETE FROM recovery WHERE code = 'b'", "UPDATE recovery SET code = 'z' WHERE code = 'c'");

            replicator.start();

            assertThat(replicator.output()).contains("ready rows=0 rejected=0");
            items.become("code=a, name=three", "code=z, name=3");
            // Items are written before the status and the offset: the counts come later, and the last change before
            // the stop may be applied once more.
            Awaitility.await().untilAsserted(() -> assertThat(
                            replicator.status().path("appliedChanges").asInt())
                    .isBetween(2, 3));
        }
    }

    @Test
    void changesDuringTheFullLoadAreNotLost() throws Exception {
        AtomicBoolean loading = new AtomicBoolean(true);
        AtomicInteger changes = new AtomicInteger();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (loading.get()) {
                makeChanges(50, changes);
            }
        });
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            loading.set(false);
            writer.get(60, TimeUnit.SECONDS);

            assertThat(changes).hasPositiveValue();
            assertThat(replicator.output()).anyMatch(line -> line.startsWith("ready rows="));
            items.becomeRowsOf(ROWS);
        }
    }

    @Test
    void interruptedFullLoadIsRepeatedAndLeavesNothingThatIsGone() throws Exception {
        try (Outage outage = new Outage(servers.dynamoDbEndpoint());
                ReplicatorProcess replicator =
                        new ReplicatorProcess(servers, mappings).withDynamoDbAt(outage.endpoint())) {
            servers.execute("INSERT INTO recovery SELECT CONCAT('r', seq), 'x' FROM seq_1_to_5000");
            replicator.launch();
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> items.get(
                            Map.of("code", AttributeValue.fromS("a")))
                    .containsKey("name"));
            outage.begin();
            replicator.kill();
            assertThat(replicator.status().path("phase").asText()).isEqualTo("FULL_LOAD");
            servers.execute("DELETE FROM recovery WHERE code = 'a' OR code LIKE 'r%'");
            outage.end();

            replicator.start();

            assertThat(replicator.output())
                    .anyMatch(line ->
                            line.endsWith("The full load of the last run did not come to its end; loading again"));
            items.become("code=b, name=2", "code=c, name=3");
        }
    }

    @Test
    void outageOfDynamoDbDelaysChangesButLosesNone() throws Exception {
        try (Outage outage = new Outage(servers.dynamoDbEndpoint());
                ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)
                        .withDynamoDbAt(outage.endpoint())
                        .start()) {
            outage.begin();
            makeChanges(50, new AtomicInteger());
            awaitRepetition(replicator);
            outage.end();

            items.becomeRowsOf(ROWS);
            assertThat(replicator.status().path("rejectedRows").asInt()).isZero();
        }
    }

    @Test
    void transactionThatADeadReplicatorCouldNotApplyIsAppliedByTheNext() throws Exception {
        // More rows than the 2,048 that Debezium hands over at once, and each takes the key that the next one had.
        servers.execute("DELETE FROM recovery", "INSERT INTO recovery SELECT seq, seq FROM seq_1_to_2500");
        try (Outage outage = new Outage(servers.dynamoDbEndpoint());
                ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)
                        .withDynamoDbAt(outage.endpoint())
                        .start()) {
            items.becomeRowsOf(ROWS);
            outage.begin();
            servers.execute("UPDATE recovery SET code = code + 1");
            awaitRepetition(replicator);
            replicator.kill();
            outage.end();

            replicator.start();

            items.becomeRowsOf(ROWS);
        }
    }

    @Test
    void replicatorStopsWhenAskedEvenDuringAnOutage() throws Exception {
        try (Outage outage = new Outage(servers.dynamoDbEndpoint());
                ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)
                        .withDynamoDbAt(outage.endpoint())
                        .start()) {
            outage.begin();
            servers.execute("UPDATE recovery SET name = 'late' WHERE code = 'a'");
            awaitRepetition(replicator);

            assertThat(replicator.stop()).isEqualTo(143);
            assertThat(replicator.output()).noneMatch(line -> line.startsWith("replicator: "));
        }
    }

    @Test
    void restartOfMySqlDelaysChangesButLosesNone() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            makeChanges(50, new AtomicInteger());
            servers.stopMySql();
            servers.startMySqlAgain();
            makeChanges(50, new AtomicInteger());

            items.becomeRowsOf(ROWS);
            assertThat(replicator.stop()).isEqualTo(143);
        }
    }

    @Test
    void targetTableThatIsGoneIsLoadedAgain() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            replicator.stop();
            servers.dynamoDb().deleteTable(request -> request.tableName("tgt_recovery"));

            replicator.start();

            assertThat(replicator.output())
                    .anyMatch(line -> line.endsWith("A target table is gone since it was loaded; loading again"))
                    .contains("ready rows=3 rejected=0");
            items.becomeRowsOf(ROWS);
            ProvisionedThroughputDescription capacity = servers.dynamoDb()
                    .describeTable(request -> request.tableName("tgt_recovery"))
                    .table()
                    .provisionedThroughput();
            assertThat(capacity.readCapacityUnits()).isEqualTo(200);
            assertThat(capacity.writeCapacityUnits()).isEqualTo(200);
        }
    }

    @Test
    void targetTableDeletedMeanwhileEndsTheReplicationWithItsName() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            ChildProcess process = replicator.launch();
            process.awaitLine("ready");
            servers.dynamoDb().deleteTable(request -> request.tableName("tgt_recovery"));

            servers.execute("UPDATE recovery SET name = 'x'");

            assertThat(process.awaitEnd()).isEqualTo(1);
            assertThat(replicator.output())
                    .anyMatch(line ->
                            line.startsWith("replicator: Replication stopped:") && line.contains("non-existent table"));
        }
    }

    @Test
    void targetTableWithAnotherKeyIsRefused() throws Exception {
        servers.dynamoDb().createTable(request -> request.tableName("tgt_recovery")
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("name")
                        .attributeType("S")
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("name")
                        .keyType("HASH")
                        .build())
                .billingMode("PAY_PER_REQUEST"));
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            ChildProcess process = replicator.launch();

            assertThat(process.awaitEnd()).isEqualTo(1);
            assertThat(process.output())
                    .contains(
                            "replicator: DynamoDB table tgt_recovery has the key [name S]; the mapping of mydev.recovery"
                                    + " writes [code S]");
            assertThat(items.all()).isEmpty();
        }
    }

    @Test
    void mappingThatHasChangedSinceTheFullLoadIsRefused() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            replicator.stop();
            Files.writeString(mappings, Files.readString(writeMappings("[\"name\"]")));

            ChildProcess process = replicator.launch();

            assertThat(process.awaitEnd()).isEqualTo(2);
            assertThat(process.output())
                    .contains("replicator: The table mapping has changed since the full load. Remove "
                            + replicator.directory() + " to load again");
        }
    }

    @Test
    void mappingThatDoesNotFitTheSourceIsRefusedWithEveryProblem() throws Exception {
        mappings = writeMappings("[\"cod\", \"nam\"]");
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings)) {
            ChildProcess process = replicator.launch();

            assertThat(process.awaitEnd()).isEqualTo(2);
            assertThat(process.output())
                    .containsExactly(
                            "replicator: " + mappings + " cannot be used:",
                            "  rule-id 2: exclude-columns names column 'cod', which mydev.recovery does not have; it has code,"
                                    + " name",
                            "  rule-id 2: exclude-columns names column 'nam', which mydev.recovery does not have; it has code,"
                                    + " name");
        }
    }

    @Test
    void secondReplicatorInTheSameDirectoryIsRefused() throws Exception {
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start();
                ChildProcess second = replicator.launch()) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.output())
                    .contains("replicator: Another replicator is running in " + replicator.directory());
        }
    }

    private static void awaitRepetition(ReplicatorProcess replicator) {
        Awaitility.await().until(() -> replicator.output().stream()
                .anyMatch(line -> line.contains("DynamoDB did not take a request; trying again")));
    }

    /** Inserts, updates, changes of keys and deletes by chance, some of them several to a transaction. */
    private void makeChanges(int count, AtomicInteger made) {
        Random random = new Random(count);
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                String code = "k" + random.nextInt(200);
                switch (random.nextInt(4)) {
                    case 0 -> statement.execute("DELETE FROM recovery WHERE code = '" + code + "'");
                    case 1 -> statement.execute("UPDATE recovery SET name = 'n" + i + "' WHERE code = '" + code + "'");
                    case 2 -> {
                        String other = "k" + random.nextInt(200);
                        statement.execute(
                                "UPDATE recovery SET code = IF(code = '%s', '%s', '%s') WHERE code IN ('%s', '%s')"
                                        .formatted(code, other, code, code, other));
                    }
                    default -> {
                        statement.execute("DELETE FROM recovery WHERE code = '" + code + "'");
                        statement.execute("INSERT INTO recovery VALUES ('" + code + "', 'i" + i + "')");
                    }
                }
                if (random.nextInt(3) > 0) {
                    connection.commit();
                }
                made.incrementAndGet();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private Path writeMappings(String excludedColumns) throws IOException {
        return Files.writeString(
                servers.newDirectory().resolve("mappings.json"),
                """
                {"rules": [
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "mydev", "table-name": "recovery"}},
                {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "2", "rule-action": "map-record-to-record",
                 "object-locator": {"schema-name": "mydev", "table-name": "recovery"}, "target-table-name": "tgt_recovery",
                 "mapping-parameters": {"partition-key-name": "code", "exclude-columns": %s}}]}"""
                        .formatted(excludedColumns));
    }
}
