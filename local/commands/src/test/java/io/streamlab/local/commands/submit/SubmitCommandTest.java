package io.streamlab.local.commands.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.spark.ClusterSpec;
import io.streamlab.local.spark.SparkClasspath;
import io.streamlab.local.spark.SparkProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitCommandTest {
    private static final Path JAR = Path.of("/checkout/target/glue-streaming-join-1.0.jar");
    private static final SparkClasspath CLASSPATH =
            new SparkClasspath(List.of(Path.of("/l/spark.jar"), Path.of("/l/hudi-spark3.3-bundle_2.12-0.14.0.jar")));
    private static final List<Path> GLUE_SYNC = List.of(Path.of("/l/hudi-aws-0.14.0.jar"), Path.of("/l/glue.jar"));

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        environment.put("AWS_ENDPOINT_URL_GLUE", url());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", url());
        environment.put("AWS_ENDPOINT_URL_S3", url());
        environment.put("HIVE_METASTORE_URIS", "thrift://127.0.0.1:" + server.getLocalPort());
        environment.put("AWS_ACCESS_KEY_ID", "key-of-the-user");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret-of-the-user");
        environment.put("AWS_SESSION_TOKEN", "token-of-the-user");
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @Test
    void theJobsJarIsSubmittedWithTheHudiBundleBesideIt() {
        SparkProgram program = submit("--available_now", "true");

        assertThat(program.mainClass()).isEqualTo("org.apache.spark.deploy.SparkSubmit");
        assertThat(program.arguments())
                .startsWith(
                        "--master",
                        "local[*]",
                        "--driver-memory",
                        "2g",
                        "--class",
                        "io.streamlab.join.StreamingJoinJob")
                .containsSequence("--jars", "/l/hudi-spark3.3-bundle_2.12-0.14.0.jar")
                .containsSequence(JAR.toString(), "--available_now", "true", "--checkpoint_path");
        assertThat(program.classpath()).isEqualTo("/l/spark.jar");
    }

    @Test
    void sparkShowsItsPagesOnThisMachineOnlyAndOnlyIfAskedTo() {
        assertThat(submit().arguments()).contains("spark.ui.enabled=false");

        SparkProgram program =
                SubmitCommand.of(JAR, List.of(), CLASSPATH, GLUE_SYNC, environment, false, OptionalInt.of(4041));

        assertThat(program.arguments())
                .contains("spark.ui.enabled=true", "spark.ui.port=4041")
                .doesNotContain("spark.ui.enabled=false");
        assertThat(program.environment()).containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
    }

    @Test
    void portOfThePagesIsAnotherIfTheUsualOneIsTaken() throws IOException {
        assertThat(UiPort.choose(server.getLocalPort())).isPositive().isNotEqualTo(server.getLocalPort());
        int free;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = other.getLocalPort();
        }
        assertThat(UiPort.choose(free)).isEqualTo(free);
    }

    @Test
    void onAClusterTheMasterIsInTheClustersOwnSettings() {
        SparkProgram program =
                SubmitCommand.of(JAR, List.of(), CLASSPATH, GLUE_SYNC, environment, true, OptionalInt.empty());

        assertThat(program.arguments())
                .startsWith("--driver-memory", "2g")
                .noneMatch(argument -> argument.startsWith("local[") || argument.equals("--master"));
    }

    @Test
    void executorsHaveTheOptionsOfTheDriverBesidesThoseThatSparkRefuses() {
        environment.put("SPARK_SUBMIT_OPTS", "-XX:+UseSerialGC -Xmx3g -Dspark.x=y -Dkey=value");

        ClusterSpec cluster = SubmitCommand.cluster("3", environment);

        assertThat(cluster.workers()).isEqualTo(3);
        assertThat(cluster.executorMemory()).isEqualTo("1500m");
        assertThat(cluster.executorOptions())
                .containsExactly(
                        "-Djol.skipHotspotSAAttach=true",
                        "-Djol.skipDynamicAttach=true",
                        "-XX:+UseSerialGC",
                        "-Dkey=value");

        environment.put("SPARK_EXECUTOR_MEMORY", "2g");

        assertThat(SubmitCommand.cluster("3", environment).executorMemory()).isEqualTo("2g");
    }

    @Test
    void severalRunsAreAProgramThatGetsTheClassOfTheJob() {
        assertThat(submit("--runs_from_stdin").arguments())
                .containsSequence("--class", "io.streamlab.local.commands.submit.SeveralRuns")
                .endsWith(JAR.toString(), "io.streamlab.join.StreamingJoinJob");
    }

    @Test
    void extraJarsAreGivenToSparkBesideTheHudiBundle() throws IOException {
        String connector = Files.createFile(folder.resolve("connector.jar")).toString();

        assertThat(submit("--extra-jars", connector).arguments())
                .containsSequence("--jars", "/l/hudi-spark3.3-bundle_2.12-0.14.0.jar," + connector);
    }

    @Test
    void sparkWorksOnTheEndpointsOfTheEnvironment() {
        assertThat(submit().arguments())
                .containsSequence("--conf", "spark.hadoop.fs.s3a.endpoint=" + url())
                .containsSequence("--conf", "spark.sql.catalogImplementation=hive")
                .containsSequence("--conf", "spark.sql.warehouse.dir=s3://streamlab/warehouse")
                .containsSequence(
                        "--conf", "spark.hadoop.hive.metastore.uris=thrift://127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void noSecretIsInTheProgram() {
        assertThat(submit("--available_now", "true").toString()).doesNotContain("of-the-user");
    }

    @Test
    void theHeapIsThatOfSparksOwnVariable() {
        environment.put("SPARK_DRIVER_MEMORY", "3g");

        SparkProgram program = submit();

        assertThat(program.arguments()).containsSequence("--driver-memory", "3g");
        assertThat(program.jvmOptions()).contains("-Xmx3g").doesNotContain("-Xmx2g");
    }

    @Test
    void furtherOptionsOfTheJvmAreThoseOfSparksOwnVariable() {
        environment.put("SPARK_SUBMIT_OPTS", " -XX:+UseSerialGC  -Dkey=value");

        assertThat(submit().jvmOptions()).endsWith("-XX:+UseSerialGC", "-Dkey=value");
    }

    @Test
    void withoutAMetastoreTheTablesAreRegisteredInTheGlueDataCatalog() {
        environment.remove("HIVE_METASTORE_URIS");

        SparkProgram program = submit();

        assertThat(program.arguments())
                .doesNotContain("spark.sql.warehouse.dir=s3://streamlab/warehouse")
                .containsSequence("--conf", "spark.sql.catalogImplementation=in-memory")
                .containsSequence(
                        "--jars", "/l/hudi-spark3.3-bundle_2.12-0.14.0.jar,/l/hudi-aws-0.14.0.jar,/l/glue.jar")
                .containsSequence(
                        "--hudi_options",
                        "hoodie.datasource.hive_sync.enable=false,hoodie.datasource.meta.sync.enable=true,"
                                + "hoodie.meta.sync.client.tool.class=org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool");
        assertThat(program.jvmOptions())
                .contains("-Dsoftware.amazon.awssdk.http.async.service.impl="
                        + "io.streamlab.local.gluesync.WaitingHttpService");
    }

    @Test
    void aHudiThatDoesNotReachTheGlueDataCatalogRegistersNothingWithoutAMetastore() {
        environment.remove("HIVE_METASTORE_URIS");

        assertThat(SubmitCommand.of(JAR, List.of(), CLASSPATH, List.of(), environment)
                        .arguments())
                .containsSequence("--jars", "/l/hudi-spark3.3-bundle_2.12-0.14.0.jar")
                .containsSequence("--hudi_options", "hoodie.datasource.hive_sync.enable=false");
    }

    @Test
    void withoutACloudWatchNoMetricsAreSent() {
        assertThat(submit().arguments()).containsSequence("--cloudwatch_metrics", "false");

        environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", url());

        assertThat(submit().arguments()).doesNotContain("--cloudwatch_metrics");
    }

    @Test
    void oneEndpointForAllServicesIsEnoughAndSpokenToInJson() {
        environment.keySet().removeIf(variable -> variable.startsWith("AWS_ENDPOINT_URL"));
        environment.put("AWS_ENDPOINT_URL", url());

        SparkProgram program = submit();

        assertThat(program.arguments()).containsSequence("--conf", "spark.hadoop.fs.s3a.endpoint=" + url());
        assertThat(program.environment()).containsEntry("CBOR_ENABLED", "false");
    }

    @Test
    void aKinesisOfItsOwnIsSpokenToAsOnAws() {
        assertThat(submit().environment()).isEmpty();
    }

    @Test
    void aServiceWithoutAnEndpointIsAnError() {
        environment.remove("AWS_ENDPOINT_URL_DYNAMODB");

        assertThatThrownBy(this::submit)
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("AWS_ENDPOINT_URL_DYNAMODB is not set: ");
    }

    private SparkProgram submit(String... jobArguments) {
        return SubmitCommand.of(JAR, List.of(jobArguments), CLASSPATH, GLUE_SYNC, environment);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }
}
