package io.streamlab.local.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.local.replicator.server.Items;
import io.streamlab.local.replicator.server.ReplicatorProcess;
import io.streamlab.local.replicator.server.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every type of column, once through the full load and once through the binary log: both must write the same. */
@ExtendWith(Servers.Resolver.class)
@TestInstance(Lifecycle.PER_CLASS)
class TypesIT {

    private static final String COLUMNS =
            """
            id INT PRIMARY KEY, tiny TINYINT(1), tiny_unsigned TINYINT UNSIGNED, small_unsigned SMALLINT UNSIGNED,
            medium_unsigned MEDIUMINT UNSIGNED, int_unsigned INT UNSIGNED, big BIGINT, big_unsigned BIGINT UNSIGNED,
            price DECIMAL(20,4), long_number DECIMAL(65,0), single FLOAT, twice DOUBLE, one_bit BIT(1),
            words VARCHAR(40) DEFAULT 'default', fixed CHAR(5), long_words LONGTEXT, json JSON,
            choice ENUM('a','b c'), choices SET('x','y'), identifier UUID, a_year YEAR, a_date DATE, a_time TIME,
            fine_time TIME(6), moment DATETIME, fine_moment DATETIME(6), stamp TIMESTAMP NULL, fine_stamp TIMESTAMP(3) NULL,
            picture BLOB""";

    private static final String VALUES =
            """
            -1, 255, 65535, 16777215, 4294967295, -9223372036854775808, 18446744073709551615,
            -1234567890123456.7890, 12345678901234567890123456789012345678, 1.1, 1.5e100, b'1',
            'Côte d''Ivoire', '  x', REPEAT('ä', 1000), '{"a": [1, "ü"]}',
            'b c', 'x,y', '6ccd780c-baba-1026-9564-5b8c656024db', 2024, '2024-02-29', '-838:59:59',
            '10:11:12.000345', '1000-01-01 00:00:00', '9999-12-31 23:59:59.999999', '2024-03-31 02:30:00',
            '2024-02-29 10:11:12.120', x'00ff'""";

    private static final Map<String, AttributeValue> ATTRIBUTES = new HashMap<>();

    static {
        number("tiny", "-1");
        number("tiny_unsigned", "255");
        number("small_unsigned", "65535");
        number("medium_unsigned", "16777215");
        number("int_unsigned", "4294967295");
        number("big", "-9223372036854775808");
        number("big_unsigned", "18446744073709551615");
        number("price", "-1234567890123456.789");
        number("long_number", "12345678901234567890123456789012345678");
        number("single", "1.1");
        number("twice", "15" + "0".repeat(99));
        ATTRIBUTES.put("one_bit", AttributeValue.fromBool(true));
        text("words", "Côte d'Ivoire");
        text("fixed", "  x");
        text("long_words", "ä".repeat(1000));
        text("json", "{\"a\": [1, \"ü\"]}");
        text("choice", "b c");
        text("choices", "x,y");
        text("identifier", "6ccd780c-baba-1026-9564-5b8c656024db");
        number("a_year", "2024");
        text("a_date", "2024-02-29");
        text("a_time", "-838:59:59");
        text("fine_time", "10:11:12.000345");
        text("moment", "1000-01-01 00:00:00");
        text("fine_moment", "9999-12-31 23:59:59.999999");
        text("stamp", "2024-03-31 02:30:00");
        text("fine_stamp", "2024-02-29 10:11:12.120");
        text("price_text", "-1234567890123456.7890");
    }

    private Servers servers;
    private ReplicatorProcess replicator;
    private Items items;

    @BeforeAll
    void startReplication(Servers servers) throws Exception {
        this.servers = servers;
        items = new Items(servers, "tgt_types");
        servers.createTable("types", COLUMNS);
        servers.execute(
                "INSERT INTO types VALUES (1, " + VALUES + ")", "INSERT INTO types (id, words) VALUES (2, NULL)");
        replicator = new ReplicatorProcess(servers, writeMappings(servers)).start();
    }

    @AfterAll
    void stopReplication() {
        replicator.close();
    }

