package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * The example's pipeline under names of its own, so that tests share the servers and nothing else: a stream of two
 * shards, its source table, a reference table with the example's four rows, a Hudi table and its paths.
 */
final class Pipeline implements AutoCloseable {
    static final String DATABASE = "my_kinesis_db";

    /** The columns of the example's source table, which the local stand-in has, too. */
    static final List<String> COLUMNS = exampleColumns();

    private static final Map<String, String> AVAILABLE_NOW = Map.of("available_now", "true");

    /** What one PutRecords and one BatchWriteItem take at most. */
    private static final int KINESIS_ENTRIES = 500;

    private static final int DYNAMODB_ENTRIES = 25;

    private final KinesisClient kinesis = StandIn.kinesis();
    private final DynamoDbClient dynamoDb = StandIn.dynamoDb();
    private final GlueClient glue = StandIn.glue();
    private final String name;
    private final List<SubmittedJob> jobs = new ArrayList<>();

    private Pipeline(String name) {
        this.name = name;
    }

    static Pipeline create() {
        Pipeline pipeline = new Pipeline(
                "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
        pipeline.createStream();
        pipeline.createSourceTable();
        pipeline.createReferenceTable();
        pipeline.putReference("IN", "India", "IN-India");
        pipeline.putReference("US", "USA", "US-USA");
        pipeline.putReference("CA", "Canada", "CA-Canada");
        pipeline.putReference("CN", "China", "CN-China");
        return pipeline;
    }

    /** An order of the example with only what the tests look at. */
    static String order(int uuid, String country, String orderDate) {
        return String.format(
                "{\"uuid\": %d, \"country\": \"%s\", \"orderdate\": \"%s\", \"unitssold\": \"70\"}",
                uuid, country, orderDate);
    }

    void putRecords(List<String> payloads) {
        putPayloads(payloads.stream().map(SdkBytes::fromUtf8String).toList());
    }

    /** Puts records on one shard, which keeps their order. */
    void putRecordsOfOneShard(List<String> payloads) {
        put(payloads.stream().map(SdkBytes::fromUtf8String).toList(), payload -> "key");
    }

    void putPayloads(List<SdkBytes> payloads) {
        put(payloads, payload -> Integer.toString(payload.hashCode()));
    }

    private void put(List<SdkBytes> payloads, Function<SdkBytes, String> partitionKey) {
        for (int from = 0; from < payloads.size(); from += KINESIS_ENTRIES) {
            List<PutRecordsRequestEntry> entries =
                    payloads.subList(from, Math.min(payloads.size(), from + KINESIS_ENTRIES)).stream()
                            .map(payload -> PutRecordsRequestEntry.builder()
                                    .partitionKey(partitionKey.apply(payload))
                                    .data(payload)
                                    .build())
                            .toList();
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(name).records(entries));
            assertThat(response.failedRecordCount()).isZero();
        }
    }

    void putReference(String code, String countryName, String combinedName) {
        dynamoDb.putItem(request -> request.tableName(name).item(referenceItem(code, countryName, combinedName)));
    }

    /** Puts an item as {@code References#withLabels} has it. */
    void putLabelledReference(String countryName) {
        String code = countryName.substring(0, 2);
        Map<String, AttributeValue> item =
                new LinkedHashMap<>(referenceItem(code, countryName, code + "-" + countryName));
        item.put(
                "labels",
                AttributeValue.fromL(List.of(
                        AttributeValue.fromS(countryName), AttributeValue.fromNul(true), AttributeValue.fromS(""))));
        // A country of the example may be there already, by another code.
        dynamoDb.deleteItem(request -> request.tableName(name)
                .key(Map.of(
                        "code", AttributeValue.fromS(code.toUpperCase(Locale.ROOT)),
                        "countryname", AttributeValue.fromS(countryName))));
        dynamoDb.putItem(request -> request.tableName(name).item(item));
    }

