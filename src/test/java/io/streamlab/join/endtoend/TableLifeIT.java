package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What a table goes through from one start of the job to the next, under spark-submit. */
class TableLifeIT extends TestedPipeline {
    @Test
    void replayOfACommittedBatchWritesNothingAndANewColumnReachesTheCatalog() throws IOException {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10")));
        assertThat(pipeline.drain().awaitExit()).isZero();
        String commit = commitTimes().get(0).getString(1);
        forgetThatTheLastBatchIsDone();
        pipeline.addSourceColumn("discount", "int");
        pipeline.putRecords(
                List.of("{\"uuid\": 2, \"country\": \"India\", \"orderdate\": \"1/5/10\", \"discount\": 7}"));

        SubmittedJob replay = pipeline.drain();

        assertThat(replay.awaitExit()).as(replay.output()).isZero();
        assertThat(replay.output()).contains("already, by the commit " + commit);
        assertThat(commitTimes())
                .filteredOn(row -> row.getString(0).equals("1"))
                .extracting(row -> row.getString(1))
                .containsExactly(commit);
        assertThat(pipeline.table(reader)
                        .select("uuid", "discount", "combinedname")
                        .collectAsList())
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactlyInAnyOrder(tuple("1", null, "IN-India"), tuple("2", 7, "IN-India"));
    }

