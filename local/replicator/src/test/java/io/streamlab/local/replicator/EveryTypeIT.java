package io.streamlab.local.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.local.replicator.server.ReplicatorProcess;
import io.streamlab.local.replicator.server.Servers;
import io.streamlab.local.replicator.types.KnownValues;
import io.streamlab.local.replicator.types.RandomValues;
import io.streamlab.local.replicator.types.TypeTable;
import io.streamlab.local.replicator.types.TypedColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A value of any type has the same attribute by each road: the full load, an INSERT, an UPDATE, and a column that was added while
 * changes flow. With {@code LONG_TESTS=true} many more random values; {@code -Dtypes.seed=N} repeats a run.
 */
@ExtendWith(Servers.Resolver.class)
@Timeout(600)
class EveryTypeIT {

    private static final boolean IS_LONG = Boolean.parseBoolean(System.getenv("LONG_TESTS"));

    /** InnoDB holds 8,126 bytes of a row in its page. */
    private static final int COLUMNS_OF_A_TABLE = 40;

    private static final int ROWS = 16;

    private final Servers servers;

    EveryTypeIT(Servers servers) {
        this.servers = servers;
    }

    @Test
    void knownValuesAreTheSameByEveryRoad() throws Exception {
        replicateByEveryRoad(KnownValues.columns());
    }

    @Test
    void randomValuesAreTheSameByEveryRoad() throws Exception {
        long firstSeed = Long.getLong("types.seed", new Random().nextLong());
        for (int run = 0; run < (IS_LONG ? 10 : 1); run++) {
            long seed = firstSeed + run;
            System.out.println("types.seed=" + seed);
            replicateByEveryRoad(new RandomValues(seed).columns(2 * COLUMNS_OF_A_TABLE, ROWS));
        }
    }

    private void replicateByEveryRoad(List<TypedColumn> columns) throws Exception {
        List<TypeTable> loaded = tables("every", columns);
        List<TypeTable> added = tables("added", columns);
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
            added.get(0).awaitRow(1000);
            awaitReplicating(replicator);
            for (TypeTable table : added) {
                table.insert(2000);
                table.insertThenUpdate(3000);
            }
            List<String> differences = new ArrayList<>();
            for (TypeTable table : tables) {
                table.awaitAllRows();
                differences.addAll(table.differences());
            }
            assertThat(String.join("\n", differences)).isEmpty();
        }
    }

    private List<TypeTable> tables(String name, List<TypedColumn> columns) {
        List<TypeTable> tables = new ArrayList<>();
        for (int from = 0; from < columns.size(); from += COLUMNS_OF_A_TABLE) {
            List<TypedColumn> part = columns.subList(from, Math.min(columns.size(), from + COLUMNS_OF_A_TABLE));
            tables.add(new TypeTable(servers, name + "_" + tables.size(), part, ROWS));
        }
        return tables;
    }

    private static void awaitReplicating(ReplicatorProcess replicator) {
        Awaitility.await("phase")
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .until(() -> replicator.status().get("phase").asText().equals("REPLICATING"));
    }

    private Path writeMappings(List<TypeTable> tables) throws Exception {
        return Files.writeString(
                servers.newDirectory().resolve("mappings.json"),
                tables.stream().map(TypeTable::rules).collect(Collectors.joining(",", "{\"rules\": [", "]}")));
    }
}
