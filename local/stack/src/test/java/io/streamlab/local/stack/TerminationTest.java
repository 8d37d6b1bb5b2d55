package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminationTest {

    private static final Duration GRACE = Duration.ofMillis(200);

    @Test
    void processThatIgnoresTheRequestIsForced() throws IOException {
        Process stubborn = bash("trap '' TERM; while true; do read -t 600 < <(sleep 600); done");
        await().until(() -> stubborn.toHandle().descendants().findAny().isPresent());
        Termination.end(List.of(ProcessIdentity.of(stubborn.toHandle())), GRACE);
        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void childrenAreEndedWithTheirParent() throws IOException {
        Process parent = bash("trap '' TERM; sleep 600 & trap 'exit' TERM; wait");
        await().until(() -> parent.toHandle().children().findAny().isPresent());
        ProcessHandle child = parent.toHandle().children().findAny().orElseThrow();
        Termination.end(List.of(ProcessIdentity.of(parent.toHandle())), GRACE);
        assertThat(parent.isAlive()).isFalse();
        assertThat(ProcessIdentity.isRunning(child)).isFalse();
    }

    @Test
    void familyIsKilledWithoutBeingAsked() throws IOException {
        Process parent = bash("trap '' TERM; sleep 600 & wait");
        await().until(() -> parent.toHandle().children().findAny().isPresent());
        ProcessHandle child = parent.toHandle().children().findAny().orElseThrow();
        Termination.force(parent.toHandle());
        assertThat(ProcessIdentity.isRunning(parent.toHandle())).isFalse();
        assertThat(ProcessIdentity.isRunning(child)).isFalse();
    }

    private static Process bash(String script) throws IOException {
        return new ProcessBuilder("bash", "-c", script).start();
    }
}
