package io.streamlab.local.run;

import static org.assertj.core.api.Assertions.assertThat;

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
    void leavesEverythingWhenItIsCancelled() {
        CleanUp cleanUp = CleanUp.alsoOnExit();
        cleanUp.add(() -> ended.add("servers"));

        cleanUp.cancel();
        cleanUp.close();

        assertThat(ended).isEmpty();
    }
}
