package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Checkout;
import io.streamlab.local.example.AwsClients;
import io.streamlab.local.example.ExampleResources;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole stand-in through its command, from the start to a server's death to the stop. */
class LocalStackIT {

    @TempDir
    private Path folder;

    private StackDirectory directory;
    private List<ServerState> servers = List.of();

    @BeforeEach
    void useFolder() {
        directory = new StackDirectory(folder.resolve("stack"));
    }

    @AfterEach
    void stopWhatIsLeft() {
        run("stop");
    }

    @Test
    void standInStartsServesNoticesADeadServerAndStops() throws Exception {
        int kinesisPort = freePort();
        leaveStateOfAMachineThatWasRestarted();

        Result start = run("start", "--port", "kinesis=" + kinesisPort);
        assertThat(start.status()).as(start.toString()).isZero();
        assertThat(start.output()).contains("Ready after").contains("http://127.0.0.1:" + kinesisPort);
        StackState state = stack().state().orElseThrow();
        servers = state.servers();

        assertThat(run("status").status()).isZero();
        assertThat(run("env").output())
                .contains("export AWS_ENDPOINT_URL_KINESIS='http://127.0.0.1:" + kinesisPort + "'\n")
                .contains("export AWS_DEFAULT_REGION='us-east-1'\n");
        Result again = run("start");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.errors()).contains("a stand-in is running already in " + directory.root());

        AwsClients clients = new AwsClients(state.endpoints());
        streamTakesAndGivesARecord(clients);
        referenceTableHoldsTheExamplesRows(clients);
        bucketKeepsAnObject(clients);
        catalogDescribesTheStream(clients);
        assertThat(state.endpoints().metastore()).isPresent();

        ServerState victim = server("glue");
        victim.process().find().orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !victim.process().isAlive());
        Result status = run("status");
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.output()).containsPattern("glue +DEAD").containsPattern("kinesis +running");

        List<ProcessHandle> children = servers.stream()
                .flatMap(server -> server.process().find().stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        assertThat(run("stop")).isEqualTo(new Result(0, "Stopped.\n", ""));
        assertThat(children).noneMatch(ProcessIdentity::isRunning);
        assertThat(run("stop")).isEqualTo(new Result(0, "It was not running.\n", ""));
        assertThat(run("status")).isEqualTo(new Result(1, "Not running.\n", ""));
        assertThat(run("env").errors()).contains("it is not running; start it: scripts/local-stack start");
    }

    private void leaveStateOfAMachineThatWasRestarted() throws Exception {
        Files.createDirectories(directory.root());
        ProcessIdentity someoneElse =
                new ProcessIdentity(ProcessHandle.current().pid(), 0);
        StackState.empty()
                .with(new ServerState("kinesis", "http://127.0.0.1:1", someoneElse, Map.of()))
                .completed()
                .write(directory.stateFile());
    }

    private static void streamTakesAndGivesARecord(AwsClients clients) {
        try (KinesisClient kinesis = clients.kinesis()) {
            assertThat(kinesis.listShards(request -> request.streamName(ExampleResources.STREAM))
                            .shards())
                    .hasSize(ExampleResources.SHARDS);
            String shard = kinesis.putRecord(request -> request.streamName(ExampleResources.STREAM)
                            .partitionKey("key")
                            .data(SdkBytes.fromUtf8String("hello")))
                    .shardId();
            String iterator = kinesis.getShardIterator(request -> request.streamName(ExampleResources.STREAM)
                            .shardId(shard)
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            assertThat(kinesis.getRecords(request -> request.shardIterator(iterator))
                            .records())
                    .extracting(record -> record.data().asUtf8String())
                    .containsExactly("hello");
        }
    }

    private static void referenceTableHoldsTheExamplesRows(AwsClients clients) {
        try (DynamoDbClient dynamoDb = clients.dynamoDb()) {
            assertThat(dynamoDb.scan(request -> request.tableName(ExampleResources.REFERENCE_TABLE))
                            .items())
                    .extracting(
                            item -> item.get("code").s(),
                            item -> item.get("countryname").s(),
                            item -> item.get("combinedname").s())
                    .containsExactlyInAnyOrder(
                            tuple("IN", "India", "IN-India"),
                            tuple("US", "USA", "US-USA"),
                            tuple("CA", "Canada", "CA-Canada"),
                            tuple("CN", "China", "CN-China"));
        }
    }

    private static void bucketKeepsAnObject(AwsClients clients) {
        try (S3Client s3 = clients.s3()) {
            s3.putObject(
                    request -> request.bucket(ExampleResources.BUCKET).key("a b/ü=1"), RequestBody.fromString("hello"));
            ResponseBytes<?> object = s3.getObjectAsBytes(
                    request -> request.bucket(ExampleResources.BUCKET).key("a b/ü=1"));
            assertThat(object.asUtf8String()).isEqualTo("hello");
        }
    }

    private static void catalogDescribesTheStream(AwsClients clients) {
        try (GlueClient glue = clients.glue()) {
            Table table = glue.getTable(request -> request.databaseName(ExampleResources.CATALOG_DATABASE)
                            .name(ExampleResources.CATALOG_TABLE))
                    .table();
            assertThat(table.storageDescriptor().columns())
                    .extracting(Column::name)
                    .hasSize(15);
            assertThat(table.parameters()).containsEntry("classification", "json");
            assertThat(table.storageDescriptor().parameters())
                    .containsEntry("typeOfData", "kinesis")
                    .containsEntry("streamName", ExampleResources.STREAM)
                    .containsEntry(
                            "endpointUrl",
                            clients.endpoints().of(AwsService.KINESIS).toString());
        }
    }

    private ServerState server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Stack stack() {
        return new Stack(Checkout.find(), directory);
    }

    private Result run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine command =
                LocalStack.commandLine().setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        int status = command.execute(Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--directory", directory.root().toString()))
                .toArray(String[]::new));
        return new Result(status, output.toString(), errors.toString());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Result(int status, String output, String errors) {}
}
