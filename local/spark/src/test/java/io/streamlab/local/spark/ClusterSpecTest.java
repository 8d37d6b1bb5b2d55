package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSpecTest {
    @Test
    void workersShareTheCoresOfTheMachineAndHaveOneAtLeast() {
        int cores = Runtime.getRuntime().availableProcessors();

        assertThat(ClusterSpec.of("1", "1g", List.of()).coresOfWorker()).isEqualTo(cores);
        assertThat(ClusterSpec.of("50", "1g", List.of()).coresOfWorker()).isEqualTo(Math.max(1, cores / 50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "51", "two", "1.5", "99999999999"})
    void whatIsNoNumberOfWorkersIsAnError(String workers) {
        assertThatThrownBy(() -> ClusterSpec.of(workers, "1g", List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("--cluster " + workers + ": give a number of workers from 1 to 50");
    }
}
