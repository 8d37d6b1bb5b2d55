package io.streamlab.join.run;

import static org.awaitility.Awaitility.await;

import io.streamlab.join.LocalSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.MemoryStream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import scala.Option;
import scala.collection.JavaConverters;

/** A query of Spark over a stream in memory. Its batches go through a gate, and end when the test lets them pass. */
final class GatedQuery implements AutoCloseable {
    /** Several times the pauses of Spark and of the gate (10 and 50 ms): what goes on without leave does so within this time. */
    private static final Duration LONG_ENOUGH_TO_GO_ON = Duration.ofMillis(300);

    private final Path checkpoint;
    private final MemoryStream<String> stream =
            new MemoryStream<>(0, LocalSpark.session().sqlContext(), Option.empty(), Encoders.STRING());
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final Semaphore passes = new Semaphore(0);

    private BatchGate gate;
    private StreamingQuery query;
    private boolean stopsAtTheStart;
    private volatile RuntimeException failure;

    GatedQuery(Path checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Starts a query that waits for data. A second call starts the next run, with a gate of its own. */
    void start() throws TimeoutException {
        start(Trigger.ProcessingTime(0));
    }

    /** Starts a query that ends by itself when it has read what the stream has. */
    void startToDrain() throws TimeoutException {
        start(Trigger.AvailableNow());
    }

    private void start(Trigger trigger) throws TimeoutException {
        gate = new BatchGate();
        if (stopsAtTheStart) {
            gate.requestStop("the test");
        }
        BatchGate ofThisRun = gate;
        VoidFunction2<Dataset<Row>, Long> batches = (rows, batchId) -> ofThisRun.runBatch(() -> run(rows));
        query = stream.toDF()
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(trigger)
                .foreachBatch(batches)
                .start();
    }

    private void run(Dataset<Row> rows) {
        List<String> values = rows.as(Encoders.STRING()).collectAsList();
        begun.addAll(values);
        passes.acquireUninterruptibly();
        if (failure != null) {
            throw failure;
        }
        ended.addAll(values);
    }

    /** The next start has a stop request from its beginning. */
    void requestStopAtTheStart() {
        stopsAtTheStart = true;
    }

    void add(String value) {
        stream.addData(JavaConverters.asScalaBuffer(List.of(value)));
    }

    void letOneBatchPass() {
        passes.release();
    }

    void letAllBatchesPass() {
        passes.release(1_000);
    }

    /** Lets each batch fail when it passes. */
    void failWith(RuntimeException cause) {
        failure = cause;
    }

    /** Requests a stop, and stops the query between two batches in a thread of its own. */
    CompletableFuture<Void> stop() {
        gate.requestStop("the test");
        return CompletableFuture.runAsync(() -> {
            try {
                gate.stopBetweenBatches(query);
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Returns the file that requests a stop of the query's runs. */
    StopRequestFile stopRequest() {
        return new StopRequestFile(checkpoint.toUri(), "run-1", new Configuration(), Duration.ZERO);
    }

    /** Returns the run of the query. */
    QueryRun run(IdleWork idleWork) {
        return new QueryRun(query, gate, idleWork, stopRequest());
    }

    /** Waits for the end of the query in a thread of its own, as the job does. */
    CompletableFuture<Void> awaitEnd(IdleWork idleWork) {
        return CompletableFuture.runAsync(() -> {
            try {
                run(idleWork).awaitEnd();
            } catch (StreamingQueryException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /**
     * Holds that something is so and stays so. This proves that nothing goes on without leave: a gate that lets it go on
     * fails the test. A machine that is slow may hide such a fault, and never fails the test of a right gate.
     */
    static void staysSo(Callable<Boolean> condition) {
        await().during(LONG_ENOUGH_TO_GO_ON).until(condition);
    }

    /** Returns the values whose batches have begun. */
    List<String> begun() {
        return begun;
    }

    /** Returns the values whose batches have ended without a failure. */
    List<String> ended() {
        return ended;
    }

    BatchGate gate() {
        return gate;
    }

    StreamingQuery query() {
        return query;
    }

    /** Returns where Spark notes a batch as done. */
    Path commitOf(int batchId) {
        return checkpoint.resolve("commits/" + batchId);
    }

    @Override
    public void close() throws TimeoutException {
        letAllBatchesPass();
        if (query != null) {
            query.stop();
        }
    }
}
