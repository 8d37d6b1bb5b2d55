package io.streamlab.join.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.SourceConnector;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.CatalogSync;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.TablePlan;
import io.streamlab.join.hudi.UpsertOutcome;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.References;
import io.streamlab.join.metrics.RecordedReports;
import io.streamlab.join.record.ParsedBatch;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.record.RejectedStore;
import io.streamlab.join.record.RejectionLimit;
import io.streamlab.join.reenrich.TableReenrichment;
import io.streamlab.kinesis.spark.KinesisSchema;
import io.streamlab.kinesis.spark.TestLength;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a table with partitions: inserts, updates, deletes, late events, moves to other partitions, records that
 * are rejected, records that Hudi cannot write, changes of the reference data, restarts, kills at each step, and replays with
 * more records. After each history the table has the latest event of each key with the reference data of the end, and each
 * record has one fate. Half of the histories have a second reference table, which is joined on what the first one gives.
 *
 * <p>Two histories of 7 batches; with {@code LONG_TESTS=true} 60 of 20.
 */
class TableHistoriesIT {
    private static final long FIRST_SEED =
            Long.getLong("history.seed", TestLength.of(1, new Random().nextInt(1_000_000)));
    private static final int HISTORIES = Integer.getInteger("histories", TestLength.of(2, 60));
    private static final int BATCHES = TestLength.of(7, 20);

    private static final String QUERY_ID_PROPERTY = "sql.streaming.queryId";
    private static final StructType ORDERS =
            StructType.fromDDL("uuid string, country string, orderdate string, deleted boolean");
    private static final List<String> COUNTRIES = List.of("India", "Peru", "New Zealand", "Mars");
    private static final List<String> STEPS =
            List.of("keep", "kept", "upsert", "committed", "keep unwritable", "kept unwritable");
    private static final long FIRST_ARRIVAL = 1_769_860_800_000L;

    private static final String TWO_TABLES =
            "[{\"lookup_table\": \"countries\", \"join_columns\": \"country=countryname\","
                    + " \"lookup_schema\": \"code string, countryname string, combinedname string\"},"
                    + " {\"lookup_table\": \"grades\", \"join_columns\": \"combinedname=label\","
                    + " \"lookup_schema\": \"label string, grade string\", \"empty_lookup\": \"allow\","
                    + " \"max_lookup_shrink_percent\": \"none\"}]";

    /** No file system takes a folder of this name. */
    private static final String NO_PLACE = "x".repeat(300);

    private static int batches;
    private static int kills;
    private static int records;

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final RecordedReports reports = new RecordedReports();
    private final List<Sent> stream = new ArrayList<>();
    /** Where each batch ends in the stream. */
    private final List<Integer> ends = new ArrayList<>();

    private final Map<String, String> reference = new TreeMap<>(Map.of("India", "a", "Peru", "b", "New Zealand", "c"));
    /** The second reference table: a grade for some of the values that the first one gives. */
    private final Map<String, String> grades = new TreeMap<>(Map.of("a", "grade 1", "b", "grade 2"));

    private final List<String> told = new ArrayList<>();

    private Random random;
    private boolean hasGrades;
    private HudiTable table;
    private MicroBatch batch;
    /** The step before which the job dies; empty if it lives. */
    private Optional<String> death = Optional.empty();

    /** A record, and whether the job can parse it and Hudi can write it. */
    private record Sent(int number, String payload, String key, int day, String country, boolean isDelete, Kind kind) {}

    private enum Kind {
        GOOD,
        NOT_JSON,
        UNWRITABLE
    }

    private static final class Killed extends RuntimeException {}

    static Stream<Long> seeds() {
        return IntStream.range(0, HISTORIES).mapToObj(number -> FIRST_SEED + number);
    }

