package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.anydata.AnyRecord;
import io.streamlab.join.anydata.AnyRecords;
import io.streamlab.join.anydata.AnySchema;
import io.streamlab.join.anydata.Cells;
import io.streamlab.join.anydata.ExpectedTable;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.catalog.SourceTables;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.SourceConnector;
import io.streamlab.join.hudi.CatalogSync;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.TablePlan;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.References;
import io.streamlab.join.metrics.RecordedReports;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.record.RejectionLimit;
import io.streamlab.kinesis.spark.KinesisSchema;
import io.streamlab.kinesis.spark.TestLength;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of any schema, from the bytes of their payloads to the rows of the Hudi table: each cell, each type, each rejected record.
 *
 * <p>The short form has the same schemas each time, the long one has others. -Dany.data.seed=N begins with the schema of a
 * message.
 */
class AnyDataIT {
    private static final long FIRST_SEED =
            Long.getLong("any.data.seed", TestLength.of(1, new Random().nextInt(1_000_000)));
    private static final int SCHEMAS = Integer.getInteger("any.data.schemas", TestLength.of(3, 200));
    private static final int RECORDS = 500;

    /** One after the other: no value may depend on the zone of the session. */
    private static final List<String> SESSION_ZONES = List.of("UTC", "America/New_York", "Europe/Berlin");

    private static final String SESSION_ZONE = "spark.sql.session.timeZone";
    private static final String QUERY_ID_PROPERTY = "sql.streaming.queryId";
    private static final String JAVA_TIME = "spark.sql.datetime.java8API.enabled";

    /** The calendar that Hudi writes, which Spark cannot see from the files. */
    private static final String CALENDAR = "spark.sql.parquet.datetimeRebaseModeInRead";

    private static final BigInteger FIRST_SEQUENCE_NUMBER =
            new BigInteger("49590338271490256608559692538361571095921575989136588898");
    private static final long FIRST_ARRIVAL = 1_769_860_800_000L;
    private static final int RECORDS_PER_MILLISECOND = 10;

    private static int schemas;
    private static int objects;
    private static int rows;
    private static int rejected;

    @TempDir
    private Path folder;

    private String zoneBefore;
    private final RecordedReports reports = new RecordedReports();
    private int sent;

    @BeforeAll
    static void readDatesAndTimesOfEveryYear() {
        LocalSpark.session().conf().set(JAVA_TIME, "true");
        LocalSpark.session().conf().set(CALENDAR, "CORRECTED");
    }

