package io.streamlab.join.endtoend;

import static io.streamlab.join.endtoend.Pipeline.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a table goes through from one start of the job to the next, under spark-submit. */
class TableLifeIT {
    private static SparkSession reader;

    private Pipeline pipeline;

    @BeforeAll
    static void startReader() {
        reader = StandIn.reader();
    }

    @AfterAll
    static void stopReader() {
        reader.stop();
    }

    @BeforeEach
    void createPipeline() {
        pipeline = Pipeline.create();
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }

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

    private List<Row> commitTimes() {
        return pipeline.table(reader).select("uuid", "_hoodie_commit_time").collectAsList();
    }

    /** As if the job had died after Hudi's commit and before Spark's note of it. */
    private void forgetThatTheLastBatchIsDone() throws IOException {
        Path commits = new Path(pipeline.path("checkpoint"), "commits");
        FileSystem fileSystem = commits.getFileSystem(reader.sessionState().newHadoopConf());
        FileStatus last = Arrays.stream(fileSystem.listStatus(commits))
                .max((a, b) -> Integer.compare(batchId(a), batchId(b)))
                .orElseThrow();
        assertThat(fileSystem.delete(last.getPath(), false)).isTrue();
    }

    private static int batchId(FileStatus file) {
        return Integer.parseInt(file.getPath().getName());
    }
}
