package io.streamlab.join.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamlab.join.LocalSpark;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.MemoryStream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.collection.JavaConverters;

@Timeout(60)
class BatchGateTest {
    @TempDir
    private Path checkpoint;

    private final MemoryStream<String> stream =
            new MemoryStream<>(0, LocalSpark.session().sqlContext(), Option.empty(), Encoders.STRING());
    private final GatedBatch batch = new GatedBatch();
    private final BatchGate gracefulStop = new BatchGate(batch);
    private StreamingQuery query;

    @AfterEach
    void stopQuery() throws TimeoutException {
        batch.letAllPass();
        if (query != null) {
            query.stop();
        }
    }

    @Test
    void letsTheBatchThatIsRunningEndAndBeginsNoOther() throws Exception {
        add("first");
        start();
        await().until(() -> batch.begun.equals(List.of("first")));
        add("second");

        CompletableFuture<Void> stop = stop();

        await().during(java.time.Duration.ofMillis(300)).until(() -> query.isActive() && !stop.isDone());
        batch.letPass();
        stop.join();
        assertThat(query.isActive()).isFalse();
        assertThat(query.exception().isEmpty()).isTrue();
        assertThat(batch.begun).containsExactly("first");
        assertThat(batch.ended).containsExactly("first");
        assertThat(checkpoint.resolve("commits/0"))
                .as("the batch is noted as done")
                .exists();
        assertThat(checkpoint.resolve("commits/1")).doesNotExist();
    }

    @Test
    void goesOnWithTheNextBatchAfterARestart() throws Exception {
        add("first");
        start();
        await().until(() -> batch.begun.equals(List.of("first")));
        add("second");
        CompletableFuture<Void> stop = stop();
        batch.letPass();
        stop.join();

        batch.letAllPass();
        start(new BatchGate(batch));
        query.processAllAvailable();

        assertThat(batch.ended).containsExactly("first", "second");
    }

    @Test
    void stopsAQueryThatWaitsForData() throws Exception {
        batch.letAllPass();
        add("first");
        start();
        query.processAllAvailable();

        stop().join();

        assertThat(query.isActive()).isFalse();
        assertThat(query.exception().isEmpty()).isTrue();
        assertThat(batch.ended).containsExactly("first");
    }

    @Test
    void endsWhenTheBatchThatIsRunningFails() throws Exception {
        batch.failure = new IllegalStateException("the batch fails");
        add("first");
        start();
        await().until(() -> batch.begun.equals(List.of("first")));

        CompletableFuture<Void> stop = stop();
        batch.letPass();
        stop.join();

        assertThat(query.isActive()).isFalse();
        assertThatThrownBy(() -> gracefulStop.awaitEnd(query, IdleWork.NONE))
                .isInstanceOf(StreamingQueryException.class);
        assertThat(checkpoint.resolve("commits/0")).doesNotExist();
    }

    @Test
    void tellsOfTheFailureOfABatch() throws Exception {
        batch.failure = new IllegalStateException("the batch fails");
        batch.letAllPass();
        add("first");
        start();

        assertThatThrownBy(() -> gracefulStop.awaitEnd(query, IdleWork.NONE))
                .isInstanceOf(StreamingQueryException.class)
                .hasCause(batch.failure);
    }

    @Test
    void waitsUntilTheQueryIsStopped() throws Exception {
        batch.letAllPass();
        start();
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            try {
                gracefulStop.awaitEnd(query, IdleWork.NONE);
            } catch (StreamingQueryException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });

        stop().join();