    @AfterAll
    static void restoreSettings() {
        LocalSpark.session().conf().unset(JAVA_TIME);
        LocalSpark.session().conf().unset(CALENDAR);
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, null);
        System.out.printf(
                "any data: %d schemas, %,d objects, %,d rows, %,d rejected%n", schemas, objects, rows, rejected);
    }

    @BeforeEach
    void rememberZone() {
        zoneBefore = LocalSpark.session().conf().get(SESSION_ZONE);
    }

    @AfterEach
    void restoreZone() {
        LocalSpark.session().conf().set(SESSION_ZONE, zoneBefore);
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, SCHEMAS).mapToObj(number -> FIRST_SEED + number);
    }

    @ParameterizedTest(name = "any.data.seed={0}")
    @MethodSource("seeds")
    void tableHasTheRowsOfAnyData(long seed) throws IOException {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        AnySchema schema = AnySchema.of(random);
        AnyRecords records = new AnyRecords(schema, RECORDS, true, random);
        ExpectedTable expected = new ExpectedTable(schema);
        JobConfig config = config(schema);
        String zone = SESSION_ZONES.get((int) (seed % SESSION_ZONES.size()));
        LocalSpark.session().conf().set(SESSION_ZONE, zone);
        String what = "any.data.seed=" + seed + " in " + zone + ": " + schema;
        List<List<AnyRecord>> batches = List.of(
                records.next(RECORDS / 2),
                records.next(RECORDS / 4),
                records.next(RECORDS - RECORDS / 2 - RECORDS / 4));
        List<Dataset<Row>> datasets = batches.stream().map(this::dataset).toList();

        try (HudiTable table = open(schema, config)) {
            MicroBatch batch = batch(schema, config, table);
            batch.run(datasets.get(0), 0);
            batch.run(datasets.get(1), 1);
        }
        expected.add(batches.get(0));
        expected.add(batches.get(1));
        check(schema, expected, what + ", two batches");
        // As after a job that died between the commit and Spark's note: the second batch comes again.
        try (HudiTable table = open(schema, config)) {
            MicroBatch batch = batch(schema, config, table);
            batch.run(datasets.get(1), 1);
            batch.run(datasets.get(2), 2);
        }
        expected.add(batches.get(2));
        check(schema, expected, what + ", after a restart");

        schemas++;
        objects += expected.objects();
        rows += expected.rows();
        rejected +=
                expected.rejected().values().stream().mapToInt(count -> count).sum();
    }

    private void check(AnySchema schema, ExpectedTable expected, String what) {
        Dataset<Row> table = LocalSpark.session().read().format("hudi").load(path("table"));
        Map<String, String> types = new LinkedHashMap<>();
        schema.typesInTable()
                .keySet()
                .forEach(column -> types.put(
                        column, table.schema().apply(column).dataType().catalogString()));
        assertThat(types).as(what).isEqualTo(schema.typesInTable());
        List<Map<String, String>> actual = new ArrayList<>();
        for (Row row : table.collectAsList()) {
            actual.add(types.keySet().stream()
                    .collect(Collectors.toMap(column -> column, column -> Cells.text(row.getAs(column)))));
        }
        assertThat(expected.problems(actual)).as(what).isEmpty();
        Map<String, Integer> kept = new TreeMap<>();
        for (Row row : LocalSpark.session()
                .read()
                .schema(RejectedRecords.schema())
                .parquet(path("rejected"))
                .collectAsList()) {
            kept.merge(
                    ExpectedTable.rejection(row.getAs("reason"), row.getAs("payload"), row.getAs("object_number")),
                    1,
                    Integer::sum);
        }
        assertThat(kept).as(what).isEqualTo(expected.rejected());
        assertThat(reports.published())
                .as(what)
                .allSatisfy(report -> assertThat(report).asString().doesNotContain("\"records_superseded\":-"));
    }

    private static SourceTable source(AnySchema schema) {
        Map<String, String> columns = new LinkedHashMap<>();
        schema.columns().forEach(column -> columns.put(column.name(), column.hiveType()));
        return SourceTables.parse(columns);
    }

    private JobConfig config(AnySchema schema) throws IOException {
        Files.createDirectories(folder.resolve("checkpoint/offsets"));
        Files.createDirectories(folder.resolve("rejected"));
        for (int batch = 0; batch < 3; batch++) {
            Files.writeString(folder.resolve("checkpoint/offsets/" + batch), "v1\n{}\n{\"end\":" + batch + "}");
        }
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, "q");
        Map<String, String> options = new LinkedHashMap<>(schema.options());
        options.put("target_path", path("table"));
        options.put("rejected_path", path("rejected"));
        options.put("checkpoint_path", path("checkpoint"));
        options.put("hudi_options", "hoodie.datasource.hive_sync.enable=false");
        return ExampleConfig.with(options.entrySet().stream()
                .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
                .toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toUri().toString();
    }

    private static HudiTable open(AnySchema schema, JobConfig config) {
        return HudiTable.open(
                LocalSpark.session(),
                TablePlan.of(config.target(), TableColumns.of(source(schema).schema(), config)));
    }

    private MicroBatch batch(AnySchema schema, JobConfig config, HudiTable table) {
        SourceTable source = source(schema);
        TableColumns columns = TableColumns.of(source.schema(), config);
        RejectedRecords rejectedRecords = RejectedRecords.open(
                LocalSpark.session(), () -> CatalogSync.of(config.target()).open(LocalSpark.session()), config);
        return new MicroBatch(
                new OffsetLog(config.batch().checkpointPath(), SourceConnector.EXACT_KINESIS),
                new RecordParser(columns.stream(), source.fields(), config),
                rejectedRecords,
                new RejectionLimit(config.batch()),
                ReferenceJoins.of(
                        any -> References.withLabels(config.lookup(), AnySchema.countriesWithItems()),
                        new LookupJoin(columns, config.lookup())),
                table::upsert,
                rows -> Optional.empty(),
                Optional.empty(),
                reports.reports());
    }

    /** The records as the source gives them: one shard, ten of them in each millisecond, some of one aggregated record. */
    private Dataset<Row> dataset(List<AnyRecord> batch) {
        List<Row> rowsOfSource = new ArrayList<>();
        for (AnyRecord record : batch) {
            long subSequenceNumber = sent % 3;
            Timestamp arrival = new Timestamp(FIRST_ARRIVAL + sent / RECORDS_PER_MILLISECOND);
            rowsOfSource.add(RowFactory.create(
                    record.payload(),
                    "orders",
                    "key",
                    FIRST_SEQUENCE_NUMBER
                            .add(BigInteger.valueOf(sent - subSequenceNumber))
                            .toString(),
                    arrival,
                    "shardId-000000000000",
                    subSequenceNumber,
                    arrival));
            sent++;
        }
        SparkSession spark = LocalSpark.session();
        return spark.createDataFrame(rowsOfSource, KinesisSchema.SCHEMA).repartition(2);
    }
}
