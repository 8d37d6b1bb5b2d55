package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.text.SortableText;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hudi itself, in a folder and without a catalog: which row stays in which partition. */
class HudiPartitionsIT {
    private static final StructType SCHEMA = StructType.fromDDL(
            "_event_order string, uuid string, region string, store int, value string, _hoodie_is_deleted boolean");
    private static final Instant START = Instant.parse("2026-01-30T00:00:00Z");

    /** Each of them is another folder, but for the last two. */
    private static final String[] REGIONS = {"Asia", "asia", "A/B=C %", "Südsee", "01", "1", "", null};

    @TempDir
    private Path folder;

    private long batches;

    /**
     * Random events, late ones, deletes, replays and restarts, over partitions of a text and of a day: the table has the rows
     * of the latest events, and no row whose latest event is a delete.
     */
    @ParameterizedTest
    @CsvSource({
        "table, updates, 'region,day(orderdate)', 2",
        "table, inserts, 'month(orderdate),region', 3",
        "table, updates, store, 6",
        "partition, updates, 'region,day(orderdate)', 4",
        "partition, inserts, region, 5"
    })
    void rowsAreThoseOfTheLatestEvents(String unique, String profile, String fields, long seed) {
        Random random = new Random(seed);
        Map<String, Event> model = new HashMap<>();
        List<List<Event>> written = new ArrayList<>();
        for (int batch = 0; batch < 6; batch++) {
            try (HudiTable table = table("unique_keys", unique, "write_profile", profile, "partition_fields", fields)) {
                boolean replay = batch == 3;
                List<Event> events = replay ? written.get(random.nextInt(batch)) : events(random, batch);
                written.add(events);
                Function<Event, String> identity =
                        event -> unique.equals("table") ? event.key() : event.key() + " in " + event.partition(fields);
                HudiCommit commit = upsert(table, events);

                Map<String, Event> newest = newest(events, identity);
                // Hudi may count a delete twice, and events older than a delete never come to Hudi.
                long hidden = commit.supersededByDelete().orElse(0);
                long byTable = olderThan(model, newest).size();
                assertThat(commit.olderThanTable().orElseThrow())
                        .as("seed %d, batch %d: older than the table", seed, batch)
                        .isBetween(byTable - commit.deleted() - hidden, byTable);
                assertThat(commit.written()
                                + commit.deleted()
                                + commit.olderThanTable().orElseThrow())
                        .as("seed %d, batch %d: all keys", seed, batch)
                        .isBetween(newest.size() - hidden, (long) newest.size());
                newest.forEach((same, event) -> model.merge(same, event, Event::later));
                assertThat(rowsOfTable())
                        .as("seed %d, after batch %d", seed, batch)
                        .containsExactlyInAnyOrderElementsOf(model.values().stream()
                                .filter(event -> !event.deletes())
                                .map(Event::text)
                                .toList());
                assertThat(commit.deleted())
                        .as("seed %d, batch %d: deletes", seed, batch)
                        .isLessThanOrEqualTo(
                                newest.values().stream().filter(Event::deletes).count());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "partition"})
    void batchRewritesNoPartitionButThoseThatItHasRecordsOf(String unique) {
        try (HudiTable table = table("unique_keys", unique, "partition_fields", "region")) {
            upsert(table, List.of(event("a", 1, "Asia"), event("b", 1, "Europe"), event("c", 1, "A/B")));
            Map<String, String> before = filesByRegion();

            upsert(table, List.of(event("b", 2, "Europe")));

            Map<String, String> after = filesByRegion();
            assertThat(after).containsEntry("Asia", before.get("Asia")).containsEntry("A/B", before.get("A/B"));
            assertThat(after.get("Europe")).isNotEqualTo(before.get("Europe"));
        }
    }

    @Test
    void countsARowThatMovesAsWrittenAndNotAsDeleted() {
        try (HudiTable table = table("partition_fields", "region")) {
            upsert(table, List.of(event("a", 1, "Asia"), event("b", 2, "Asia")));

            HudiCommit commit = upsert(table, List.of(event("a", 2, "Europe"), event("b", 1, "Europe")));

            assertThat(commit.written()).isEqualTo(1);
            assertThat(commit.deleted()).isZero();
            assertThat(commit.notes()).containsEntry("_streaming_join.moved_rows", "1");
        }
    }

    @Test
    void otherPartitionsOfTheSameTableAreRefusedAtTheStart() {
        try (HudiTable table = table("partition_fields", "region,day(orderdate)")) {
            upsert(table, List.of(event("a", 1, "Asia")));
        }

        try (HudiTable again = table("partition_fields", "region,day(orderdate)")) {
            upsert(again, List.of(event("a", 2, "Asia")));
        }
        assertThatThrownBy(() -> table("partition_fields", "region", "unique_keys", "partition"))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--partition_fields makes partitions by [region], but the table in " + path()
                                        + " was created with partitions by [region, orderdate_day]",
                                "--unique_keys is partition, but the table in " + path() + " was created with table"));
    }

    private static Event event(String key, int arrival, String region) {
        return new Event(key, START, arrival, region, null, false);
    }

    private static Map<String, Event> newest(List<Event> events, Function<Event, String> identity) {
        return events.stream().collect(toMap(identity, event -> event, Event::later));
    }

    /** Returns the newest events that are older than the event of their key in the model. */
    private static Map<String, Event> olderThan(Map<String, Event> model, Map<String, Event> newest) {
        return newest.entrySet().stream()
                .filter(event -> {
                    Event held = model.get(event.getKey());
                    return held != null
                            && held.order().compareTo(event.getValue().order()) > 0;
                })
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<Event> events(Random random, int batch) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Instant time = START.plus(Duration.ofHours(random.nextInt(24 * 4)));
            events.add(new Event(
                    "urn:key:" + random.nextInt(20) + ",x/%",
                    time,
                    batch * 100 + i,
                    REGIONS[random.nextInt(REGIONS.length)],
                    random.nextInt(4) == 0 ? null : random.nextInt(3),
                    random.nextInt(6) == 0));
        }
        return events;
    }

    private HudiTable table(String... keysAndValues) {
        List<String> all = new ArrayList<>(List.of(
                "target_path",
                path(),
                "hudi_options",
                "hoodie.datasource.hive_sync.enable=false",
                "delete_field",
                "gone"));
        all.addAll(List.of(keysAndValues));
        return HudiTable.open(
                LocalSpark.session(),
                TablePlan.of(ExampleConfig.with(all.toArray(String[]::new)).target(), SCHEMA, Map.of()));
    }

    private String path() {
        return folder.resolve("table").toUri().toString();
    }

    private HudiCommit upsert(HudiTable table, List<Event> events) {
        Dataset<Row> rows = LocalSpark.session()
                .createDataFrame(events.stream().map(Event::row).toList(), SCHEMA);
        return table.upsert(rows, Optional.empty(), BatchProvenance.ofBatch("query", batches++), false)
                .batch();
    }

    private Dataset<Row> readTable() {
        return LocalSpark.session().read().format("hudi").load(path());
    }

    private List<String> rowsOfTable() {
        return readTable().select("uuid", "region", "store", "value").collectAsList().stream()
                .map(row -> text(row.get(0), row.get(1), row.get(2), row.get(3)))
                .toList();
    }

    /** Of a partition that has no value, Hudi tells null, whether it came as that or as the empty text. */
    private static String text(Object key, Object region, Object store, Object value) {
        return key + " " + ("".equals(region) ? null : region) + " " + store + " " + value;
    }

    private Map<String, String> filesByRegion() {
        Map<String, String> files = new HashMap<>();
        readTable()
                .select("region", "_hoodie_file_name")
                .collectAsList()
                .forEach(row -> files.put(row.getString(0), row.getString(1)));
        return files;
    }

    private record Event(String key, Instant time, int arrival, String region, Integer store, boolean deletes) {
        String order() {
            return new SortableText()
                    .add(time)
                    .addNatural(BigInteger.valueOf(arrival))
                    .toString();
        }

        Event later(Event other) {
            return order().compareTo(other.order()) > 0 ? this : other;
        }

        String partition(String fields) {
            String where = fields.equals("store") ? "" + store : region == null ? "" : region;
            if (fields.contains("day")) {
                where += time.toString().substring(0, 10);
            } else if (fields.contains("month")) {
                where += time.toString().substring(0, 7);
            }
            return where;
        }

        Row row() {
            return RowFactory.create(order(), key, region, store, "value " + arrival, deletes);
        }

        String text() {
            return HudiPartitionsIT.text(key, region, store, "value " + arrival);
        }
    }
}
