package io.streamlab.join.reenrich;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.References;
import io.streamlab.join.metrics.RecordedReports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that were joined with three reference tables, and what the tables have later: the search finds the rows that are outdated,
 * and joins them as their records would be joined now. The second and the third table are joined on attributes of the one before.
 */
class RejoinedRowsPropertiesTest {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, orderdate string, s0 string, s1 string");
    private static final List<String> COLUMNS = List.of("s0", "s1", "ak", "av", "aw", "bk0", "bk1", "bv", "ck", "cv");
    private static final String[] VALUES = {"a", "A", "b", "B", "c", "a,b", "\\N"};
    private static final String DOCUMENT = "["
            + "{\"lookup_table\": \"table_a\", \"lookup_schema\": \"ak string, av string, aw string\","
            + " \"empty_lookup\": \"allow\", \"join_columns\": \"s0=ak\"},"
            + "{\"lookup_table\": \"table_b\", \"lookup_schema\": \"bk0 string, bk1 string, bv string\","
            + " \"empty_lookup\": \"allow\", \"join_columns\": \"av=bk0,s1=bk1\", \"join_comparison\": \"ignore_case\"},"
            + "{\"lookup_table\": \"table_c\", \"lookup_schema\": \"ck string, cv string\","
            + " \"empty_lookup\": \"allow\", \"join_columns\": \"bv=ck\"}]";

    /** The items of each table, by their keys. */
    private record Reference(List<Map<String, Map<String, String>>> tables) {
        static Reference empty() {
            return new Reference(List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()));
        }

        static Reference random(Random random) {
            Reference reference = empty();
            for (int i = 0; i < 3; i++) {
                for (int item = 0; item < 8; item++) {
                    reference.put(i, random);
                }
            }
            return reference;
        }

        void put(int table, Random random) {
            Map<String, String> item = new HashMap<>();
            List<List<String>> attributes =
                    List.of(List.of("ak", "av", "aw"), List.of("bk0", "bk1", "bv"), List.of("ck", "cv"));
            attributes.get(table).forEach(name -> item.put(name, value(random)));
            tables.get(table).put(key(table, item), item);
        }

        private static String key(int table, Map<String, String> item) {
            return switch (table) {
                case 0 -> item.get("ak");
                case 1 -> item.get("bk0").toLowerCase() + "|" + item.get("bk1").toLowerCase();
                default -> item.get("ck");
            };
        }

