package io.streamlab.join.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalsTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private long now;
    private final StopSignals signals = new StopSignals(requests::add, ends::add, () -> now);

    @Test
    void theFirstSignalRequestsTheStop() {
        assertThat(signals.takes(StopSignals.SIGTERM)).isTrue();

        assertThat(requests).containsExactly("SIGTERM");
    }

    @Test
    void aSecondSignalEndsTheProcess() {
        signals.takes(StopSignals.SIGTERM);
        pass(1_001);

        assertThat(signals.takes(StopSignals.SIGTERM)).isFalse();
        assertThat(requests).containsExactly("SIGTERM");
        assertThat(ends).as("the hooks have a limit").containsExactly(143);
    }

    @Test
    void theExitCodeIsThatOfTheSignal() {
        signals.takes(StopSignals.SIGTERM);
        pass(60_000);

        assertThat(signals.takes(StopSignals.SIGINT)).isFalse();
        assertThat(ends).containsExactly(130);
    }

    /** Ctrl-C reaches the job from the terminal, and as SIGTERM from the command that started the job. */
    @Test
    void aSignalThatIsPassedOnIsNoSecondOne() {
        signals.takes(StopSignals.SIGINT);
        pass(400);

        assertThat(signals.takes(StopSignals.SIGTERM)).isTrue();
        assertThat(requests).containsExactly("SIGINT");
        assertThat(ends).isEmpty();
    }

    @Test
    void aSignalAfterTheEndOfTheJobEndsTheProcess() {
        signals.close();

        assertThat(signals.takes(StopSignals.SIGTERM)).isFalse();
        assertThat(requests).isEmpty();
    }

    @Test
    void aSignalThatIsPassedOnWhileTheJobEndsDoesNotCutTheEndOff() {
        signals.takes(StopSignals.SIGINT);
        signals.close();
        pass(400);

        assertThat(signals.takes(StopSignals.SIGTERM)).isTrue();
    }

    @Test
    void theSystemsSignalsArrive() throws Exception {
        try (BatchGate gate = BatchGate.stoppedBySignals()) {
            new ProcessBuilder(
                            "kill",
                            "-TERM",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();

            await().until(gate::isStopping);
        }
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}
