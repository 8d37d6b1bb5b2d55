package io.streamlab.verify.benchmark.source;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamlab.local.common.CommandException;
import org.junit.jupiter.api.Test;

class SourceWorkloadTest {

    @Test
    void refusesABacklogWithoutRecords() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new SourceWorkload(0, 1, 30))
                .withMessage("--records is 0: it must lie between 1 and 2147483647");
    }

    @Test
    void refusesARunWithoutRounds() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new SourceWorkload(1, 0, 30))
                .withMessage("--rounds is 0: it must be at least 1");
    }

    @Test
    void refusesAFlowOfWhichNothingCounts() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new SourceWorkload(1, 1, 5))
                .withMessage("--seconds is 5: the first 5 do not count, so there must be more");
    }
}
