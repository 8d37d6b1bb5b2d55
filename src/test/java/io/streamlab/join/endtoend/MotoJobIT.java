package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.deployment.MotoServer;
import io.streamlab.join.record.RejectedRecords;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job with all of AWS at one address, as Floci and moto have it: stream, reference table, bucket and catalog are moto's. No
 * emulator has the Hive metastore that is before the catalog on Glue, so Hudi registers its table by its tool for the catalog's
 * own interface.
 */
class MotoJobIT {
    @TempDir
    private static Path folder;

    private static MotoServer moto;

    @BeforeAll
    static void createPipeline() throws IOException, InterruptedException {
        assumeTrue(MotoServer.isInstalled(), "moto_server and aws are not both on the PATH");
        moto = MotoServer.start(folder.resolve("moto.log"));
        moto.ask("s3api", "create-bucket", "--bucket", "streamlab");
        moto.ask("kinesis", "create-stream", "--stream-name", "my_stream", "--shard-count", "2");
        moto.ask(
                "dynamodb",
                "create-table",
                "--table-name",
                "tgt_country_lookup_table",
                "--billing-mode",
                "PAY_PER_REQUEST",
                "--attribute-definitions",
                "AttributeName=code,AttributeType=S",
                "AttributeName=countryname,AttributeType=S",
                "--key-schema",
                "AttributeName=code,KeyType=HASH",
                "AttributeName=countryname,KeyType=RANGE");
        moto.ask(
                "dynamodb",
                "put-item",
                "--table-name",
                "tgt_country_lookup_table",
                "--item",
                "{\"code\":{\"S\":\"IN\"},\"countryname\":{\"S\":\"India\"},\"combinedname\":{\"S\":\"IN-India\"}}");
        moto.ask("glue", "create-database", "--database-input", "Name=my_kinesis_db");
        moto.ask(
                "glue",
                "create-table",
                "--database-name",
                "my_kinesis_db",
                "--table-input",
                sourceTable(Pipeline.COLUMNS));
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void runsWithEverythingFromOneEmulator() throws IOException, InterruptedException {
        putRecords(
                Pipeline.order(1, "India", "1/4/10"),
                Pipeline.order(2, "Atlantis", "2/28/10"),
                Pipeline.order(2, "Atlantis", "3/28/10"),
                "{\"uuid\": 3, \"country\": ");

        SubmittedJob validation = submit("--validate", "true", "--cloudwatch_metrics", "false");
        assertThat(validation.awaitExit()).as(validation.output()).isZero();
        assertThat(validation.output())
                .contains("ok        glue:GetDatabase on catalog database my_kinesis_db")
                .contains("The job finds everything it needs.");

        SubmittedJob job = submit("--available_now", "true", "--JOB_NAME", "demo-streaming-join");
        assertThat(job.awaitExit()).as(job.output()).isZero();

        assertThat(job.reports())
                .allSatisfy(report ->
                        assertThat(report.get("consumer_lag_ms").asLong()).isPositive());
        assertThat(sum(job, "records_read")).isEqualTo(4);
        assertThat(sum(job, "records_rejected")).isEqualTo(1);
        assertThat(sum(job, "records_unmatched")).isEqualTo(2);
        assertThat(tableRows()).containsExactlyInAnyOrder(Arrays.asList("1", "IN-India"), Arrays.asList("2", null));
        assertThatBothTablesAreRegistered();
        assertThat(job.output())
                .as("moto's CloudWatch does not speak the protocol of the SDK: the job says it and goes on")
                .containsOnlyOnce("CloudWatch refuses the metrics of batches");

        addColumnToTheSourceTable("giftnote");
        putRecords(
                "{\"uuid\": \"3\", \"country\": \"India\", \"orderdate\": \"4/28/10\", \"giftnote\": \"all the best\"}");
        SubmittedJob next = submit("--available_now", "true", "--cloudwatch_metrics", "false");
        assertThat(next.awaitExit()).as(next.output()).isZero();

        assertThat(columnsOf("hudi_table")).contains("giftnote string");
    }

    /** As Athena reads them: the input format tells it that the one is a Hudi table, and the location where it is. */
    private static void assertThatBothTablesAreRegistered() throws IOException, InterruptedException {
        JsonNode table = table("hudi_table");
        assertThat(table.get("TableType").asText()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.at("/StorageDescriptor/Location").asText()).isEqualTo("s3://streamlab/output/hudi_table");
        assertThat(table.at("/StorageDescriptor/InputFormat").asText())
                .isEqualTo("org.apache.hudi.hadoop.HoodieParquetInputFormat");
        assertThat(table.at("/StorageDescriptor/SerdeInfo/SerializationLibrary").asText())
                .isEqualTo("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        assertThat(table.at("/Parameters/spark.sql.sources.provider").asText()).isEqualTo("hudi");
        assertThat(table.at("/Parameters/last_commit_time_sync").asText()).hasSize(17);
        assertThat(table.path("PartitionKeys")).isEmpty();
        assertThat(columnsOf("hudi_table"))
                .containsExactly(
                        "_hoodie_commit_time string",
                        "_hoodie_commit_seqno string",
                        "_hoodie_record_key string",
                        "_hoodie_partition_path string",
                        "_hoodie_file_name string",
                        "_event_order string",
                        "uuid string",
                        "itemtype string",
                        "saleschannel string",
                        "orderpriority string",
                        "orderdate string",
                        "region string",
                        "shipdate string",
                        "unitssold string",
                        "impressiontime string",
                        "code string",
                        "combinedname string",
                        "_record_key string");

        JsonNode rejected = table("hudi_table_rejected");
        assertThat(rejected.at("/StorageDescriptor/Location").asText()).isEqualTo("s3://streamlab/rejected");
        assertThat(rejected.at("/StorageDescriptor/InputFormat").asText())
                .isEqualTo("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
        assertThat(rejected.at("/PartitionKeys/0/Name").asText()).isEqualTo("arrived_on");
        assertThat(rejected.at("/PartitionKeys/0/Type").asText()).isEqualTo("string");
        JsonNode days = moto.ask(
                        "glue",
                        "get-partitions",
                        "--database-name",
                        "my_kinesis_db",
                        "--table-name",
                        "hudi_table_rejected")
                .get("Partitions");
        assertThat(days).hasSize(1);
        assertThat(days.at("/0/StorageDescriptor/Location").asText())
                .isEqualTo("s3://streamlab/rejected/arrived_on="
                        + days.at("/0/Values/0").asText());
        assertThat(columnsOf("hudi_table_rejected"))
                .containsExactlyElementsOf(Stream.of(RejectedRecords.schema().fields())
                        .map(column -> column.name() + " " + column.dataType().catalogString())
                        .toList());
    }

    private static JsonNode table(String name) throws IOException, InterruptedException {
        return moto.ask("glue", "get-table", "--database-name", "my_kinesis_db", "--name", name)
                .get("Table");
    }

    /** Each as its name and type. */
    private static List<String> columnsOf(String table) throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>();
        table(table)
                .at("/StorageDescriptor/Columns")
                .forEach(column -> columns.add(
                        column.get("Name").asText() + " " + column.get("Type").asText()));
        return columns;
    }

    private static void addColumnToTheSourceTable(String column) throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>(Pipeline.COLUMNS);
        columns.add(column);
        moto.ask("glue", "update-table", "--database-name", "my_kinesis_db", "--table-input", sourceTable(columns));
    }

    private static long sum(SubmittedJob job, String figure) {
        return job.reports().stream()
                .mapToLong(report -> report.path(figure).asLong())
                .sum();
    }

    private static SubmittedJob submit(String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment
                .keySet()
                .removeIf(variable -> variable.startsWith("AWS_") || variable.equals("HIVE_METASTORE_URIS"));
        environment.putAll(moto.environment());
        return SubmittedJob.submit(Arrays.asList(arguments), environment);
    }

    private static void putRecords(String... payloads) throws IOException, InterruptedException {
        List<Map<String, String>> records = new ArrayList<>();
        for (String payload : payloads) {
            records.add(Map.of(
                    "PartitionKey",
                    Integer.toString(payload.hashCode()),
                    "Data",
                    Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8))));
        }
        // Not by the CLI, of which one version expects Base64 and the other one does not; nor by the SDK, which speaks
        // CBOR.
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(moto.environment().get("AWS_ENDPOINT_URL")))
                .header("X-Amz-Target", "Kinesis_20131202.PutRecords")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request")
                .POST(HttpRequest.BodyPublishers.ofString(
                        new ObjectMapper().writeValueAsString(Map.of("StreamName", "my_stream", "Records", records))))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** Key and attribute of each row. Read without Spark, as this JVM's sessions belong to other tests. */
    private static List<List<String>> tableRows() throws IOException, InterruptedException {
        Path copy = Files.createDirectories(folder.resolve("table"));
        moto.ask("s3", "cp", "--recursive", "--only-show-errors", "s3://streamlab/output/hudi_table", copy.toString());
        List<List<String>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(copy)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                rows.addAll(rowsOf(file));
            }
        }
        return rows;
    }

    private static List<List<String>> rowsOf(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(
                        new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(Arrays.asList(text(row, "uuid"), text(row, "combinedname")));
            }
        }
        return rows;
    }

    private static String text(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
    }

    private static String sourceTable(List<String> columnNames) throws IOException {
        List<Map<String, String>> columns = new ArrayList<>();
        for (String column : columnNames) {
            columns.add(Map.of("Name", column, "Type", "string"));
        }
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "Name",
                        "my_stream_src_table",
                        "Parameters",
                        Map.of("classification", "json"),
                        "StorageDescriptor",
                        Map.of(
                                "Columns",
                                columns,
                                "Location",
                                "my_stream",
                                "Parameters",
                                Map.of(
                                        "typeOfData",
                                        "kinesis",
                                        "streamName",
                                        "my_stream",
                                        "endpointUrl",
                                        moto.environment().get("AWS_ENDPOINT_URL")))));
    }
}