    /** Items with the codes 0, 1, ..., the countries "Country 0", ... and a value long enough to need several pages. */
    void putNumberedReferences(int count, int valueLength) {
        for (int from = 0; from < count; from += DYNAMODB_ENTRIES) {
            List<WriteRequest> writes = new ArrayList<>();
            for (int number = from; number < Math.min(count, from + DYNAMODB_ENTRIES); number++) {
                Map<String, AttributeValue> item =
                        referenceItem(Integer.toString(number), "Country " + number, "x".repeat(valueLength) + number);
                writes.add(WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build());
            }
            assertThat(dynamoDb.batchWriteItem(request -> request.requestItems(Map.of(name, writes)))
                            .unprocessedItems())
                    .isEmpty();
        }
    }

    /**
     * Processes what the stream holds, and ends.
     *
     * @param arguments take the place of the pipeline's own
     */
    SubmittedJob drain(Map<String, String> arguments) {
        SubmittedJob job = submit(AVAILABLE_NOW, arguments);
        job.awaitExit();
        return job;
    }

    SubmittedJob drain() {
        return drain(Map.of());
    }

    /** Returns the arguments of a run that processes what the stream holds. */
    List<String> drainArguments(Map<String, String> arguments) {
        return commandLine(AVAILABLE_NOW, arguments);
    }

    /** Runs until it is stopped or killed, a batch each second. */
    SubmittedJob start() {
        return start(Map.of());
    }

    /** @param arguments take the place of the pipeline's own */
    SubmittedJob start(Map<String, String> arguments) {
        return submit(Map.of("window_seconds", "1"), arguments);
    }

    private SubmittedJob submit(Map<String, String> mode, Map<String, String> arguments) {
        SubmittedJob job = SubmittedJob.submit(commandLine(mode, arguments));
        jobs.add(job);
        return job;
    }

