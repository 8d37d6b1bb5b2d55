package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParallelShardsTest {

    @Test
    void shardsAreWorkedOnAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        try (ParallelShards parallel = new ParallelShards("orders", 2)) {
            Map<String, String> results = parallel.map(List.of("b", "a"), shardId -> {
                try {
                    both.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return shardId + "!";
            });

            assertThat(results).containsExactly(Map.entry("a", "a!"), Map.entry("b", "b!"));
        }
    }

    @Test
    void failureOfAShardIsThrownAsItIs() {
        IllegalStateException failure = new IllegalStateException("shard b");
        try (ParallelShards parallel = new ParallelShards("orders", 1)) {
            assertThatThrownBy(() -> parallel.map(List.of("a", "b"), shardId -> {
                        if (shardId.equals("b")) {
                            throw failure;
                        }
                        return shardId;
                    }))
                    .isSameAs(failure);
        }
    }

    @Test
    void interruptionTakesTheFormThatSparkKnows() {
        // Work that is done before the caller waits for it would hide the interruption.
        CountDownLatch neverOpened = new CountDownLatch(1);
        try (ParallelShards parallel = new ParallelShards("orders", 1)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> parallel.map(List.of("a"), shardId -> await(neverOpened)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "opened";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
