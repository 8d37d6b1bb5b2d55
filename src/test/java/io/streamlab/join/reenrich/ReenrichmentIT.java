package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.StreamingJoin;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.endtoend.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hudi.exception.HoodieException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.MemoryStream;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.collection.JavaConverters;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The whole job with real Hudi and DynamoDB Local. Only the stream is in memory. */
@Timeout(180)
class ReenrichmentIT {
    private static final StructType ORDERS =
            StructType.fromDDL("uuid string, country string, orderdate string, unitssold string");
    private static final String ATTRIBUTES = "code STRING,combinedname STRING";
    private static final String WITHOUT_CODE = "code=__HIVE_DEFAULT_PARTITION__";

    @TempDir
    private Path folder;

    private final SparkSession spark = LocalSpark.session();
    private final DynamoDbClient dynamoDb = StandIn.dynamoDb();
    private final String referenceTable = "test_" + UUID.randomUUID();
    private final MemoryStream<String> stream =
            new MemoryStream<>(7, spark.sqlContext(), Option.empty(), Encoders.STRING());

    private String lookupMode = "scan";
    private CompletableFuture<Void> job;
    private int sequenceNumber;

    @BeforeEach
    void createReferenceTable() {
        dynamoDb.createTable(request -> request.tableName(referenceTable)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .streamSpecification(changes -> changes.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE))
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("countryname")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("countryname")
                        .keyType(KeyType.HASH)
                        .build()));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(referenceTable));
        putReference("India", "IN-India");
        putReference("USA", "US-USA");
    }

    @AfterEach
    void stopJobAndRemoveReferenceTable() throws TimeoutException {
        stop();
        dynamoDb.deleteTable(request -> request.tableName(referenceTable));
        dynamoDb.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "stream"})
    void rowsAreReenrichedWithAndWithoutRecords(String mode) {
        lookupMode = mode;
        start("window_seconds", "1");
        add(order(1, "India", "1/4/10"), order(2, "India", "1/5/10"), order(3, "USA", "1/4/10"));
        add(order(4, "Atlantis", "1/4/10"));
        awaitTable(Map.of("1", "IN-India", "2", "IN-India", "3", "US-USA", "4", "null"));
        Map<String, String> orders = column("_event_order");

        putReference("India", "IN-IND-India");
        putReference("Atlantis", "AT-Atlantis");
        removeReference("USA");

        awaitTable(Map.of("1", "IN-IND-India", "2", "IN-IND-India", "3", "null", "4", "AT-Atlantis"));
        assertThat(column("_event_order")).as("later events compare as before").isEqualTo(orders);

        putReference("India", "IN-Bharat");
        // A late event, a later one that moves the row to another country, and a new row.
        add(order(1, "USA", "1/1/10"), order(2, "Atlantis", "1/6/10"), order(5, "India", "1/4/10"));

        awaitTable(Map.of("1", "IN-Bharat", "2", "AT-Atlantis", "3", "null", "4", "AT-Atlantis", "5", "IN-Bharat"));
        assertThat(column("_join_key"))
                .isEqualTo(Map.of("1", "India", "2", "Atlantis", "3", "USA", "4", "Atlantis", "5", "India"));
    }

    /** The job dies after the commit and before the ledger says so. Then the item changes back. */
    @ParameterizedTest
    @ValueSource(strings = {"scan", "stream"})
    void anItemThatChangesBackAfterAKillIsReenrichedBackInBoundedSteps(String mode) {
        lookupMode = mode;
        putReference("India", "IN-IND-India");
        drain(
                "reenrich_max_rows_per_batch",
                "2",
                order(1, "India", "1/4/10"),
                order(2, "India", "1/4/10"),
                order(3, "India", "1/4/10"),
                order(4, "USA", "1/4/10"));
        ledger().save(Ledger.of(
                Map.of("USA", fingerprint("US-USA")), Collections.singletonMap("India", Instant.EPOCH)));
        putReference("India", "IN-India");

        drain("reenrich_max_rows_per_batch", "2");

        assertThat(column("combinedname"))
                .isEqualTo(Map.of("1", "IN-India", "2", "IN-India", "3", "IN-India", "4", "US-USA"));
        assertThat(column("_hoodie_commit_time").values().stream().distinct())
                .as("the batch, two rows, and the third")
                .hasSize(3);
        assertThat(ledger().load().orElseThrow().applied())
                .isEqualTo(Map.of("USA", fingerprint("US-USA"), "India", fingerprint("IN-India")));
    }

    @Test
    void rowsOfRemovedItemsKeepTheirLastValueUntilTheOptionIsNull() {
        drain("reenrich_removed", "keep", order(1, "India", "1/4/10"), order(2, "USA", "1/4/10"));
        removeReference("USA");
        putReference("India", "IN-IND-India");

        drain("reenrich_removed", "keep");
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "IN-IND-India", "2", "US-USA"));

        drain("reenrich_removed", "null");
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "IN-IND-India", "2", "null"));
    }

    @Test
    void rowsMoveToThePartitionOfTheirNewAttribute() {
        String[] orders = {order(1, "India", "1/4/10"), order(2, "India", "1/4/10"), order(3, "USA", "1/4/10")};
        drain("partition_fields", "code", orders);
        removeReference("USA");
        putReference("India", "BH-Bharat");

        // With a batch: a late event of one row, and a later event of another.
        drain("partition_fields", "code", order(1, "USA", "1/1/10"), order(2, "Atlantis", "1/5/10"));
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "BH-Bharat", "2", "null", "3", "null"));
        assertThat(column("_hoodie_partition_path"))
                .isEqualTo(Map.of("1", "code=BH", "2", WITHOUT_CODE, "3", WITHOUT_CODE));

        putReference("Atlantis", "AT-Atlantis");
        putReference("India", "IN-India");
        // Without any record.
        drain("partition_fields", "code");
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "IN-India", "2", "AT-Atlantis", "3", "null"));
        assertThat(column("_hoodie_partition_path"))
                .isEqualTo(Map.of("1", "code=IN", "2", "code=AT", "3", WITHOUT_CODE));
    }

    /** Whoever replaces the files of a table makes no commit that the job would miss or find. */
    @Test
    void ledgerIsNotTrustedAfterSomebodyElseHasReplacedTheRows() throws IOException {
        drain("window_seconds", "1", order(1, "India", "1/4/10"), order(2, "USA", "1/4/10"));
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "IN-India", "2", "US-USA"));

        insertOverwrite("XX-Old");
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "XX-Old", "2", "XX-Old"));

        drain("window_seconds", "1", order(3, "USA", "1/4/10"));
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "IN-India", "2", "US-USA", "3", "US-USA"));
    }

    /** Writes the same rows with another name, as INSERT OVERWRITE does. */
    private void insertOverwrite(String combinedName) throws IOException {
        String target = folder.resolve("target").toUri().toString();
        Properties table = new Properties();
        try (InputStream properties = Files.newInputStream(folder.resolve("target/.hoodie/hoodie.properties"))) {
            table.load(properties);
        }
        Dataset<Row> rows = spark.read().format("hudi").load(target);
        String[] ownColumns = Stream.of(rows.columns())
                .filter(name -> name.startsWith("_hoodie_"))
                .toArray(String[]::new);
        Dataset<Row> renamed = rows.drop(ownColumns).withColumn("combinedname", functions.lit(combinedName));
        spark.createDataFrame(renamed.collectAsList(), renamed.schema())
                .write()
                .format("hudi")
                .option("hoodie.datasource.write.operation", "insert_overwrite_table")
                .option("hoodie.table.name", table.getProperty("hoodie.table.name"))
                .option("hoodie.datasource.write.recordkey.field", table.getProperty("hoodie.table.recordkey.fields"))
                .option(
                        "hoodie.datasource.write.keygenerator.class",
                        table.getProperty("hoodie.table.keygenerator.class"))
                .option("hoodie.datasource.write.precombine.field", "_event_order")
                .option(
                        "hoodie.datasource.write.payload.class",
                        "org.apache.hudi.common.model.DefaultHoodieRecordPayload")
                .option("hoodie.index.type", "BUCKET")
                .option("hoodie.bucket.index.num.buckets", "4")
                .option("hoodie.metadata.enable", "false")
                .mode(SaveMode.Append)
                .save(target);
    }

    @Test
    void tableWithoutTheJoinKeyIsRefused() {
        drain("reenrich", "false", order(1, "India", "1/4/10"));

        assertThatThrownBy(() -> run(config("available_now", "true")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "--reenrich is true, but the rows of the table do not tell what they were joined by");
        assertThat(column("combinedname")).isEqualTo(Map.of("1", "IN-India"));
    }

    private void start(String... options) {
        job = CompletableFuture.runAsync(() -> run(config(options)));
    }

    private void stop() throws TimeoutException {
        if (job == null) {
            return;
        }
        for (StreamingQuery query : spark.streams().active()) {
            query.stop();
        }
        job.join();
    }

    /** Runs the job until the stream is drained. */
    private void drain(String option, String value, String... payloads) {
        add(payloads);
        run(config("available_now", "true", option, value));
    }

    private void run(JobConfig config) {
        try {
            StreamingJoin.run(records(), ORDERS, config);
        } catch (StreamingQueryException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private JobConfig config(String... options) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "lookup_table",
                referenceTable,
                "drop_columns",
                "country,countryname",
                "reenrich",
                "true",
                "cloudwatch_metrics",
                "false",
                "hudi_options",
                "hoodie.datasource.hive_sync.enable=false"));
        all.put("lookup_mode", lookupMode);
        for (String name : List.of("target", "rejected", "checkpoint")) {
            all.put(name + "_path", folder.resolve(name).toUri().toString());
        }
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return ExampleConfig.with(all.entrySet().stream()
                .flatMap(option -> List.of(option.getKey(), option.getValue()).stream())
                .toArray(String[]::new));
    }

    /** Returns the stream with the columns of the Kinesis source. */
    private Dataset<Row> records() {
        return stream.toDF()
                .selectExpr(
                        "cast(split(value, '\t')[1] as binary) as data",
                        "'stream' as streamName",
                        "'shard-0' as shardId",
                        "'key' as partitionKey",
                        "split(value, '\t')[0] as sequenceNumber",
                        "0L as subSequenceNumber",
                        "timestamp'2026-01-31 12:00:00' as approximateArrivalTimestamp");
    }

    private void add(String... payloads) {
        if (payloads.length > 0) {
            stream.addData(JavaConverters.asScalaBuffer(List.of(payloads).stream()
                    .map(payload -> ++sequenceNumber + "\t" + payload)
                    .toList()));
        }
    }

    private static String order(int uuid, String country, String orderDate) {
        return String.format(
                "{\"uuid\": \"%d\", \"country\": \"%s\", \"orderdate\": \"%s\", \"unitssold\": \"70\"}",
                uuid, country, orderDate);
    }

    private void awaitTable(Map<String, String> names) {
        // On a local disk a commit's file is there a moment before its content is, and Hudi's reader refuses it.
        await().atMost(Duration.ofMinutes(5))
                .ignoreExceptionsInstanceOf(HoodieException.class)
                .untilAsserted(() -> {
                    if (job.isDone()) {
                        job.join();
                    }
                    assertThat(column("combinedname")).isEqualTo(names);
                });
    }

    /** Returns a column's values by record key. NULL reads "null". */
    private Map<String, String> column(String name) {
        Map<String, String> values = new TreeMap<>();
        if (hasCommit()) {
            spark.read()
                    .format("hudi")
                    .load(folder.resolve("target").toUri().toString())
                    .select("uuid", name)
                    .collectAsList()
                    .forEach(row -> assertThat(values.put(row.getString(0), String.valueOf(row.get(1))))
                            .as("one row for each key")
                            .isNull());
        }
        return values;
    }

    private boolean hasCommit() {
        String[] timeline = folder.resolve("target/.hoodie").toFile().list();
        return timeline != null && List.of(timeline).stream().anyMatch(name -> name.endsWith(".commit"));
    }

    private LedgerFile ledger() {
        return new LedgerFile(
                folder.resolve("checkpoint").toUri(), ATTRIBUTES, RemovedReference.NULL, new Configuration());
    }

    private static long fingerprint(String combinedName) {
        return Fingerprint.of(RowFactory.create(combinedName.substring(0, 2), combinedName));
    }

    private void putReference(String country, String combinedName) {
        dynamoDb.putItem(request -> request.tableName(referenceTable)
                .item(Map.of(
                        "countryname", AttributeValue.fromS(country),
                        "code", AttributeValue.fromS(combinedName.substring(0, 2)),
                        "combinedname", AttributeValue.fromS(combinedName))));
    }

    private void removeReference(String country) {
        dynamoDb.deleteItem(
                request -> request.tableName(referenceTable).key(Map.of("countryname", AttributeValue.fromS(country))));
    }
}