        end.join();
        assertThat(query.isActive()).isFalse();
    }

    @Test
    void doesIdleWorkBetweenBatchesAndLetsABatchWaitForIt() throws Exception {
        batch.letAllPass();
        start();
        GatedIdleWork idleWork = new GatedIdleWork();
        CompletableFuture<Void> end = awaitEnd(idleWork);
        await().until(() -> idleWork.begun.get() == 1);
        add("first");

        await().during(java.time.Duration.ofMillis(300)).until(() -> batch.begun.isEmpty());
        idleWork.gate.release(1_000);
        await().until(() -> batch.ended.equals(List.of("first")));

        stop().join();
        end.join();
    }

    @Test
    void waitsForTheIdleWorkBeforeItStops() throws Exception {
        batch.letAllPass();
        start();
        GatedIdleWork idleWork = new GatedIdleWork();
        CompletableFuture<Void> end = awaitEnd(idleWork);
        await().until(() -> idleWork.begun.get() == 1);

        CompletableFuture<Void> stop = stop();

        await().during(java.time.Duration.ofMillis(300)).until(() -> query.isActive() && !stop.isDone());
        idleWork.gate.release(1_000);
        stop.join();
        end.join();
        assertThat(idleWork.begun).hasValue(1);
        assertThat(idleWork.ended).as("the query was stopped").hasValue(0);
    }

    @Test
    void stopsTheQueryAndTellsOfItWhenTheIdleWorkFails() throws Exception {
        batch.letAllPass();
        start();
        IllegalStateException failure = new IllegalStateException("the idle work fails");
        IdleWork failing = new IdleWork() {
            @Override
            public boolean betweenBatches() {
                throw failure;
            }

            @Override
            public boolean atEnd() {
                return false;
            }
        };

        assertThatThrownBy(() -> gracefulStop.awaitEnd(query, failing)).isSameAs(failure);
        assertThat(query.isActive()).isFalse();
    }

    @Test
    void doesTheLastIdleWorkWhenTheQueryEndsByItself() throws Exception {
        batch.letAllPass();
        add("first");
        query = stream.toDF()
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch(gracefulStop)
                .start();
        GatedIdleWork idleWork = new GatedIdleWork();
        idleWork.gate.release(1_000);

        gracefulStop.awaitEnd(query, idleWork);

        assertThat(batch.ended).containsExactly("first");
        assertThat(idleWork.ended).as("until there is no more").hasValue(3);
    }

    @Test
    void waitsForTheStepThatIsRunningAtTheEndAndBeginsNoOther() throws Exception {
        batch.letAllPass();
        query = stream.toDF()
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch(gracefulStop)
                .start();
        GatedIdleWork idleWork = new GatedIdleWork();
        idleWork.gate.release(1);
        CompletableFuture<Void> end = awaitEnd(idleWork);
        await().until(() -> idleWork.ended.get() == 1 && idleWork.gate.hasQueuedThreads());

        CompletableFuture<Void> stop = stop();

        await().during(java.time.Duration.ofMillis(300)).until(() -> !stop.isDone());
        idleWork.gate.release(1_000);
        stop.join();
        end.join();
        assertThat(idleWork.ended).hasValue(2);
    }

    private CompletableFuture<Void> awaitEnd(IdleWork idleWork) {
        return CompletableFuture.runAsync(() -> {
            try {
                gracefulStop.awaitEnd(query, idleWork);
            } catch (StreamingQueryException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Idle work that ends when it is let pass. */
    private static final class GatedIdleWork implements IdleWork {
        private static final int STEPS_AT_END = 3;

        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final Semaphore gate = new Semaphore(0);

        @Override
        public boolean betweenBatches() {
            begun.incrementAndGet();
            gate.acquireUninterruptibly();
            return false;
        }

        @Override
        public boolean atEnd() {
            gate.acquireUninterruptibly();
            return ended.incrementAndGet() < STEPS_AT_END;
        }
    }

    /** Else the one who waits closes the Spark context while the stop still works with it. */
    @Test
    void waitsUntilTheStopItselfIsDone() throws Exception {
        batch.letAllPass();
        start();
        Semaphore stopMayReturn = new Semaphore(0);
        StreamingQuery slowlyStopped = withSlowStop(query, stopMayReturn);
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            try {
                gracefulStop.awaitEnd(slowlyStopped, IdleWork.NONE);
            } catch (StreamingQueryException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> gracefulStop.stopBetweenBatches(slowlyStopped));

        await().until(() -> !query.isActive());
        await().during(java.time.Duration.ofMillis(300)).until(() -> !end.isDone());
        stopMayReturn.release();

        stop.join();
        end.join();
    }

    /** The query, whose stop returns only when it may. */
    private static StreamingQuery withSlowStop(StreamingQuery query, Semaphore mayReturn) {
        return (StreamingQuery) Proxy.newProxyInstance(
                StreamingQuery.class.getClassLoader(),
                new Class<?>[] {StreamingQuery.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(query, arguments);
                    if (method.getName().equals("stop")) {
                        mayReturn.acquire();
                    }
                    return result;
                });
    }

    private void add(String value) {
        stream.addData(JavaConverters.asScalaBuffer(List.of(value)));
    }

    private void start() throws TimeoutException {
        start(gracefulStop);
    }

    private void start(BatchGate batches) throws TimeoutException {
        query = stream.toDF()
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(batches)
                .start();
    }

    private CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(() -> gracefulStop.stopBetweenBatches(query));
    }

    /** A batch that ends when it is let pass. */
    private static final class GatedBatch
            implements org.apache.spark.api.java.function.VoidFunction2<Dataset<Row>, Long> {
        private static final long serialVersionUID = 1L;

        private final List<String> begun = new CopyOnWriteArrayList<>();
        private final List<String> ended = new CopyOnWriteArrayList<>();
        private final Semaphore gate = new Semaphore(0);
        private volatile RuntimeException failure;

        void letPass() {
            gate.release();
        }

        void letAllPass() {
            gate.release(1_000);
        }

        @Override
        public void call(Dataset<Row> records, Long batchId) throws InterruptedException {
            List<String> values = records.as(Encoders.STRING()).collectAsList();
            begun.addAll(values);
            gate.acquire();
            if (failure != null) {
                throw failure;
            }
            ended.addAll(values);
        }
    }
}
