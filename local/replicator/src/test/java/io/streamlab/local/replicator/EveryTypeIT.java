package io.streamlab.local.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamlab.local.replicator.server.Items;
import io.streamlab.local.replicator.server.ReplicatorProcess;
import io.streamlab.local.replicator.server.Servers;
import io.streamlab.local.replicator.types.KnownValues;
import io.streamlab.local.replicator.types.RandomValues;
import io.streamlab.local.replicator.types.TypeTable;
import io.streamlab.local.replicator.types.TypedColumn;
import io.streamlab.local.replicator.types.TypedColumn.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A value of any type has the same attribute by each road: the full load, an INSERT, an UPDATE, and a column that was added while
 * changes flow. With {@code LONG_TESTS=true} many more random values, and every letter; {@code -Dtypes.seed=N} repeats a run.
 */
@ExtendWith(Servers.Resolver.class)
@Timeout(600)
class EveryTypeIT {

    private static final boolean IS_LONG = Boolean.parseBoolean(System.getenv("LONG_TESTS"));

    private static final int RUNS = IS_LONG ? 10 : 1;

    /** InnoDB holds 8,126 bytes of a row in its page. */
    private static final int COLUMNS_OF_A_TABLE = 40;

    private static final List<String> LETTERS = List.of(
            "latin1", "cp1250", "swe7", "tis620", "sjis", "cp932", "ujis", "eucjpms", "gbk", "gb2312", "big5", "euckr");

    /** Types of a key with two values. A change of a row finds the item of the full load by its key. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("date DATE", List.of("'0000-00-00'", "'2024-00-15'")),
            Map.entry("instant TIMESTAMP(3)", List.of("'0000-00-00 00:00:00'", "'2024-02-29 10:11:12.120'")),
            Map.entry("duration TIME(6)", List.of("'-00:00:00.000001'", "'838:59:59'")),
            Map.entry("year YEAR", List.of("0000", "2155")),
            Map.entry("choice ENUM('a,b','😀')", List.of("'a,b'", "'😀'")),
            Map.entry("choices SET('it''s','c\\\\d')", List.of("'it''s,c\\\\d'", "'c\\\\d'")),
            Map.entry("single FLOAT", List.of("3.1415927", "1e-38")),
            Map.entry("bounded DOUBLE(10,2)", List.of("-0.01", "12345678.91")),
            Map.entry("latin VARCHAR(20) CHARACTER SET latin1", List.of("_latin1 x'80818D'", "'ß'")),
            Map.entry("japanese CHAR(20) CHARACTER SET sjis", List.of("'表 ソ'", "'～'")),
            Map.entry("exact DECIMAL(38,10)", List.of("-1.5", "9999999999999999999999999999.9999999999")));

    private final Servers servers;

    EveryTypeIT(Servers servers) {
        this.servers = servers;
    }

    /**
     * Columns and how many rows have values in them.
     *
     * @param name of their tables, with a number behind
     */
    private record Group(String name, List<TypedColumn> columns, int rows) {}

    @Test
    void everyValueIsTheSameByEveryRoad() throws Exception {
        long firstSeed = Long.getLong("types.seed", new Random().nextLong());
        replicateByEveryRoad(new Group("known", KnownValues.columns(), 16), random(firstSeed), letters());
        for (int run = 1; run < RUNS; run++) {
            replicateByEveryRoad(random(firstSeed + run));
        }
    }

    private static Group random(long seed) {
        System.out.println("types.seed=" + seed);
        int rows = IS_LONG ? 40 : 8;
        return new Group("random", new RandomValues(seed).columns(2 * COLUMNS_OF_A_TABLE, rows), rows);
    }

    /** Returns a column for each character set that has letters of its own, and rows that have all letters or some of them. */
    private static Group letters() {
        List<Integer> firstBytes = new ArrayList<>(List.of(0));
        IntStream.range(0x80, 0xFF).filter(first -> IS_LONG || first % 24 == 1).forEach(firstBytes::add);
        IntStream.range(0x8FA1, 0x8FFF)
                .filter(first -> IS_LONG || first % 24 == 1)
                .forEach(firstBytes::add);
        List<TypedColumn> columns = LETTERS.stream()
                .map(set -> new TypedColumn(
                        "LONGTEXT CHARACTER SET " + set,
                        firstBytes.stream().map(first -> letters(set, first)).toList()))
                .toList();
        return new Group("letters", columns, firstBytes.size());
    }

