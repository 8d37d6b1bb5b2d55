package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void goForwardsAndBackwards() {
        List<String> arms = List.of("a", "b", "c");

        assertThat(Turns.inRound(0, arms)).containsExactly("a", "b", "c");
        assertThat(Turns.inRound(1, arms)).containsExactly("c", "b", "a");
        assertThat(Turns.inRound(2, arms)).containsExactly("a", "b", "c");
    }
}
