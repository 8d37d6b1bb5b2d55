package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.join.anydata.CellQuery;
import io.streamlab.kinesis.spark.TestLength;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The same jar on the Spark and Hudi of each version of AWS Glue: what it writes, and who can read it. */
@ExtendWith(VersionMatrix.class)
class GlueVersionsIT {
    /** In the short form the oldest Hudi, the newest, and one between them. All other tests of the job run on 4.0 with its bundle. */
    private static final List<String> VERSIONS = TestLength.isLong() || "all".equals(System.getenv("GLUE_VERSIONS"))
            ? List.of("4.0-native", "4.0", "5.0", "5.1", "5.1-hudi-1.1")
            : List.of("4.0-native", "5.0", "5.1-hudi-1.1");

    /** Each of a kind that some version of Hudi takes apart, fails on, or never ends with. */
    private static final List<String> KEYS = List.of(
            "urn:uuid:1",
            "urn:uuid:2",
            "a:b,c",
            "a:b:c,d",
            "k:",
            "12:30,foo",
            "2026-01-31T12:00:00,EU",
            "a/b%3A",
            "__null__",
            " x",
            "😀");

    /** In the SQL that Spark and Trino have in common; %s is the table. */
    private static final List<String> QUERIES = List.of(
            "select uuid, unitssold, code, combinedname from %s where combinedname is not null order by uuid",
            "select combinedname, count(*), max(uuid) from %s group by combinedname order by combinedname nulls last",
            "select uuid, orderdate, _event_order from %s order by _event_order",
            "select count(*) from %1$s where _hoodie_commit_time > (select min(_hoodie_commit_time) from %1$s)",
            "select newer.uuid, older.uuid from %1$s newer join %1$s older on older._event_order < newer._event_order"
                    + " order by newer.uuid, older.uuid",
            "select rejected.reason, rejected.message, count(stored.uuid) from %1$s_rejected rejected"
                    + " left join %1$s stored on stored.uuid <> rejected.partition_key"
                    + " group by rejected.reason, rejected.message");

    private static final int READS_WHILE_WRITING = 20;

    /** The long form has other columns each time. */
    private static final long ANY_DATA_SEED =
            Long.getLong("any.data.seed", TestLength.of(1, new Random().nextInt(1_000_000)));

    /** By the version that has written. */
    private static final Map<String, Steps> STEPS = new LinkedHashMap<>();

    /** Written by one version after the other. */
    private static Pipeline upgraded;

    /** The same with a record key of two columns. */
    private static Pipeline upgradedWithTwoColumns;

    private static SparkSession reader;

    private static CompletableFuture<List<List<List<String>>>> trinoAnswers;

    /**
     * What one version has done.
     *
     * @param pipeline a table of this version alone
     * @param written the batches of that table
     * @param anyTable a table of any columns, of this version alone
     * @param anyTableWritten done when that table is written
     * @param wentOn the batch and the rows after the step in the chain of versions
     * @param wentOnWithTwoColumns the same of the record keys of two columns
     * @param answersOfItsSpark to the queries about the version's own table, and to the one for the cells of any columns
     */
    private record Steps(
            Pipeline pipeline,
            CompletableFuture<List<JsonNode>> written,
            AnyTable anyTable,
            CompletableFuture<Void> anyTableWritten,
            CompletableFuture<Chained> wentOn,
            CompletableFuture<Chained> wentOnWithTwoColumns,
            CompletableFuture<List<List<List<String>>>> answersOfItsSpark) {}

    private record Chained(List<JsonNode> reports, List<String> rows) {}

    /** One driver runs all that a version has to write: its start takes longer than what it writes. */
    @BeforeAll
    static void writeOnEachVersion() {
        reader = StandIn.reader();
        upgraded = Pipeline.create();
        upgradedWithTwoColumns = Pipeline.create();
        for (String version : VERSIONS) {
            Pipeline pipeline = Pipeline.create();
            AnyTable anyTable = AnyTable.create(ANY_DATA_SEED + VERSIONS.indexOf(version));
            try (VersionDriver driver = new VersionDriver(version)) {
                STEPS.put(
                        version,
                        new Steps(
                                pipeline,
                                outcome(() -> write(pipeline, driver)),
                                anyTable,
                                outcome(() -> {
                                    anyTable.write(driver);
                                    return null;
                                }),
                                outcome(() -> goOn(version, driver)),
                                outcome(() -> goOnWithTwoColumns(version, driver)),
                                outcome(() -> {
                                    List<String> queries = queries(pipeline);
                                    queries.add(anyTable.query(CellQuery.SPARK));
                                    return driver.answer(queries);
                                })));
            }
        }
    }

