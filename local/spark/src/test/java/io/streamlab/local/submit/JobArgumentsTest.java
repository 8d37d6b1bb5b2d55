package io.streamlab.local.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobArgumentsTest {
    @Test
    void pathsThatAreNotGivenLieInTheBucketOfTheStandIn() {
        assertThat(JobArguments.withStandInPaths(List.of("--available_now", "true")))
                .containsExactly(
                        "--available_now",
                        "true",
                        "--checkpoint_path",
                        "s3://streamlab/checkpoint",
                        "--rejected_path",
                        "s3://streamlab/rejected",
                        "--target_path",
                        "s3://streamlab/output/hudi_table");
    }

    @Test
    void pathsThatAreGivenStay() {
        List<String> given = List.of(
                "--target_path", "s3://mine/t", "--checkpoint_path=s3://mine/c", "--rejected_path", "s3://mine/r");

        assertThat(JobArguments.withStandInPaths(given)).isEqualTo(given);
    }

    @Test
    void metricsAreSwitchedOffUnlessTheArgumentsSayOtherwise() {
        assertThat(JobArguments.withoutMetrics(List.of("--available_now", "true")))
                .containsExactly("--available_now", "true", "--cloudwatch_metrics", "false");
        List<String> given = List.of("--cloudwatch_metrics", "true");
        assertThat(JobArguments.withoutMetrics(given)).isEqualTo(given);
    }

    @Test
    void withoutOptionsForHudiTheSyncIsSwitchedOffByOne() {
        assertThat(JobArguments.withoutCatalogSync(List.of("--available_now", "true")))
                .containsExactly(
                        "--available_now", "true", "--hudi_options", "hoodie.datasource.hive_sync.enable=false");
    }

    @Test
    void theSyncIsSwitchedOffBesideOtherOptionsForHudi() {
        assertThat(JobArguments.withoutCatalogSync(List.of("--hudi_options", "hoodie.a=b", "--available_now", "true")))
                .containsExactly(
                        "--hudi_options",
                        "hoodie.a=b,hoodie.datasource.hive_sync.enable=false",
                        "--available_now",
                        "true");
        assertThat(JobArguments.withoutCatalogSync(List.of("--hudi_options=hoodie.a=b")))
                .containsExactly("--hudi_options=hoodie.a=b,hoodie.datasource.hive_sync.enable=false");
    }

    @Test
    void whoDecidesOnTheSyncIsNotOverruled() {
        List<String> given = List.of("--hudi_options", "hoodie.datasource.hive_sync.enable=true");

        assertThat(JobArguments.withoutCatalogSync(given)).isEqualTo(given);
    }

    @Test
    void anOptionWithoutItsValueIsLeftForTheJobToRefuse() {
        assertThat(JobArguments.withoutCatalogSync(List.of("--hudi_options"))).containsExactly("--hudi_options");
    }
}
