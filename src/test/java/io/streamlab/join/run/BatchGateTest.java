package io.streamlab.join.run;

import static io.streamlab.join.run.GatedQuery.staysSo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchGateTest {
    @TempDir
    private Path checkpoint;

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
    void letsTheBatchThatIsRunningEndAndBeginsNoOther() throws Exception {
        job.add("first");
        job.start();
        await().until(() -> job.begun().equals(List.of("first")));
        job.add("second");

        CompletableFuture<Void> stop = job.stop();

        staysSo(() -> job.query().isActive() && !stop.isDone());
        job.letOneBatchPass();
        stop.join();
        assertThat(job.query().isActive()).isFalse();
        assertThat(job.query().exception().isEmpty()).isTrue();
        assertThat(job.begun()).containsExactly("first");
        assertThat(job.ended()).containsExactly("first");
        assertThat(job.commitOf(0)).as("the batch is noted as done").exists();
        assertThat(job.commitOf(1)).doesNotExist();
    }

    @Test
    void goesOnWithTheNextBatchAfterARestart() throws Exception {
        job.add("first");
        job.start();
        await().until(() -> job.begun().equals(List.of("first")));
        job.add("second");
        CompletableFuture<Void> stop = job.stop();
        job.letOneBatchPass();
        stop.join();

        job.letAllBatchesPass();
        job.start();
        job.query().processAllAvailable();

        assertThat(job.ended()).containsExactly("first", "second");
    }

    @Test
    void stopsAQueryThatWaitsForData() throws Exception {
        job.letAllBatchesPass();
        job.add("first");
        job.start();
        job.query().processAllAvailable();

        job.stop().join();

        assertThat(job.query().isActive()).isFalse();
        assertThat(job.query().exception().isEmpty()).isTrue();
        assertThat(job.ended()).containsExactly("first");
    }

    @Test
    void aBatchWaitsForTheIdleWorkThatIsRunning() throws Exception {
        job.letAllBatchesPass();
        job.start();
        Semaphore idleWorkMayEnd = new Semaphore(0);
        CompletableFuture<Boolean> idleWork = runIdle(idleWorkMayEnd);
        job.add("first");

        staysSo(() -> job.begun().isEmpty());
        idleWorkMayEnd.release();

        await().until(() -> job.ended().equals(List.of("first")));
        assertThat(idleWork.join()).as("the answer of the work").isTrue();
    }

    /** The query is about to be stopped. A batch that began would be interrupted in the middle of its write. */
    @Test
    void noBatchBeginsAfterIdleWorkThatFailed() throws Exception {
        job.letAllBatchesPass();
        job.start();
        Semaphore idleWorkMayFail = new Semaphore(0);
        CompletableFuture<Boolean> idleWork =
                CompletableFuture.supplyAsync(() -> job.gate().runIdle(() -> {
                    job.add("first");
                    idleWorkMayFail.acquireUninterruptibly();
                    throw new IllegalStateException("no answer");
                }));
        await().until(() -> job.query().status().isTriggerActive());

        idleWorkMayFail.release();

        assertThatThrownBy(idleWork::join).hasMessageContaining("no answer");
        staysSo(() -> job.begun().isEmpty());
        assertThat(job.gate().runIdle(BatchGateTest::mustNotRun)).isFalse();
        job.query().stop();
        assertThat(job.begun()).isEmpty();
    }

    @Test
    void noIdleWorkRunsWhileABatchRuns() throws Exception {
        job.add("first");
        job.start();
        await().until(() -> job.begun().equals(List.of("first")));

        assertThat(job.gate().runIdle(BatchGateTest::mustNotRun)).isFalse();
    }

    @Test
    void noIdleWorkRunsAfterAStop() throws Exception {
        job.letAllBatchesPass();
        job.start();
        job.stop().join();

        assertThat(job.gate().isStopping()).isTrue();
        assertThat(job.gate().runIdle(BatchGateTest::mustNotRun)).isFalse();
    }

    @Test
    void aStopWaitsForTheIdleWorkThatIsRunning() throws Exception {
        job.letAllBatchesPass();
        job.start();
        Semaphore idleWorkMayEnd = new Semaphore(0);
        CompletableFuture<Boolean> idleWork = runIdle(idleWorkMayEnd);

        CompletableFuture<Void> stop = job.stop();

        staysSo(() -> job.query().isActive() && !stop.isDone());
        idleWorkMayEnd.release();
        stop.join();
        assertThat(idleWork.join()).isTrue();
        assertThat(job.query().isActive()).isFalse();
    }

    /** Runs idle work, and returns when the work has begun. */
    private CompletableFuture<Boolean> runIdle(Semaphore mayEnd) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Boolean> work =
                CompletableFuture.supplyAsync(() -> job.gate().runIdle(() -> {
                    begun.complete(null);
                    mayEnd.acquireUninterruptibly();
                    return true;
                }));
        begun.join();
        return work;
    }

    private static boolean mustNotRun() {
        throw new AssertionError("the idle work runs");
    }
}
