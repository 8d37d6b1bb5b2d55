package io.streamlab.local.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanUpTest {
    private final List<String> ended = new ArrayList<>();

    @Test
    void endsTheLastFirstAndEachOnce() {
        CleanUp cleanUp = CleanUp.alsoOnExit();
        cleanUp.add(() -> ended.add("servers"));
        cleanUp.add(() -> ended.add("job"));

        cleanUp.close();
        cleanUp.close();

        assertThat(ended).containsExactly("job", "servers");
    }

    @Test
    void endsAtOnceWhatIsStartedAfterwards() {
        CleanUp cleanUp = CleanUp.alsoOnExit();
        cleanUp.close();

        assertThatThrownBy(() -> cleanUp.add(() -> ended.add("job")))
                .isInstanceOf(CommandException.class)
                .hasMessage("the run is being ended");
        assertThat(ended).containsExactly("job");
    }

    @Test
    void leavesEverythingWhenItIsCancelled() {
        CleanUp cleanUp = CleanUp.alsoOnExit();
        cleanUp.add(() -> ended.add("servers"));

        cleanUp.cancel();
        cleanUp.close();

        assertThat(ended).isEmpty();
    }
}
