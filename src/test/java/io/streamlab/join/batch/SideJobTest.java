package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

class SideJobTest {
    @Test
    void goesOnWhileItsStarterWorks() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (SideJob<String> job = SideJob.start("test", () -> {
            started.countDown();
            released.await();
            return "done";
        })) {
            started.await();
            released.countDown();

            assertThat(job.await()).isEqualTo("done");
        }
    }

    @Test
    void isOfTheSameJobGroup() {
        SparkContext spark = LocalSpark.session().sparkContext();
        spark.setJobGroup("run of the query", "batch 7", true);
        try (SideJob<String> job = SideJob.start(
                "test", () -> LocalSpark.session().sparkContext().getLocalProperty("spark.jobGroup.id"))) {
            assertThat(job.await()).isEqualTo("run of the query");
        } finally {
            spark.clearJobGroup();
        }
    }

    @Test
    void namesTheCauseOfAFailure() {
        Exception cause = new Exception("no such column");
        try (SideJob<String> job = SideJob.start("count-of-records", () -> {
            throw cause;
        })) {
            assertThatThrownBy(job::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("count-of-records failed")
                    .hasCause(cause);
        }
    }

    @Test
    void hasEndedWhenItIsClosed() {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch closing = new CountDownLatch(1);
        SideJob<String> job = SideJob.start("test", () -> {
            closing.await();
            Thread.sleep(50);
            ended.set(true);
            return "done";
        });
        closing.countDown();

        job.close();

        assertThat(ended).isTrue();
    }

    @Test
    void interruptedWaitingFailsAndKeepsTheInterruption() {
        CountDownLatch never = new CountDownLatch(1);
        SideJob<String> job = SideJob.start("test", () -> {
            never.await();
            return "done";
        });
        Thread.currentThread().interrupt();

        assertThatThrownBy(job::await).hasMessageContaining("interrupted while waiting for test");
        job.close();

        assertThat(Thread.interrupted()).isTrue();
        never.countDown();
    }
}