    private List<String> commandLine(Map<String, String> mode, Map<String, String> arguments) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "source_table",
                name,
                "lookup_table",
                name,
                "target_table",
                name,
                "target_path",
                path("table"),
                "rejected_path",
                path("rejected"),
                "checkpoint_path",
                path("checkpoint")));
        all.putAll(mode);
        all.putAll(arguments);
        if (all.containsKey("lookup_tables")) {
            all.remove("lookup_table");
        }
        List<String> commandLine = new ArrayList<>();
        all.forEach((key, value) -> commandLine.addAll(List.of("--" + key, value)));
        return commandLine;
    }

    /** The Hudi table, found through the catalog. */
    Dataset<Row> table(SparkSession reader) {
        reader.catalog().refreshTable(tableName());
        return reader.table(tableName());
    }

    /** Of the Hudi table in the catalog, with its database. */
    String tableName() {
        return DATABASE + "." + name;
    }

    boolean hasTable(SparkSession reader) {
        return reader.catalog().tableExists(DATABASE, name);
    }

    /** The rejected records, found through the catalog. */
    Dataset<Row> rejected(SparkSession reader) {
        return reader.table(DATABASE + "." + name + "_rejected");
    }

    /** Where a folder of this pipeline is: table, rejected or checkpoint. */
    String path(String folder) {
        return StandIn.BUCKET + "/" + name + "/" + folder;
    }

    @Override
    public void close() {
        jobs.forEach(SubmittedJob::kill);
        glue.deleteTable(request -> request.databaseName(DATABASE).name(name));
        dynamoDb.deleteTable(request -> request.tableName(name));
        kinesis.deleteStream(request -> request.streamName(name));
        glue.close();
        dynamoDb.close();
        kinesis.close();
    }

    private void createStream() {
        kinesis.createStream(request -> request.streamName(name).shardCount(2));
        kinesis.waiter().waitUntilStreamExists(request -> request.streamName(name));
    }

    /** Adds a column in the middle of the source table, as somebody would who lets the records have another field. */
    void addSourceColumn(String column, String type) {
        List<Column> columns = new ArrayList<>(sourceColumns());
        columns.add(1, Column.builder().name(column).type(type).build());
        glue.updateTable(request -> request.databaseName(DATABASE).tableInput(sourceTable(columns)));
    }

    /**
     * Describes the records by other columns.
     *
     * @param types names of columns to their types
     * @param serDeParameters of org.openx.data.jsonserde.JsonSerDe
     */
    void describeSource(Map<String, String> types, Map<String, String> serDeParameters) {
        TableInput table = sourceTable(types, serDeParameters);
        glue.updateTable(request -> request.databaseName(DATABASE).tableInput(table));
    }

    /**
     * Describes the records by a second table, whose names have hyphens and whose address is a {@code kinesisUrl}, as in examples
     * of AWS.
     *
     * @return the arguments that name the table
     */
    Map<String, String> describeSourceAsAwsDoes(Map<String, String> types, Map<String, String> serDeParameters) {
        String database = name.replace('_', '-') + "-db";
        String tableName = "my-stream-src-table";
        TableInput table = sourceTable(types, serDeParameters);
        Map<String, String> parameters =
                new LinkedHashMap<>(table.storageDescriptor().parameters());
        parameters.put("kinesisUrl", parameters.remove("endpointUrl"));
        glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        glue.createTable(request -> request.databaseName(database)
                .tableInput(table.toBuilder()
                        .name(tableName)
                        .storageDescriptor(table.storageDescriptor().toBuilder()
                                .parameters(parameters)
                                .build())
                        .build()));
        return Map.of("source_database", database, "source_table", tableName);
    }

    private TableInput sourceTable(Map<String, String> types, Map<String, String> serDeParameters) {
        List<Column> columns = types.entrySet().stream()
                .map(type -> Column.builder()
                        .name(type.getKey())
                        .type(type.getValue())
                        .build())
                .toList();
        TableInput table = sourceTable(columns);
        return table.toBuilder()
                .storageDescriptor(table.storageDescriptor().toBuilder()
                        .serdeInfo(serDe -> serDe.serializationLibrary("org.openx.data.jsonserde.JsonSerDe")
                                .parameters(serDeParameters))
                        .build())
                .build();
    }

    private void createSourceTable() {
        try {
            glue.createDatabase(request -> request.databaseInput(database -> database.name(DATABASE)));
        } catch (AlreadyExistsException e) {
            // Another test, or the stand-in itself, has made it.
        }
        glue.createTable(request -> request.databaseName(DATABASE).tableInput(sourceTable(sourceColumns())));
    }

    private static List<Column> sourceColumns() {
        return COLUMNS.stream()
                .map(column -> Column.builder().name(column).type("string").build())
                .toList();
    }

    private TableInput sourceTable(List<Column> columns) {
        Map<String, String> stream = Map.of(
                "typeOfData",
                "kinesis",
                "streamName",
                name,
                "endpointUrl",
                StandIn.requireEnvironment("AWS_ENDPOINT_URL_KINESIS"));
        return TableInput.builder()
                .name(name)
                .parameters(Map.of("classification", "json"))
                .storageDescriptor(
                        storage -> storage.columns(columns).location(name).parameters(stream))
                .build();
    }

    private void createReferenceTable() {
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(stringAttribute("code"), stringAttribute("countryname"))
                .keySchema(key("code", KeyType.HASH), key("countryname", KeyType.RANGE)));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    private static Map<String, AttributeValue> referenceItem(String code, String countryName, String combinedName) {
        return Map.of(
                "code", AttributeValue.fromS(code),
                "countryname", AttributeValue.fromS(countryName),
                "combinedname", AttributeValue.fromS(combinedName));
    }

    private static AttributeDefinition stringAttribute(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    private static List<String> exampleColumns() {
        Path file = Paths.get("local/example/src/main/resources/io/streamlab/local/example/columns.txt");
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
