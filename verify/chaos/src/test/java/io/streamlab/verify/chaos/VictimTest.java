package io.streamlab.verify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.verify.chaos.ChaosSettings.Profile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VictimTest {
    @Test
    void withoutAClusterThereIsTheDriverAlone() {
        assertThat(Victim.of(new ChaosSettings(1, 0, 5, 1, false, false, Profile.UPDATES, "auto", 0)))
                .containsExactly(Victim.DRIVER);
        assertThat(Victim.of(new ChaosSettings(1, 0, 5, 1, false, false, Profile.UPDATES, "auto", 2)))
                .containsExactly(Victim.values());
    }

    @ParameterizedTest
    @CsvSource({
        "DRIVER, java -Xmx2g org.apache.spark.deploy.SparkSubmit --driver-memory 2g",
        "EXECUTOR, java -cp /a/jars/* org.apache.spark.executor.CoarseGrainedExecutorBackend --worker-url spark://x",
        "WORKER, java io.streamlab.local.spark.ClusterNode /a/scratch/1 worker --host 127.0.0.2",
        ", java io.streamlab.local.spark.ClusterNode /a/scratch/1 master",
        ", java io.streamlab.local.commands.submit.SubmitLocal job.jar --cluster 2"
    })
    void eachProcessIsKnownByItsCommandLine(Victim expected, String commandLine) {
        List<Victim> found = Arrays.stream(Victim.values())
                .filter(victim -> victim.isMarkedBy(commandLine))
                .toList();

        assertThat(found).isEqualTo(expected == null ? List.of() : List.of(expected));
    }
}