    @AfterAll
    static void report() {
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, null);
        System.out.printf(
                "histories of a table: %d histories, %,d batches, %,d kills, %,d records%n",
                HISTORIES, batches, kills, records);
    }

    @ParameterizedTest(name = "history.seed={0}")
    @MethodSource("seeds")
    void tableHasTheLatestEventsWhateverHappens(long seed) throws IOException {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        hasGrades = seed % 2 == 0;
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, "q");
        Files.createDirectories(folder.resolve("checkpoint/offsets"));
        Files.createDirectories(folder.resolve("rejected"));
        try {
            start();
            for (int number = 0; number < BATCHES; number++) {
                play(number);
            }
            // The last change of the reference data reaches every row with the next commit.
            send(1, Kind.GOOD);
            run(BATCHES);
        } finally {
            stop();
        }

        verifyTable(seed);
        verifyRejected(seed);
        verifyReports(seed);
        records += stream.size();
    }

    private void play(int number) {
        if (random.nextInt(3) == 0) {
            String country = COUNTRIES.get(random.nextInt(3));
            reference.put(country, "label " + random.nextInt(1_000));
            told.add(country + " is " + reference.get(country));
        }
        if (hasGrades && random.nextInt(3) == 0) {
            String label = reference.get(COUNTRIES.get(random.nextInt(3)));
            if (random.nextInt(4) == 0) {
                grades.remove(label);
            } else {
                grades.put(label, "grade " + random.nextInt(3));
            }
            told.add(label + " has " + grades.get(label));
        }
        if (random.nextInt(4) == 0) {
            told.add("restart");
            stop();
            start();
        }
        for (int count = 1 + random.nextInt(25); count > 0; count--) {
            int dice = random.nextInt(100);
            send(1, dice < 4 ? Kind.NOT_JSON : dice < 6 ? Kind.UNWRITABLE : Kind.GOOD);
        }
        death = random.nextInt(2) == 0 ? Optional.of(STEPS.get(random.nextInt(STEPS.size()))) : Optional.empty();
        if (death.isPresent()) {
            Throwable failure = catchThrowable(() -> run(number));
            if (failure != null) {
                assertThat(failure).as(told.toString()).isInstanceOf(Killed.class);
                told.add("killed before: " + death.get());
                kills++;
                death = Optional.empty();
                stop();
                start();
                if (random.nextInt(3) == 0) {
                    // As after somebody has removed the batch from the checkpoint: the stream has gone on.
                    send(1 + random.nextInt(5), Kind.GOOD);
                    ends.remove(number);
                    told.add("batch " + number + " with more records");
                }
                run(number);
            }
        } else {
            run(number);
        }
        death = Optional.empty();
        batches++;
    }

    private void send(int count, Kind kind) {
        for (int i = 0; i < count; i++) {
            int number = stream.size();
            String key = "key:" + random.nextInt(12);
            int day = 1 + random.nextInt(28);
            String country = kind == Kind.UNWRITABLE ? NO_PLACE : COUNTRIES.get(random.nextInt(COUNTRIES.size()));
            boolean isDelete = kind == Kind.GOOD && random.nextInt(6) == 0;
            String payload = kind == Kind.NOT_JSON
                    ? "record " + number + " is no JSON"
                    : String.format(
                            "{\"uuid\": \"%s\", \"country\": \"%s\", \"orderdate\": \"1/%d/10\", \"deleted\": %s}",
                            key, country, day, isDelete);
            stream.add(new Sent(number, payload, key, day, country, isDelete, kind));
        }
    }

    /** Runs a batch with what its first run had, or with all that nobody has read yet. */
    private void run(int number) {
        if (ends.size() == number) {
            ends.add(stream.size());
        }
        int begin = number == 0 ? 0 : ends.get(number - 1);
        int end = ends.get(number);
        told.add("batch " + number + " of " + begin + " to " + end);
        try {
            Files.writeString(
                    folder.resolve("checkpoint/offsets/" + number),
                    "v1\n{}\n{\"end\":" + end + ",\"retentionHours\":24}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        batch.run(dataset(stream.subList(begin, end)), number);
    }

    private static Dataset<Row> dataset(List<Sent> sent) {
        List<Row> rows = sent.stream()
                .map(record -> {
                    Timestamp arrival = new Timestamp(FIRST_ARRIVAL + record.number() / 3);
                    return RowFactory.create(
                            record.payload().getBytes(UTF_8),
                            "orders",
                            "key",
                            Integer.toString(1_000_000 + record.number()),
                            arrival,
                            "shardId-000000000000",
                            0L,
                            arrival);
                })
                .toList();
        return LocalSpark.session().createDataFrame(rows, KinesisSchema.SCHEMA).repartition(2);
    }

    private void start() {
        JobConfig config = config();
        TableColumns columns = TableColumns.of(ORDERS, config);
        List<Function<Dataset<Row>, ReferenceSnapshot>> reads = new ArrayList<>();
        reads.add(any -> References.of(config.lookups().get(0), reference));
        if (hasGrades) {
            reads.add(any -> References.ofItems(config.lookups().get(1), items(grades)));
        }
        ReferenceJoins joins = ReferenceJoins.of(columns, reads);
        table = HudiTable.open(LocalSpark.session(), TablePlan.of(config.target(), columns));
        RejectedRecords rejected = RejectedRecords.open(
                LocalSpark.session(), () -> CatalogSync.of(config.target()).open(LocalSpark.session()), config);
        batch = new MicroBatch(
                new OffsetLog(config.batch().checkpointPath(), SourceConnector.EXACT_KINESIS),
                new RecordParser(columns.stream(), config),
                new RejectedStore() {
                    @Override
                    public void keep(ParsedBatch parsed, String queryId, long batchId, boolean mayBeReplay) {
                        dieBefore("keep");
                        rejected.keep(parsed, queryId, batchId, mayBeReplay);
                        dieBefore("kept");
                    }

                    @Override
                    public void keepUnwritable(ParsedBatch parsed, String queryId, long batchId) {
                        dieBefore("keep unwritable");
                        rejected.keepUnwritable(parsed, queryId, batchId);
                        dieBefore("kept unwritable");
                    }
                },
                new RejectionLimit(config.batch()),
                joins,
                (rows, reenriched, origin, mayBeHeld) -> upsert(rows, reenriched, origin, mayBeHeld),
                rows -> table.failureOf(rows, rejected.folderForTrials()),
                TableReenrichment.open(LocalSpark.session(), joins.joins(), table, config),
                reports.reports());
    }

    private UpsertOutcome upsert(
            Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance origin, boolean mayBeHeld) {
        dieBefore("upsert");
        UpsertOutcome outcome = table.upsert(rows, reenriched, origin, mayBeHeld);
        dieBefore("committed");
        return outcome;
    }

    private void dieBefore(String step) {
        if (death.isPresent() && death.get().equals(step)) {
            throw new Killed();
        }
    }

    private void stop() {
        if (table != null) {
            table.close();
        }
    }

    private static List<Map<String, String>> items(Map<String, String> grades) {
        return grades.entrySet().stream()
                .map(grade -> Map.of("label", grade.getKey(), "grade", grade.getValue()))
                .toList();
    }

    private JobConfig config() {
        Map<String, String> arguments = new TreeMap<>(Map.of(
                "drop_columns",
                hasGrades ? "countryname,label" : "countryname",
                "delete_field",
                "deleted",
                "partition_fields",
                "country",
                "reenrich",
                "true",
                "target_path",
                path("table"),
                "rejected_path",
                path("rejected"),
                "checkpoint_path",
                path("checkpoint"),
                "hudi_options",
                "hoodie.datasource.hive_sync.enable=false"));
        if (hasGrades) {
            arguments.put("lookup_tables", TWO_TABLES);
        }
        return ExampleConfig.with(arguments.entrySet().stream()
                .flatMap(argument -> Stream.of(argument.getKey(), argument.getValue()))
                .toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toUri().toString();
    }

    /** Returns the events by their key, the latest last. */
    private Map<String, List<Sent>> written() {
        Map<String, List<Sent>> byKey = new TreeMap<>();
        stream.stream()
                .filter(record -> record.kind() == Kind.GOOD)
                .sorted(Comparator.comparing(Sent::day).thenComparing(Sent::number))
                .forEach(record -> byKey.computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(record));
        return byKey;
    }

    private void verifyTable(long seed) {
        List<String> expected = new ArrayList<>();
        written().values().forEach(events -> {
            Sent latest = events.get(events.size() - 1);
            if (!latest.isDelete()) {
                expected.add(latest.key() + ", " + latest.day() + ", " + latest.country() + ", "
                        + reference.get(latest.country())
                        + (hasGrades ? ", " + grades.get(reference.getOrDefault(latest.country(), "")) : ""));
            }
        });
        List<String> actual = LocalSpark.session()
                .read()
                .format("hudi")
                .load(path("table"))
                .selectExpr("concat_ws(', ', uuid, split(orderdate, '/')[1], country, coalesce(combinedname, 'null')"
                        + (hasGrades ? ", coalesce(grade, 'null')" : "") + ") as row")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();

        assertThat(actual).as("%d: %s", seed, told).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A record that cannot be written may be superseded before anybody tries to write it. */
    private void verifyRejected(long seed) {
        Map<String, Integer> rejected = new LinkedHashMap<>();
        LocalSpark.session()
                .read()
                .schema(RejectedRecords.schema())
                .parquet(path("rejected"))
                .collectAsList()
                .forEach(row -> rejected.merge(
                        row.<String>getAs("reason") + " " + row.getAs("sequence_number"), 1, Integer::sum));
        Map<String, List<Sent>> written = written();
        TreeSet<String> must = new TreeSet<>();
        TreeSet<String> may = new TreeSet<>();
        for (Sent record : stream) {
            String fate =
                    (record.kind() == Kind.NOT_JSON ? "NOT_JSON " : "UNWRITABLE ") + (1_000_000 + record.number());
            if (record.kind() == Kind.NOT_JSON) {
                must.add(fate);
            } else if (record.kind() == Kind.UNWRITABLE) {
                boolean isSuperseded = written.getOrDefault(record.key(), List.of()).stream()
                        .anyMatch(event -> event.number() <= ends.get(batchOf(record))
                                && (event.day() > record.day()
                                        || event.day() == record.day() && event.number() > record.number()));
                (isSuperseded ? may : must).add(fate);
            }
        }

        assertThat(rejected.values()).as("%d: %s", seed, told).allMatch(times -> times == 1);
        assertThat(rejected.keySet()).as("%d: %s", seed, told).containsAll(must);
        may.addAll(must);
        assertThat(may).as("%d: %s", seed, told).containsAll(rejected.keySet());
    }

    private int batchOf(Sent record) {
        return (int) ends.stream().filter(end -> end <= record.number()).count();
    }

    private void verifyReports(long seed) throws IOException {
        for (String report : reports.published()) {
            JsonNode figures = json.readTree(report);
            if (figures.has("failures")) {
                // The report of the replay says what became of the records.
                continue;
            }
            long fates = 0;
            for (String figure : List.of("records_rejected", "records_superseded", "rows_written", "rows_deleted")) {
                long count = figures.path(figure).asLong();
                assertThat(count).as("%d: %s in %s", seed, figure, report).isNotNegative();
                fates += count;
            }
            assertThat(fates)
                    .as("%d: %s, %s", seed, report, told)
                    .isEqualTo(figures.get("records_read").asLong());
        }
    }
}