    @Test
    void fullLoadWritesEveryTypeAsTheGuideSays() {
        assertThat(item(1)).containsExactlyInAnyOrderEntriesOf(ATTRIBUTES);
    }

    @Test
    void changesWriteThemInTheSameWay() throws Exception {
        servers.execute("INSERT INTO types VALUES (11, " + VALUES + ")");

        Awaitility.await().untilAsserted(() -> assertThat(item(11)).containsExactlyInAnyOrderEntriesOf(ATTRIBUTES));
    }

    @Test
    void nullsAreNotWritten() throws Exception {
        assertThat(item(2)).isEmpty();

        servers.execute("INSERT INTO types VALUES (12, " + VALUES + ")", "UPDATE types SET price = NULL WHERE id = 12");

        Map<String, AttributeValue> attributes = new HashMap<>(ATTRIBUTES);
        attributes.keySet().removeAll(List.of("price", "price_text"));
        Awaitility.await().untilAsserted(() -> assertThat(item(12)).containsExactlyInAnyOrderEntriesOf(attributes));
    }

    @Test
    void numberOfMoreThan38DigitsIsRejectedWithItsReason() throws Exception {
        servers.execute(
                "INSERT INTO types (id, long_number) VALUES (13, 123456789012345678901234567890123456789)",
                "INSERT INTO types (id, long_number) VALUES (14, 1)");

        Awaitility.await().until(() -> item(14).containsKey("long_number"));
        assertThat(item(13)).isEmpty();
        assertThat(replicator.output())
                .anyMatch(line -> line.endsWith("Rejected: table=tgt_types key=id=13 reason=column long_number:"
                        + " 123456789012345678901234567890123456789 has 39 significant digits and DynamoDB's Number holds 38;"
                        + " map it as a string"));
    }

    @Test
    void primaryKeyMovesItsItem() throws Exception {
        servers.execute("INSERT INTO types (id, words) VALUES (15, 'moved')", "UPDATE types SET id = 16 WHERE id = 15");

        Awaitility.await()
                .untilAsserted(() -> assertThat(item(16)).containsEntry("words", AttributeValue.fromS("moved")));
        assertThat(items.get(key(15))).isEmpty();
    }

    @Test
    void columnAddedLaterIsCopied() throws Exception {
        servers.execute(
                "CREATE TABLE IF NOT EXISTS unrelated (id INT)",
                "ALTER TABLE types ADD COLUMN added VARCHAR(10)",
                "INSERT INTO types (id, added) VALUES (17, 'new')");

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(item(17))
                .containsEntry("added", AttributeValue.fromS("new")));
        servers.execute("ALTER TABLE types DROP COLUMN added");
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(item(17))
                .doesNotContainKey("added"));
    }

    /** An item without its key, which differs from test to test, and without what a row has by default. */
    private Map<String, AttributeValue> item(int id) {
        Map<String, AttributeValue> attributes = new HashMap<>(items.get(key(id)));
        attributes.remove("id");
        return attributes;
    }

    private static Map<String, AttributeValue> key(int id) {
        return Map.of("id", AttributeValue.fromN(String.valueOf(id)));
    }

    private static void number(String name, String value) {
        ATTRIBUTES.put(name, AttributeValue.fromN(value));
    }

    private static void text(String name, String value) {
        ATTRIBUTES.put(name, AttributeValue.fromS(value));
    }

    private static Path writeMappings(Servers servers) throws Exception {
        return Files.writeString(
                servers.newDirectory().resolve("mappings.json"),
                """
                {"rules": [
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "mydev", "table-name": "typ%"}},
                {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "2", "rule-action": "map-record-to-record",
                 "object-locator": {"schema-name": "mydev", "table-name": "types"}, "target-table-name": "tgt_types",
                 "mapping-parameters": {"exclude-columns": ["picture"], "attribute-mappings": [
                  {"target-attribute-name": "price_text", "attribute-type": "scalar", "attribute-sub-type": "string",
                   "value": "${price}"}]}}]}""");
    }
}
