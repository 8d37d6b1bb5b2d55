package io.streamlab.local.commands.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobArgumentsTest {
    @TempDir
    private Path folder;

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
    void theSyncGoesToTheGlueDataCatalogByHudisOwnTool() {
        assertThat(JobArguments.withGlueSync(List.of("--hudi_options=hoodie.a=b")))
                .containsExactly("--hudi_options=hoodie.a=b,hoodie.datasource.hive_sync.enable=false,"
                        + "hoodie.datasource.meta.sync.enable=true,"
                        + "hoodie.meta.sync.client.tool.class=org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.datasource.hive_sync.enable=true",
                "hoodie.datasource.meta.sync.enable=false",
                "hoodie.meta.sync.client.tool.class=com.example.Tool"
            })
    void whoDecidesOnTheSyncIsNotOverruled(String option) {
        List<String> given = List.of("--hudi_options", option);

        assertThat(JobArguments.withoutCatalogSync(given)).isEqualTo(given);
        assertThat(JobArguments.withGlueSync(given)).isEqualTo(given);
    }

    @Test
    void extraJarsAreThoseOfGluesOwnArgument() throws IOException {
        String one = Files.createFile(folder.resolve("one.jar")).toString();
        String two = Files.createFile(folder.resolve("two.jar")).toString();

        assertThat(JobArguments.extraJars(List.of("--available_now", "true"))).isEmpty();
        assertThat(JobArguments.extraJars(List.of("--extra-jars", one + "," + two, "--available_now", "true")))
                .containsExactly(one, two);
        assertThat(JobArguments.extraJars(List.of("--extra-jars=" + one))).containsExactly(one);
    }

    @Test
    void anExtraJarThatIsMissingIsNamed() {
        assertThatThrownBy(() -> JobArguments.extraJars(List.of("--extra-jars", "/no/such.jar")))
                .isInstanceOf(CommandException.class)
                .hasMessage("--extra-jars names /no/such.jar, which is no file");
    }

    @Test
    void anOptionWithoutItsValueIsLeftForTheJobToRefuse() {
        assertThat(JobArguments.withoutCatalogSync(List.of("--hudi_options"))).containsExactly("--hudi_options");
    }

    @Test
    void theClusterIsTheCommandsOwnArgument() {
        List<String> given = List.of("--cluster", "2", "--window_seconds", "5");

        assertThat(JobArguments.cluster(given)).contains("2");
        assertThat(JobArguments.ofTheJob(given)).containsExactly("--window_seconds", "5");
        assertThat(JobArguments.cluster(List.of("--cluster=3"))).contains("3");
        assertThat(JobArguments.ofTheJob(List.of("--cluster=3", "--a", "b"))).containsExactly("--a", "b");
        assertThat(JobArguments.cluster(List.of("--cluster")))
                .as("without a number")
                .contains("");
        assertThat(JobArguments.cluster(List.of("--hudi_options", "a=b"))).isEmpty();
    }

    @Test
    void sparksPagesAreNoConcernOfTheJob() {
        List<String> given = List.of("--ui", "--available_now", "true");

        assertThat(JobArguments.wantUi(given)).isTrue();
        assertThat(JobArguments.wantUi(List.of("--available_now", "true"))).isFalse();
        assertThat(JobArguments.ofTheJob(given)).containsExactly("--available_now", "true");
    }
}