        Reference changed(Random random) {
            Reference changed = new Reference(tables.stream()
                    .<Map<String, Map<String, String>>>map(TreeMap::new)
                    .toList());
            for (int count = 1 + random.nextInt(6); count > 0; count--) {
                int table = random.nextInt(3);
                if (random.nextInt(3) == 0) {
                    List<String> keys = List.copyOf(changed.tables.get(table).keySet());
                    changed.tables.get(table).remove(keys.get(random.nextInt(keys.size())));
                } else {
                    changed.put(table, random);
                }
            }
            return changed;
        }
    }

    private JobConfig config;
    private TableColumns columns;
    private List<LookupJoin> joins;
    private Map<String, Row> table;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void showWhatTheirRecordsWouldShowNow(long seed) {
        Random random = new Random(seed);
        List<String> dropped =
                COLUMNS.stream().filter(name -> random.nextInt(3) == 0).toList();
        configure(dropped, "null");
        Dataset<Row> records = records(random);
        Reference before = Reference.random(random);
        table = byUuid(joined(records, before));
        Reference now = before.changed(random);
        Map<String, Row> expected = byUuid(joined(records, now));
        TreeSet<String> outdated = new TreeSet<>(table.keySet());
        outdated.removeIf(uuid -> table.get(uuid).equals(expected.get(uuid)));

        assertThat(taken(search().ofAllKeys(attributes(now), 1_000)).keySet())
                .as("of all keys, seed %d, without %s", seed, dropped)
                .isEqualTo(outdated);

        int limit = 1 + random.nextInt(10);
        List<String> pending = pending(before, now);
        int steps = 0;
        while (!pending.isEmpty()) {
            assertThat(steps++).as("steps of seed %d", seed).isLessThan(100);
            try (OutdatedRows found = search().ofKeys(pending, attributes(now), limit)) {
                Map<String, Row> rows = rows(found);
                assertThat(rows.size()).isLessThanOrEqualTo(limit);
                assertThat(outdated).as("outdated of seed %d", seed).containsAll(rows.keySet());
                outdated.removeAll(rows.keySet());
                table.putAll(rows);
                pending = pending.subList(found.keysDone(), pending.size());
            }
        }

        assertThat(table).as("seed %d, without %s", seed, dropped).isEqualTo(expected);
    }

    /** A row of a removed item keeps what it showed; a row that belongs to another item now does not. */
    @Test
    void keepWhatTheyShowedWhereTheItemWasRemoved() {
        configure(List.of("ak", "bk0", "bk1", "ck", "aw", "bv"), "keep");
        Reference before = Reference.empty();
        before.tables.get(0).put("a", Map.of("ak", "a", "av", "Asia", "aw", "-"));
        before.tables.get(0).put("b", Map.of("ak", "b", "av", "Asia", "aw", "-"));
        before.tables.get(1).put("asia", Map.of("bk0", "Asia", "bk1", "x", "bv", "yen"));
        before.tables.get(2).put("yen", Map.of("ck", "yen", "cv", "sen"));
        Dataset<Row> records = LocalSpark.session()
                .createDataFrame(
                        List.of(RowFactory.create("0", "1", "d", "a", "x"), RowFactory.create("0", "2", "d", "b", "x")),
                        StructType.fromDDL("_event_order string").merge(ORDERS));
        table = byUuid(joined(records, before));
        assertThat(shown()).containsExactly("1: Asia sen", "2: Asia sen");

        Reference now = Reference.empty();
        now.tables.get(0).put("b", Map.of("ak", "b", "av", "Europe", "aw", "-"));
        table.putAll(taken(search().ofAllKeys(attributes(now), 10)));

        assertThat(shown())
                .as("the item of a was removed, that of b has another region, which has no item")
                .containsExactly("1: Asia sen", "2: Europe null");

        now.tables.get(1).put("asia", Map.of("bk0", "Asia", "bk1", "x", "bv", "won"));
        now.tables.get(2).put("won", Map.of("ck", "won", "cv", "jeon"));
        table.putAll(taken(search().ofKeys(List.of("2:asia,x"), attributes(now), 10)));

        assertThat(shown()).as("a still belongs to Asia").containsExactly("1: Asia jeon", "2: Europe null");
    }

    private void configure(List<String> dropped, String removed) {
        config = ExampleConfig.with(
                "lookup_tables",
                DOCUMENT,
                "reenrich",
                "true",
                "reenrich_removed",
                removed,
                "drop_columns",
                dropped.isEmpty() ? "none" : String.join(",", dropped));
        columns = TableColumns.of(ORDERS, config);
        joins = ReferenceJoins.of(columns, List.of(rows -> null, rows -> null, rows -> null))
                .joins();
    }

    private List<String> shown() {
        return table.values().stream()
                .map(row -> row.getAs("uuid") + ": " + row.getAs("av") + " " + row.getAs("cv"))
                .toList();
    }

    private static Dataset<Row> records(Random random) {
        List<Row> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            records.add(RowFactory.create(
                    "0",
                    String.format("%02d", i),
                    "d",
                    random.nextInt(10) == 0 ? null : value(random),
                    random.nextInt(10) == 0 ? null : value(random)));
        }
        return LocalSpark.session()
                .createDataFrame(
                        records, StructType.fromDDL("_event_order string").merge(ORDERS));
    }

    private List<ReferenceSnapshot> snapshots(Reference reference) {
        List<ReferenceSnapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            snapshots.add(References.ofItems(
                    config.lookups().get(i), List.copyOf(reference.tables.get(i).values())));
        }
        return snapshots;
    }

    private Dataset<Row> joined(Dataset<Row> records, Reference reference) {
        List<Function<Dataset<Row>, ReferenceSnapshot>> reads = new ArrayList<>();
        snapshots(reference).forEach(snapshot -> reads.add(rows -> snapshot));
        return ReferenceJoins.of(columns, reads).read(records).join(records);
    }

    private ReferenceAttributes attributes(Reference reference) {
        return ReferenceAttributes.of(joins, snapshots(reference));
    }

    private List<String> pending(Reference before, Reference now) {
        Map<String, Row> former = attributes(before).ofAllKeys();
        Map<String, Row> current = attributes(now).ofAllKeys();
        TreeSet<String> keys = new TreeSet<>(former.keySet());
        keys.addAll(current.keySet());
        keys.removeIf(key -> Objects.equals(former.get(key), current.get(key)));
        return List.copyOf(keys);
    }

    private Map<String, Row> taken(OutdatedRows found) {
        try (found) {
            return rows(found);
        }
    }

    private Map<String, Row> rows(OutdatedRows found) {
        return found.rows().map(this::byUuid).orElseGet(LinkedHashMap::new);
    }

    private Map<String, Row> byUuid(Dataset<Row> rows) {
        Column[] inOrder = Arrays.stream(columns.schema().fieldNames())
                .map(name -> rows.col("`" + name + "`"))
                .toArray(Column[]::new);
        return rows.select(inOrder).collectAsList().stream()
                .collect(toMap(
                        row -> row.getAs("uuid"),
                        row -> row,
                        (a, b) -> {
                            throw new IllegalStateException("a row came twice: " + a);
                        },
                        TreeMap::new));
    }

    private TableSearch search() {
        TableSearch.Table searched = new TableSearch.Table() {
            @Override
            public Optional<Dataset<Row>> read() {
                return Optional.of(LocalSpark.session().createDataFrame(List.copyOf(table.values()), columns.schema()));
            }

            @Override
            public boolean isLastWrittenBy(BatchProvenance origin) {
                throw new UnsupportedOperationException("a search does not ask for the writer");
            }

            @Override
            public Column asRead(Column value, StructField column) {
                return value;
            }
        };
        RemovedReference removed = config.reenrich().removed();
        return new TableSearch(
                searched, joins, removed, new RecordedReports().reports().begin(7));
    }

    private static String value(Random random) {
        return VALUES[random.nextInt(VALUES.length)];
    }
}