    /** The usual repair of a checkpoint whose last file is damaged. */
    @Test
    void batchThatHasTheNumberOfACommittedOneAndMoreRecordsIsWritten() throws IOException {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10")));
        assertThat(pipeline.drain().awaitExit()).isZero();
        forgetTheLastBatch();
        pipeline.putRecords(List.of(order(2, "China", "1/5/10")));

        SubmittedJob job = pipeline.drain();

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(job.output()).contains("has the number of batch 0 of the query", "it ends at");
        assertThat(pipeline.table(reader).select("uuid").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void newTableWithAnOldCheckpointIsRefused() {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10")));
        assertThat(pipeline.drain().awaitExit()).isZero();
        pipeline.putRecords(List.of(order(2, "India", "1/4/10")));

        SubmittedJob job = pipeline.drain(Map.of("target_path", pipeline.path("another_table")));

        assertThat(job.awaitExit()).as("invalid arguments").isEqualTo(2);
        assertThat(job.output())
                .contains("and the table in " + pipeline.path("another_table") + " does not have that commit");
        assertThat(pipeline.drain().awaitExit()).as("with the first table").isZero();
        assertThat(pipeline.table(reader).count()).isEqualTo(2);
    }

    @Test
    void orderOfEventsThatCannotBeComparedWithTheTablesIsRefused() {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10")));
        assertThat(pipeline.drain().awaitExit()).isZero();

        SubmittedJob job = pipeline.drain(Map.of("ordering_format", "none"));

        assertThat(job.awaitExit()).as("invalid arguments").isEqualTo(2);
        assertThat(job.output())
                .contains(
                        "the configuration makes the column '_event_order' of orderdate as STRING, and that of the table")
                .contains("is made of orderdate as a point in time");
    }

    @Test
    void secondJobOnATableSaysSoAndStops() {
        pipeline.putRecords(List.of(order(1, "India", "1/4/10")));
        SubmittedJob first = pipeline.start();
        first.awaitRecordsRead(1);

        SubmittedJob second = pipeline.drain(Map.of("checkpoint_path", pipeline.path("another_checkpoint")));

        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.lastLines(6)).contains("TableInUseException").contains("has another writer: beat ");
        pipeline.putRecords(List.of(order(2, "India", "1/4/10")));
        first.awaitRecordsRead(2);
    }

    /**
     * The newest Hudi goes on in the partitions of the oldest, moves a row out of one of them, and leaves another there that
     * a late event has for elsewhere; the catalog has the partitions' values as they are, and Trino reads no other files. Both
     * see that a row has followed its reference item.
     */
    @Test
    void rowsMoveBetweenPartitionsOfAnOlderHudiAndTrinoReadsNoPartitionButThoseItNeeds() throws IOException {
        Map<String, String> arguments = Map.of(
                "partition_fields", "country,month(orderdate)",
                "drop_columns", "countryname",
                "reenrich", "true");
        String island = "Trinidad/Tobago = 100%";
        pipeline.putRecords(List.of(
                order(1, "India", "1/4/10"),
                order(2, island, "2/28/10"),
                order(3, "", "3/1/10"),
                order(5, island, "2/4/10"),
                order(5, island, "2/3/10"),
                order(6, "India", "5/1/10"),
                order(6, "India", "6/1/10")));
        drain("4.0", arguments);
        pipeline.putReference("IN", "India", "IN-IND-India");
        pipeline.putRecords(List.of(
                order(1, "Canada", "10/2/10"),
                order(2, "China", "1/31/10"),
                order(4, island, "2/1/10"),
                order(5, island, "2/5/10"),
                order(6, "India", "5/2/10")));
        drain("5.1", arguments);
        String table = pipeline.tableName();
        String names = "select uuid, combinedname from " + table + " order by uuid";
        String ofIsland = "select uuid from " + table + " where country = '" + island + "' order by uuid";

        List<List<List<String>>> answers = LocalQueries.answer(
                List.of(
                        "select uuid, country, orderdate_month, orderdate from " + table + " order by uuid",
                        ofIsland,
                        "explain analyze " + ofIsland,
                        names),
                "--engine",
                "trino");

        assertThat(answers.get(0))
                .containsExactly(
                        List.of("1", "Canada", "2010-10", "10/2/10"),
                        List.of("2", island, "2010-02", "2/28/10"),
                        List.of("3", "\\N", "2010-03", "3/1/10"),
                        List.of("4", island, "2010-02", "2/1/10"),
                        List.of("5", island, "2010-02", "2/5/10"),
                        List.of("6", "India", "2010-06", "6/1/10"));
        assertThat(answers.get(1)).containsExactly(List.of("2"), List.of("4"), List.of("5"));
        assertThat(answers.get(2).get(0).get(0)).contains("Input: 3 rows");
        assertThat(answers.get(3))
                .isEqualTo(
                        pipeline.table(reader).select("uuid", "combinedname").orderBy("uuid").collectAsList().stream()
                                .map(row -> List.of(row.getString(0), String.valueOf(row.get(1))))
                                .toList())
                .contains(List.of("1", "CA-Canada"), List.of("2", "null"), List.of("6", "IN-IND-India"));
        assertThat(pipeline.table(reader)
                        .where("country = '" + island + "'")
                        .select("uuid")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("2", "4", "5");
        assertThat(partitionFolders())
                .as("a late event makes none")
                .containsExactlyInAnyOrder(
                        "country=Canada",
                        "country=India",
                        "country=Trinidad%2FTobago %3D 100%25",
                        "country=__HIVE_DEFAULT_PARTITION__");
    }

    private List<String> partitionFolders() throws IOException {
        Path table = new Path(pipeline.path("table"));
        return Arrays.stream(table.getFileSystem(reader.sessionState().newHadoopConf())
                        .listStatus(table))
                .map(file -> file.getPath().getName())
                .filter(name -> name.contains("="))
                .toList();
    }

    private void drain(String glueVersion, Map<String, String> arguments) {
        Map<String, String> all = new LinkedHashMap<>(arguments);
        all.put("glue_version", glueVersion);
        SubmittedJob job = pipeline.drain(all);
        assertThat(job.awaitExit()).as(job.output()).isZero();
    }

    private List<Row> commitTimes() {
        return pipeline.table(reader).select("uuid", "_hoodie_commit_time").collectAsList();
    }

    /** As if the job had died after Hudi's commit and before Spark's note of it. */
    private void forgetThatTheLastBatchIsDone() throws IOException {
        deleteLast("commits");
    }

    private void forgetTheLastBatch() throws IOException {
        deleteLast("commits");
        deleteLast("offsets");
    }

    private void deleteLast(String log) throws IOException {
        Path folder = new Path(pipeline.path("checkpoint"), log);
        FileSystem fileSystem = folder.getFileSystem(reader.sessionState().newHadoopConf());
        FileStatus last = Arrays.stream(fileSystem.listStatus(folder))
                .max((a, b) -> Integer.compare(batchId(a), batchId(b)))
                .orElseThrow();
        assertThat(fileSystem.delete(last.getPath(), false)).isTrue();
    }

    private static int batchId(FileStatus file) {
        return Integer.parseInt(file.getPath().getName());
    }
}