    /** Returns all letters of two or three bytes that begin in some way. The server leaves out what is no letter. */
    private static Sample letters(String characterSet, int firstBytes) {
        return new Sample(
                IntStream.range(0, 256)
                        .mapToObj(last -> "CHAR(" + (firstBytes << 8 | last) + " USING " + characterSet + ")")
                        .collect(Collectors.joining(", ", "CONCAT_WS(CONVERT('' USING " + characterSet + "), ", ")")),
                null);
    }

    private void replicateByEveryRoad(Group... groups) throws Exception {
        List<TypeTable> loaded = new ArrayList<>();
        List<TypeTable> added = new ArrayList<>();
        for (Group group : groups) {
            loaded.addAll(tables("loaded_", group));
            added.addAll(tables("added_", group));
        }
        for (TypeTable table : loaded) {
            table.create();
            table.insert(0);
        }
        for (TypeTable table : added) {
            table.createWithoutColumns();
        }
        List<TypeTable> tables = new ArrayList<>(loaded);
        tables.addAll(added);
        for (TypeTable table : tables) {
            table.removeItems();
        }
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, writeMappings(tables)).start()) {
            for (TypeTable table : loaded) {
                table.insert(1000);
                table.insertThenUpdate(2000);
                table.insertDefaults(3000);
            }
            for (TypeTable table : added) {
                table.addColumns();
                table.insert(1000);
            }
            for (TypeTable table : added) {
                table.awaitRow(1000);
            }
            awaitReplicating(replicator);
            for (TypeTable table : added) {
                table.insert(2000);
                table.insertThenUpdate(3000);
            }
            replicator.stop();
            for (TypeTable table : tables) {
                table.insert(4000);
            }
            replicator.start();
            List<String> differences = new ArrayList<>();
            for (TypeTable table : tables) {
                table.awaitAllRows();
                differences.addAll(table.differences());
            }
            assertThat(String.join("\n", differences)).isEmpty();
        }
    }

    @Test
    void keyOfAnyTypeIsTheSameByEveryRoad() throws Exception {
        List<String> rules = new ArrayList<>();
        for (Map.Entry<String, List<String>> key : KEYS.entrySet()) {
            String name = nameOf(key.getKey());
            String table = "key_of_" + name;
            servers.createTable(table, key.getKey() + " NOT NULL PRIMARY KEY, number INT");
            servers.execute(
                    "SET sql_mode = ''",
                    "INSERT INTO " + table + " VALUES (" + key.getValue().get(0) + ", 1)",
                    "INSERT INTO " + table + " VALUES (" + key.getValue().get(1) + ", 2)");
            rules.add(TypeTable.rules(table, name));
        }
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, writeRules(rules)).start()) {
            for (Map.Entry<String, List<String>> key : KEYS.entrySet()) {
                String name = nameOf(key.getKey());
                Items items = new Items(servers, "tgt_key_of_" + name);
                assertThat(items.all()).as(key.getKey()).hasSize(2);

                // The item of the full load is changed and removed by its key as the binary log has it.
                servers.execute(
                        "SET sql_mode = ''",
                        "UPDATE key_of_" + name + " SET number = 3 WHERE number = 1",
                        "DELETE FROM key_of_" + name + " WHERE number = 2",
                        "INSERT INTO key_of_" + name + " VALUES ("
                                + key.getValue().get(1) + ", 4)");
                await(key.getKey()).untilAsserted(() -> assertThat(items.all())
                        .hasSize(2)
                        .anyMatch(item -> item.contains("number=3"))
                        .anyMatch(item -> item.contains("number=4")));
            }
            assertThat(replicator.output()).noneMatch(line -> line.contains("Rejected"));
        }
    }

    @Test
    void tableThatWasMadeInAnotherModeOfSqlIsReadInTheSameWay() throws Exception {
        servers.execute("DROP TABLE IF EXISTS other_mode");
        String mode = "SET sql_mode = 'REAL_AS_FLOAT,ANSI_QUOTES,NO_BACKSLASH_ESCAPES'";
        servers.execute(
                mode,
                "CREATE TABLE \"other_mode\" (\"id\" INT PRIMARY KEY, \"single\" REAL, \"choice\" ENUM('a\\b','it''s'),"
                        + " \"twice\" INT AS (id * 2) VIRTUAL, \"loud\" VARCHAR(9) AS (UPPER(choice)) STORED)",
                "GRANT SELECT ON other_mode TO repl",
                "INSERT INTO other_mode (id, single, choice) VALUES (1, 3.141592653589793, 'a\\b')");
        Path mappings = writeRules(List.of(TypeTable.rules("other_mode", "id")));
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            Items items = new Items(servers, "tgt_other_mode");
            servers.execute(mode, "INSERT INTO other_mode (id, single, choice) VALUES (2, 3.141592653589793, 'a\\b')");
            items.become(
                    "choice=a\\b, id=1, loud=A\\B, single=3.1415927, twice=2",
                    "choice=a\\b, id=2, loud=A\\B, single=3.1415927, twice=4");

            servers.execute(
                    mode,
                    "ALTER TABLE \"other_mode\" DROP COLUMN \"loud\", ADD COLUMN \"more\" REAL DEFAULT 0.1",
                    "INSERT INTO other_mode (id, more, choice) VALUES (3, 2.718281828459045, 'it''s')");
            items.become(
                    "choice=a\\b, id=1, more=0.1, single=3.1415927, twice=2",
                    "choice=a\\b, id=2, more=0.1, single=3.1415927, twice=4",
                    "choice=it's, id=3, more=2.7182817, twice=6");
            awaitReplicating(replicator);
            servers.execute(
                    "INSERT INTO other_mode (id, more) VALUES (4, 2.718281828459045)",
                    "DELETE FROM other_mode WHERE id < 4");
            items.become("id=4, more=2.7182817, twice=8");
        }
    }

    @Test
    void numberThatDynamoDbCannotHoldIsRejectedByEveryRoad() throws Exception {
        String values = "(%1$d1, 12345678901234567890123456789.0123456789, NULL), (%1$d2, NULL, 1e126),"
                + " (%1$d3, NULL, 1e-131), (%1$d4, 12345678901234567890123456789.012345678, 9e125)";
        servers.createTable("long_numbers", "id INT PRIMARY KEY, exact DECIMAL(65,30), wide DOUBLE");
        servers.execute("INSERT INTO long_numbers VALUES " + values.formatted(1));
        Path mappings = writeRules(List.of(TypeTable.rules("long_numbers", "id")));
        try (ReplicatorProcess replicator = new ReplicatorProcess(servers, mappings).start()) {
            assertThat(replicator.output()).contains("ready rows=4 rejected=3");

            servers.execute("INSERT INTO long_numbers VALUES " + values.formatted(2));

            String numbers = "exact=12345678901234567890123456789.012345678, id=%d, wide=9" + "0".repeat(125);
            new Items(servers, "tgt_long_numbers").become(numbers.formatted(14), numbers.formatted(24));
            for (int row : List.of(11, 12, 13, 21, 22, 23)) {
                assertThat(replicator.output())
                        .anyMatch(line -> line.contains("Rejected: table=tgt_long_numbers key=id=" + row));
            }
        }
    }

    private static String nameOf(String column) {
        return column.substring(0, column.indexOf(' '));
    }

    private List<TypeTable> tables(String prefix, Group group) {
        List<TypeTable> tables = new ArrayList<>();
        int count = group.columns().size();
        for (int from = 0; from < count; from += COLUMNS_OF_A_TABLE) {
            List<TypedColumn> part = group.columns().subList(from, Math.min(count, from + COLUMNS_OF_A_TABLE));
            tables.add(new TypeTable(servers, prefix + group.name() + "_" + tables.size(), part, group.rows()));
        }
        return tables;
    }

    private static void awaitReplicating(ReplicatorProcess replicator) {
        await("phase")
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .until(() -> replicator.status().get("phase").asText().equals("REPLICATING"));
    }

    private Path writeMappings(List<TypeTable> tables) throws Exception {
        return writeRules(tables.stream().map(TypeTable::rules).toList());
    }

    private Path writeRules(List<String> rules) throws Exception {
        return Files.writeString(
                servers.newDirectory().resolve("mappings.json"),
                rules.stream().collect(Collectors.joining(",", "{\"rules\": [", "]}")));
    }
}
