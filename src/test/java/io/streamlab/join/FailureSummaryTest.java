package io.streamlab.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureSummaryTest {
    @Test
    void showsTheFirstLineOfEachCause() {
        Exception failure = new IllegalStateException(
                "Query failed\n=== Streaming Query ===\nmany lines", new IOException("\n the disk\r\n is full"));

        assertThat(FailureSummary.of(failure))
                .isEqualTo(
                        """
                        The job failed.
                          IllegalStateException: Query failed
                          caused by IOException: the disk""");
    }

    @Test
    void showsAFailureWithoutAMessage() {
        assertThat(FailureSummary.of(new NullPointerException()))
                .isEqualTo("The job failed.\n  NullPointerException: (no message)");
    }

    @Test
    void showsWhatIsSaidTwiceOnce() {
        Exception failure = new IllegalStateException("it broke", new IllegalStateException("it broke"));

        assertThat(FailureSummary.of(failure)).isEqualTo("The job failed.\n  IllegalStateException: it broke");
    }

    @Test
    void endsWhereCausesGoInCircles() {
        Exception first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));

        assertThat(FailureSummary.of(first))
                .isEqualTo(
                        """
                        The job failed.
                          IllegalStateException: first
                          caused by IllegalStateException: second""");
    }
}
