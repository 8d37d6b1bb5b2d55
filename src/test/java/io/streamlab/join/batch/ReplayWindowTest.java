package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    @Test
    void onlyTheFirstBatchOfARunMayHaveBeenTriedBefore() {
        ReplayWindow replays = new ReplayWindow();

        assertThat(replays.includes(300)).isTrue();
        assertThat(replays.includes(300)).as("asked for a second time").isTrue();
        assertThat(replays.includes(301)).isFalse();
        assertThat(replays.includes(302)).isFalse();
    }
}
