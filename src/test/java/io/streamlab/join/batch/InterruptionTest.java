package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    @Test
    void stopsOfAQueryAreNoFailures() {
        for (Exception stop : List.of(
                new InterruptedException(),
                new ClosedByInterruptException(),
                new InterruptedIOException("interrupted"),
                new SparkException("Job 7 cancelled part of cancelled job group 4711"))) {
            assertThat(Interruption.isCauseOf(stop)).as("%s", stop).isTrue();
            assertThat(Interruption.isCauseOf(new IllegalStateException("while writing", stop)))
                    .isTrue();
        }
    }

    @Test
    void anInterruptedThreadHasBeenStopped() {
        Thread.currentThread().interrupt();
        try {
            assertThat(Interruption.isCauseOf(new IllegalStateException())).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void failuresAreNoStops() {
        IllegalStateException circle = new IllegalStateException("first");
        circle.initCause(new IllegalStateException("second", circle));
        for (Exception failure : List.of(
                new IOException("no space left"),
                new SocketTimeoutException("Read timed out"),
                new SparkException("Job aborted due to stage failure"),
                new SparkException(null),
                circle)) {
            assertThat(Interruption.isCauseOf(failure)).as("%s", failure).isFalse();
        }
    }
}
