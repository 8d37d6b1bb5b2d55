package io.streamlab.join.run;

import static io.streamlab.join.run.GatedQuery.staysSo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueryRunTest {
    @TempDir
    private Path checkpoint;

    private final GatedIdleWork idleWork = new GatedIdleWork();
    private GatedQuery job;

    @BeforeEach
    void createQuery() {
        job = new GatedQuery(checkpoint);
    }

    @AfterEach
    void stopQuery() throws TimeoutException {
        job.close();
    }

    @Test
    void endsWhenTheBatchThatIsRunningFails() throws Exception {
        job.failWith(new IllegalStateException("the batch fails"));
        job.add("first");
        job.start();
        await().until(() -> job.begun().equals(List.of("first")));

        CompletableFuture<Void> stop = job.stop();
        job.letOneBatchPass();
        stop.join();

        assertThat(job.query().isActive()).isFalse();
        assertThatThrownBy(() -> job.run(IdleWork.NONE).awaitEnd()).isInstanceOf(StreamingQueryException.class);
        assertThat(job.commitOf(0)).doesNotExist();
    }

    @Test
    void passesTheFailureOfABatchOn() throws Exception {
        IllegalStateException failure = new IllegalStateException("the batch fails");
        job.failWith(failure);
        job.letAllBatchesPass();
        job.add("first");
        job.start();

        assertThatThrownBy(() -> job.run(IdleWork.NONE).awaitEnd())
                .isInstanceOf(StreamingQueryException.class)
                .hasCause(failure);
    }

    @Test
    void waitsUntilTheQueryIsStopped() throws Exception {
        job.letAllBatchesPass();
        job.start();
        CompletableFuture<Void> end = job.awaitEnd(IdleWork.NONE);

        job.gate().requestStop("the test");

        end.join();
        assertThat(job.query().isActive()).isFalse();
    }

    @Test
    void doesIdleWorkBetweenBatchesAndLetsABatchWaitForIt() throws Exception {
        job.letAllBatchesPass();
        job.start();
        CompletableFuture<Void> end = job.awaitEnd(idleWork);
        await().until(() -> idleWork.begun.get() == 1);
        job.add("first");

        staysSo(() -> job.begun().isEmpty());
        idleWork.letAllPass();
        await().until(() -> job.ended().equals(List.of("first")));

        job.gate().requestStop("the test");
        end.join();
    }

    @Test
    void waitsForTheIdleWorkBeforeItStops() throws Exception {
        job.letAllBatchesPass();
        job.start();
        CompletableFuture<Void> end = job.awaitEnd(idleWork);
        await().until(() -> idleWork.begun.get() == 1);

        job.gate().requestStop("the test");

        staysSo(() -> job.query().isActive() && !end.isDone());
        idleWork.letAllPass();
        end.join();
        assertThat(idleWork.begun).hasValue(1);
        assertThat(idleWork.endedAtEnd).as("the query was stopped").hasValue(0);
    }

    @Test
    void stopsTheQueryAndFailsWhenTheIdleWorkFails() throws Exception {
        job.letAllBatchesPass();
        job.start();
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

        assertThatThrownBy(() -> job.run(failing).awaitEnd()).isSameAs(failure);
        assertThat(job.query().isActive()).isFalse();
    }

    @Test
    void doesTheLastIdleWorkWhenTheQueryEndsByItself() throws Exception {
        job.letAllBatchesPass();
        job.add("first");
        job.startToDrain();
        idleWork.letAllPass();

        job.run(idleWork).awaitEnd();

        assertThat(job.ended()).containsExactly("first");
        assertThat(idleWork.endedAtEnd).as("until there is no more").hasValue(GatedIdleWork.STEPS_AT_END);
    }

    @Test
    void waitsForTheStepThatIsRunningAtTheEndAndBeginsNoOther() throws Exception {
        job.letAllBatchesPass();
        job.startToDrain();
        idleWork.letOnePass();
        CompletableFuture<Void> end = job.awaitEnd(idleWork);
        await().until(() -> idleWork.endedAtEnd.get() == 1 && idleWork.isWaiting());

        job.gate().requestStop("the test");

        staysSo(() -> !end.isDone());
        idleWork.letAllPass();
        end.join();
        assertThat(idleWork.endedAtEnd).hasValue(2);
    }

    @Test
    void stopsWhenTheFileOfItsRunIsWritten() throws Exception {
        job.letAllBatchesPass();
        job.start();
        CompletableFuture<Void> end = job.awaitEnd(IdleWork.NONE);
        staysSo(() -> !end.isDone());

        Path request = writeRequest("run-1");

        end.join();
        assertThat(job.query().isActive()).isFalse();
        assertThat(job.query().exception().isEmpty()).isTrue();
        assertThat(request).as("the request is met").doesNotExist();
    }

    @Test
    void goesOnWhenTheFileOfAnotherRunIsThere() throws Exception {
        Path request = writeRequest("run-0");
        job.letAllBatchesPass();
        job.start();
        CompletableFuture<Void> end = job.awaitEnd(IdleWork.NONE);

        job.add("first");
        await().until(() -> job.ended().equals(List.of("first")));
        staysSo(() -> !end.isDone());

        assertThat(request).exists();
        job.gate().requestStop("the test");
        end.join();
    }

    @Test
    void stopsTheLastIdleWorkWhenTheFileIsWritten() throws Exception {
        job.letAllBatchesPass();
        job.startToDrain();
        CompletableFuture<Void> end = job.awaitEnd(idleWork);
        await().until(idleWork::isWaiting);

        writeRequest("run-1");
        idleWork.letAllPass();

        end.join();
        assertThat(idleWork.endedAtEnd).hasValue(1);
    }

    /** A checkpoint that cannot be reached for a while is no reason to end. */
    @Test
    void goesOnWhenItCannotLookForTheFile() throws Exception {
        Files.write(checkpoint.resolve("stop_requests"), new byte[0]);
        job.letAllBatchesPass();
        job.start();
        CompletableFuture<Void> end = job.awaitEnd(IdleWork.NONE);

        job.add("first");
        await().until(() -> job.ended().equals(List.of("first")));
        staysSo(() -> !end.isDone());

        job.gate().requestStop("the test");
        end.join();
    }

    @Test
    void beginsNoBatchWhenTheStopWasRequestedBeforeTheStart() throws Exception {
        job.letAllBatchesPass();
        job.add("first");
        job.requestStopAtTheStart();
        job.start();

        job.run(IdleWork.NONE).awaitEnd();

        assertThat(job.begun()).isEmpty();
        assertThat(job.query().isActive()).isFalse();
    }

    private Path writeRequest(String run) throws IOException {
        Path folder = Files.createDirectories(checkpoint.resolve("stop_requests"));
        return Files.write(folder.resolve(run), new byte[0]);
    }

    /** Idle work that ends when the test lets it pass. */
    private static final class GatedIdleWork implements IdleWork {
        private static final int STEPS_AT_END = 3;

        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger endedAtEnd = new AtomicInteger();
        private final Semaphore passes = new Semaphore(0);

        @Override
        public boolean betweenBatches() {
            begun.incrementAndGet();
            passes.acquireUninterruptibly();
            return false;
        }

        @Override
        public boolean atEnd() {
            passes.acquireUninterruptibly();
            return endedAtEnd.incrementAndGet() < STEPS_AT_END;
        }

        void letOnePass() {
            passes.release();
        }

        void letAllPass() {
            passes.release(1_000);
        }

        boolean isWaiting() {
            return passes.hasQueuedThreads();
        }
    }
}