    /** Returns what the step did, for the test of this step to see. */
    private static <T> CompletableFuture<T> outcome(Supplier<T> step) {
        try {
            return CompletableFuture.completedFuture(step.get());
        } catch (RuntimeException | AssertionError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** @throws RuntimeException what the step has thrown, also that it could not be tried here */
    private static <T> T resultOf(CompletableFuture<T> step) {
        try {
            return step.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AssertionError) {
                throw (AssertionError) e.getCause();
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Two batches of one process: a restart is what the chain of versions is about. */
    private static List<JsonNode> write(Pipeline pipeline, VersionDriver driver) {
        pipeline.putRecordsOfOneShard(List.of(
                order(1, "India", "1/4/10"),
                order(2, "China", "2/28/10"),
                "no order",
                order(1, "Canada", "10/2/10"),
                order(2, "Canada", "1/31/10"),
                order(3, "United Kingdom", "2/15/11")));
        return driver.drain(pipeline, Map.of("max_records_per_shard", "3"));
    }

    @AfterAll
    static void close() {
        STEPS.values().forEach(steps -> {
            steps.pipeline().close();
            steps.anyTable().close();
        });
        upgraded.close();
        upgradedWithTwoColumns.close();
        reader.stop();
    }

    /** The reader's Hudi is 0.14.0, which is Athena's version. */
    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfEachVersionIsReadByHudi014(String version) {
        Steps steps = STEPS.get(version);
        assertThat(resultOf(steps.written()))
                .extracting(report -> report.get("records_read").asInt())
                .containsExactly(3, 3);
        assertThat(rows(steps.pipeline()))
                .as("order 1 is replaced; order 2 is not, since what came later is older")
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactlyInAnyOrder(
                        tuple("1", "10/2/10", "CA-Canada"),
                        tuple("2", "2/28/10", "CN-China"),
                        tuple("3", "2/15/11", null));
        assertThat(steps.pipeline().rejected(reader).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfAnyColumnsIsReadByHudi014(String version) {
        resultOf(STEPS.get(version).anyTableWritten());

        STEPS.get(version).anyTable().checkBy(reader);
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfEachVersionIsReadByThatVersion(String version) {
        List<String> queries = queries(STEPS.get(version).pipeline());
        AnyTable anyTable = STEPS.get(version).anyTable();

        List<List<List<String>>> answers = resultOf(STEPS.get(version).answersOfItsSpark());

        assertThat(answers.subList(0, queries.size())).isEqualTo(answersOfReader(queries));
        anyTable.check(CellQuery.SPARK, answers.get(queries.size()));
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfEachVersionIsReadByTrino(String version) {
        List<String> queries = queries(STEPS.get(version).pipeline());

        List<List<List<String>>> answers = answersOfTrino(version);

        assertThat(answers.subList(0, queries.size())).isEqualTo(answersOfReader(queries));
        AnyTable anyTable = STEPS.get(version).anyTable();
        anyTable.checkTypes(answers.get(queries.size()));
        anyTable.check(CellQuery.TRINO, answers.get(queries.size() + 1));
    }

    /** A reader sees each commit whole or not at all: never a row twice, never fewer rows than before. */
    @Test
    void trinoReadsWhileTheJobWrites() {
        assertThat(answersOfTrino().subList(0, READS_WHILE_WRITING))
                .allSatisfy(answer ->
                        assertThat(answer.get(0).get(0)).isEqualTo(answer.get(0).get(1)))
                .extracting(answer -> Integer.valueOf(answer.get(0).get(0)))
                .isSorted()
                .allSatisfy(count -> assertThat(count).isBetween(50, 500));
    }

    private static List<List<List<String>>> answersOfTrino() {
        if (trinoAnswers == null) {
            trinoAnswers = outcome(GlueVersionsIT::askTrino);
        }
        return resultOf(trinoAnswers);
    }

    /** Trino is started once. It first reads a table while the job writes, and then answers the queries about all tables. */
    private static List<List<List<String>>> askTrino() {
        try (Pipeline pipeline = Pipeline.create()) {
            pipeline.putRecords(orders(0, 50));
            SubmittedJob job = pipeline.start();
            job.awaitRecordsRead(50);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int from = 50; from < 500; from += 50) {
                    pipeline.putRecords(orders(from, from + 50));
                    // So many records at once that each batch finds some.
                    job.awaitRecordsRead(from);
                }
            });
            List<String> queries = new ArrayList<>(Collections.nCopies(
                    READS_WHILE_WRITING, "select count(*), count(distinct uuid) from " + pipeline.tableName()));
            STEPS.values().forEach(steps -> {
                queries.addAll(queries(steps.pipeline()));
                queries.add(steps.anyTable().queryOfTypes());
                queries.add(steps.anyTable().query(CellQuery.TRINO));
            });
            List<List<List<String>>> answers = LocalQueries.answer(queries, "--engine", "trino");
            writing.join();
            return answers;
        }
    }

    private static List<String> orders(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> order(number, "India", "1/4/10"))
                .toList();
    }

    /** One pipeline, and the versions in their order; rows that former versions wrote follow the reference data, too. */
    private static Chained goOn(String version, VersionDriver driver) {
        // One row of its own, and one that each version replaces.
        int number = VERSIONS.indexOf(version);
        upgraded.putRecords(List.of(order(100 + number, "India", date(number)), order(1, "USA", date(number))));
        upgraded.putRecords(
                KEYS.stream().map(key -> orderOf(key, "USA", date(number))).toList());
        upgraded.putReference("IN", "India", "IN-" + version);
        List<JsonNode> reports = driver.drain(upgraded, Map.of("reenrich", "true"));
        return new Chained(
                reports, rows(upgraded).stream().map(row -> row.mkString(" ")).toList());
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void eachVersionGoesOnWithTheTableAndTheCheckpointOfTheOneBefore(String version) {
        int number = VERSIONS.indexOf(version);

        Chained wentOn = resultOf(STEPS.get(version).wentOn());

        assertThat(wentOn.reports())
                .as("it goes on where the version before stopped, with all the rows that it wrote")
                .extracting(report -> report.get("records_read").asInt(), report -> report.get("rows_reenriched")
                        .asInt())
                .containsExactly(tuple(2 + KEYS.size(), number));
        List<String> expected = IntStream.rangeClosed(0, number)
                .mapToObj(before -> (100 + before) + " " + date(before) + " IN-" + version)
                .collect(toCollection(ArrayList::new));
        expected.add("1 " + date(number) + " US-USA");
        KEYS.forEach(key -> expected.add(key + " " + date(number) + " US-USA"));
        assertThat(wentOn.rows()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Hudi would write the same text for some of these keys. */
    private static Chained goOnWithTwoColumns(String version, VersionDriver driver) {
        int number = VERSIONS.indexOf(version);
        upgradedWithTwoColumns.putRecords(KEYS.stream()
                .flatMap(key -> Stream.of(
                        orderOf(key, key + ",country:USA", date(number)),
                        orderOf(key + ",country:" + key, "USA", date(number))))
                .toList());
        List<JsonNode> reports = driver.drain(
                upgradedWithTwoColumns, Map.of("record_key", "uuid,country", "drop_columns", "countryname"));
        return new Chained(
                reports,
                upgradedWithTwoColumns.table(reader).select("uuid", "country", "orderdate").collectAsList().stream()
                        .map(row -> row.mkString(" "))
                        .toList());
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void eachVersionUpdatesTheRowsOfKeysOfTwoColumns(String version) {
        int number = VERSIONS.indexOf(version);

        Chained wentOn = resultOf(STEPS.get(version).wentOnWithTwoColumns());

        assertThat(wentOn.reports())
                .extracting(report -> report.get("rows_written").asInt())
                .containsExactly(2 * KEYS.size());
        assertThat(wentOn.rows())
                .containsExactlyInAnyOrderElementsOf(KEYS.stream()
                        .flatMap(key -> Stream.of(
                                key + " " + key + ",country:USA " + date(number),
                                key + ",country:" + key + " USA " + date(number)))
                        .toList());
    }

    private static String orderOf(String key, String country, String orderDate) {
        return String.format("{\"uuid\": \"%s\", \"country\": \"%s\", \"orderdate\": \"%s\"}", key, country, orderDate);
    }

    private static String date(int number) {
        return (number + 1) + "/1/10";
    }

    private static List<Row> rows(Pipeline pipeline) {
        return pipeline.table(reader)
                .select("uuid", "orderdate", "combinedname")
                .collectAsList();
    }

    private static List<String> queries(Pipeline pipeline) {
        return QUERIES.stream()
                .map(query -> String.format(query, pipeline.tableName()))
                .collect(toCollection(ArrayList::new));
    }

    private static List<List<List<String>>> answersOfTrino(String version) {
        int queriesOfVersion = QUERIES.size() + 2;
        int first = READS_WHILE_WRITING + VERSIONS.indexOf(version) * queriesOfVersion;
        return answersOfTrino().subList(first, first + queriesOfVersion);
    }

    private static List<List<List<String>>> answersOfReader(List<String> queries) {
        return queries.stream()
                .map(query -> reader.sql(query).collectAsList().stream()
                        .map(GlueVersionsIT::texts)
                        .toList())
                .toList();
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int column = 0; column < row.length(); column++) {
            texts.add(String.valueOf(row.get(column)));
        }
        return texts;
    }
}
