package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
    private static final List<String> VERSIONS = List.of("4.0-native", "4.0", "5.0", "5.1", "5.1-hudi-1.1");

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

    /** By the version that has written: after two batches each. */
    private static final Map<String, Pipeline> PIPELINES = new LinkedHashMap<>();

    /** Written by one version after the other. */
    private static Pipeline upgraded;

    /** The same with a record key of two columns. */
    private static Pipeline upgradedWithTwoColumns;

    private static SparkSession reader;

    private static List<List<List<String>>> trinoAnswers;

    @BeforeAll
    static void writeOnEachVersion() {
        reader = StandIn.reader();
        upgraded = Pipeline.create();
        upgradedWithTwoColumns = Pipeline.create();
        for (String version : VERSIONS) {
            Pipeline pipeline = Pipeline.create();
            PIPELINES.put(version, pipeline);
            pipeline.putRecords(List.of(order(1, "India", "1/4/10"), order(2, "China", "2/28/10"), "no order"));
            // Two batches of one process: a restart is what the chain of versions below is about.
            SubmittedJob job = pipeline.start(Map.of("glue_version", version));
            job.awaitRecordsRead(3);
            pipeline.putRecords(List.of(
                    order(1, "Canada", "10/2/10"),
                    order(2, "Canada", "1/31/10"),
                    order(3, "United Kingdom", "2/15/11")));
            job.awaitRecordsRead(6);
            job.terminate();
            job.awaitExit();
        }
    }

    @AfterAll
    static void close() {
        PIPELINES.values().forEach(Pipeline::close);
        upgraded.close();
        upgradedWithTwoColumns.close();
        reader.stop();
    }

    /** The reader's Hudi is 0.14.0, which is Athena's version. */
    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfEachVersionIsReadByHudi014(String version) {
        assertThat(rows(PIPELINES.get(version)))
                .as("order 1 is replaced; order 2 is not, since what came later is older")
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactlyInAnyOrder(
                        tuple("1", "10/2/10", "CA-Canada"),
                        tuple("2", "2/28/10", "CN-China"),
                        tuple("3", "2/15/11", null));
        assertThat(PIPELINES.get(version).rejected(reader).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfEachVersionIsReadByThatVersion(String version) {
        List<String> queries = queries(PIPELINES.get(version));

        assertThat(LocalQueries.answer(queries, "--glue_version", version)).isEqualTo(answersOfReader(queries));
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void tableOfEachVersionIsReadByTrino(String version) {
        List<String> queries = queries(PIPELINES.get(version));

        assertThat(answersOfTrino(version)).isEqualTo(answersOfReader(queries));
    }

    /** A reader sees each commit whole or not at all: never a row twice, never fewer rows than before. */
    @Test
    void trinoReadsWhileTheJobWrites() {
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

            List<List<List<String>>> answers = LocalQueries.answer(
                    Collections.nCopies(20, "select count(*), count(distinct uuid) from " + pipeline.tableName()),
                    "--engine",
                    "trino");

            writing.join();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.get(0).get(0))
                            .isEqualTo(answer.get(0).get(1)))
                    .extracting(answer -> Integer.valueOf(answer.get(0).get(0)))
                    .isSorted()
                    .allSatisfy(count -> assertThat(count).isBetween(50, 500));
        }
    }

    private static List<String> orders(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> order(number, "India", "1/4/10"))
                .toList();
    }

    /** One pipeline, and the versions in their order; rows that former versions wrote follow the reference data, too. */
    @ParameterizedTest
    @FieldSource("VERSIONS")
    void eachVersionGoesOnWithTheTableAndTheCheckpointOfTheOneBefore(String version) {
        // One row of its own, and one that each version replaces.
        int number = VERSIONS.indexOf(version);
        upgraded.putRecords(List.of(order(100 + number, "India", date(number)), order(1, "USA", date(number))));
        upgraded.putRecords(
                KEYS.stream().map(key -> orderOf(key, "USA", date(number))).toList());
        upgraded.putReference("IN", "India", "IN-" + version);

        SubmittedJob job = drain(upgraded, Map.of("glue_version", version, "reenrich", "true"));

        assertThat(job.reports())
                .as("it goes on where the version before stopped, with all the rows that it wrote")
                .extracting(report -> report.get("records_read").asInt(), report -> report.get("rows_reenriched")
                        .asInt())
                .containsExactly(tuple(2 + KEYS.size(), number));
        List<String> expected = IntStream.rangeClosed(0, number)
                .mapToObj(before -> (100 + before) + " " + date(before) + " IN-" + version)
                .collect(toCollection(ArrayList::new));
        expected.add("1 " + date(number) + " US-USA");
        KEYS.forEach(key -> expected.add(key + " " + date(number) + " US-USA"));
        assertThat(rows(upgraded)).extracting(row -> row.mkString(" ")).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Hudi would write the same text for some of these keys. */
    @ParameterizedTest
    @FieldSource("VERSIONS")
    void eachVersionUpdatesTheRowsOfKeysOfTwoColumns(String version) {
        int number = VERSIONS.indexOf(version);
        upgradedWithTwoColumns.putRecords(KEYS.stream()
                .flatMap(key -> Stream.of(
                        orderOf(key, key + ",country:USA", date(number)),
                        orderOf(key + ",country:" + key, "USA", date(number))))
                .toList());

        SubmittedJob job = drain(
                upgradedWithTwoColumns,
                Map.of("glue_version", version, "record_key", "uuid,country", "drop_columns", "countryname"));

        assertThat(job.reports())
                .extracting(report -> report.get("rows_written").asInt())
                .containsExactly(2 * KEYS.size());
        assertThat(upgradedWithTwoColumns
                        .table(reader)
                        .select("uuid", "country", "orderdate")
                        .collectAsList())
                .extracting(row -> row.mkString(" "))
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

    private static SubmittedJob drain(Pipeline pipeline, Map<String, String> arguments) {
        SubmittedJob job = pipeline.drain(arguments);
        assertThat(job.awaitExit()).as("%s: %s", arguments, job.output()).isZero();
        return job;
    }

    private static List<Row> rows(Pipeline pipeline) {
        return pipeline.table(reader)
                .select("uuid", "orderdate", "combinedname")
                .collectAsList();
    }

    private static List<String> queries(Pipeline pipeline) {
        return QUERIES.stream()
                .map(query -> String.format(query, pipeline.tableName()))
                .toList();
    }

    /** Trino is started once, for the queries about all tables. */
    private static List<List<List<String>>> answersOfTrino(String version) {
        if (trinoAnswers == null) {
            List<String> queries = PIPELINES.values().stream()
                    .flatMap(pipeline -> queries(pipeline).stream())
                    .toList();
            trinoAnswers = LocalQueries.answer(queries, "--engine", "trino");
        }
        int first = VERSIONS.indexOf(version) * QUERIES.size();
        return trinoAnswers.subList(first, first + QUERIES.size());
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
