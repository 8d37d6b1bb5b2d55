package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsTest {
    @TempDir
    private Path folder;

    @Test
    void oneSideSeesWhatTheOtherHasTold() {
        Signals here = new Signals(folder);
        Signals there = new Signals(folder);
        assertThat(there.isStarted()).isFalse();
        assertThat(there.end()).isEmpty();

        here.signalStarted();
        here.signalEnd(1_200);

        assertThat(there.isStarted()).isTrue();
        assertThat(there.end()).hasValue(1_200);
    }

    @Test
    void namesTheFolderThatIsMissing() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> new Signals(missing).signalStarted())
                .isInstanceOf(CommandException.class)
                .hasMessage("cannot signal by " + missing + " that the program has started");
    }
}
