package io.streamlab.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a query of Spark waits, which the job takes for a sign of life. */
class WaitingQueryTest {
    @TempDir
    private Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private StreamingQuery query;

    @AfterEach
    void stop() throws Exception {
        end.countDown();
        if (query != null) {
            query.stop();
        }
    }

    @Test
    void aQueryWithoutRecordsWaits() throws Exception {
        query = start(files(), Trigger.ProcessingTime(100), (rows, batch) -> {});

        await().until(() -> StreamingJoin.isWaiting(query));
    }

    @Test
    void aQueryWaitsForItsWindowAfterABatch() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        query = start(records(), Trigger.ProcessingTime("1 hour"), (rows, batch) -> done.countDown());
        done.await();

        await().until(() -> StreamingJoin.isWaiting(query));
    }

    @Test
    void aQueryWhoseBatchHangsDoesNotWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        query = start(records(), Trigger.ProcessingTime(0), (rows, batch) -> {
            begun.countDown();
            end.await();
        });
        begun.await();

        assertThat(StreamingJoin.isWaiting(query)).isFalse();
    }

    @Test
    void aQueryThatFailsAtItsFirstBatchNeverWaits() throws Exception {
        query = start(records(), Trigger.ProcessingTime(0), (rows, batch) -> {
            throw new IllegalStateException("no space left");
        });
        boolean hasWaited = false;
        while (query.isActive()) {
            hasWaited |= StreamingJoin.isWaiting(query);
        }

        assertThat(hasWaited).isFalse();
        assertThat(StreamingJoin.isWaiting(query)).isFalse();
        assertThat(query.exception().isDefined()).isTrue();
    }

    @Test
    void aQueryThatHasDrainedItsStreamIsWell() throws Exception {
        query = start(files(), Trigger.AvailableNow(), (rows, batch) -> {});
        query.awaitTermination();

        assertThat(StreamingJoin.isWaiting(query)).isTrue();
    }

    private static Dataset<Row> records() {
        return LocalSpark.session()
                .readStream()
                .format("rate")
                .option("rowsPerSecond", 100)
                .load();
    }

    private Dataset<Row> files() {
        return LocalSpark.session().readStream().schema("text string").csv(folder.toString());
    }

    private StreamingQuery start(Dataset<Row> rows, Trigger trigger, VoidFunction2<Dataset<Row>, Long> batches)
            throws Exception {
        return rows.writeStream()
                .option("checkpointLocation", folder.resolve(".checkpoint").toString())
                .trigger(trigger)
                .foreachBatch(batches)
                .start();
    }
}
