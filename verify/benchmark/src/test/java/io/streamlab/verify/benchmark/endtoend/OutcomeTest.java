package io.streamlab.verify.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import io.streamlab.verify.benchmark.endtoend.Outcome.Batch;
import io.streamlab.verify.benchmark.endtoend.Outcome.Commit;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void theFirstBatchDoesNotCountForTheRate() {
        Outcome outcome = withBatches(new Batch(9_999, 10_000), new Batch(4_000, 12_000), new Batch(2_000, 14_000));

        assertThat(outcome.recordsPerSecond()).isEqualTo(1_500);
    }

    @Test
    void tooFewBatchesGiveNoRate() {
        Outcome outcome = withBatches(new Batch(4_000, 10_000), new Batch(4_000, 12_000));

        assertThatThrownBy(outcome::recordsPerSecond)
                .isInstanceOf(CommandException.class)
                .hasMessage("the backlog made 2 batches, and the first does not count: give more --records, or a "
                        + "smaller --batch");
    }

    @Test
    void freshnessIsFromThePutToTheCommit() {
        Outcome outcome =
                withCommits(new Commit(7_000, List.of(1_000L, 6_500L)), new Commit(9_000, List.of(6_000L, 7_500L)));

        assertThat(outcome.freshness(5_000).sorted()).containsExactly(0.5, 1.5, 3.0);
    }

    private static Outcome withBatches(Batch... batches) {
        return new Outcome(0, 0, 0, List.of(batches), List.of());
    }

    private static Outcome withCommits(Commit... commits) {
        return new Outcome(0, 0, 0, List.of(), List.of(commits));
    }
}
