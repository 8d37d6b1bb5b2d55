package io.streamlab.local.example;

import io.streamlab.local.common.AwsService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Creates what the example expects to find and no other server makes: the stream, the bucket, and the description of the
 * stream in the catalog. The names and the columns are the published walk-through's.
 */
public final class ExampleResources {

    public static final String STREAM = "my_stream";
    public static final int SHARDS = 4;

    /** Made by the replicator: key {@code code} and {@code countryname}, attribute {@code combinedname}, all strings. */
    public static final String REFERENCE_TABLE = "tgt_country_lookup_table";

    public static final String BUCKET = "streamlab";
    public static final String CATALOG_DATABASE = "my_kinesis_db";
    public static final String CATALOG_TABLE = "my_stream_src_table";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration CREATION_LIMIT = Duration.ofSeconds(30);

    private final AwsClients clients;

    public ExampleResources(AwsClients clients) {
        this.clients = clients;
    }

    /** Expects servers that hold nothing yet. */
    public void create() {
        createStream();
        createBucket();
        createCatalogTable();
    }

    private void createStream() {
        try (KinesisClient kinesis = clients.kinesis()) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(SHARDS));
            kinesis.waiter()
                    .waitUntilStreamExists(request -> request.streamName(STREAM), waiter -> waiter.backoffStrategyV2(
                                    BackoffStrategy.fixedDelay(POLL_INTERVAL))
                            .waitTimeout(CREATION_LIMIT));
        }
    }

    private void createBucket() {
        try (S3Client s3 = clients.s3()) {
            s3.createBucket(request -> request.bucket(BUCKET));
        }
    }

    private void createCatalogTable() {
        try (GlueClient glue = clients.glue()) {
            glue.createDatabase(request -> request.databaseInput(database -> database.name(CATALOG_DATABASE)));
            glue.createTable(request -> request.databaseName(CATALOG_DATABASE).tableInput(table -> table.name(
                            CATALOG_TABLE)
                    .tableType("EXTERNAL_TABLE")
                    .parameters(Map.of("classification", "json"))
                    .storageDescriptor(storage -> storage.columns(columns())
                            .location(STREAM)
                            .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                            .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                            .serdeInfo(serde -> serde.serializationLibrary("org.openx.data.jsonserde.JsonSerDe"))
                            .parameters(Map.of(
                                    "typeOfData",
                                    "kinesis",
                                    "streamName",
                                    STREAM,
                                    "endpointUrl",
                                    clients.endpoints().of(AwsService.KINESIS).toString())))));
        }
    }

    private static List<Column> columns() {
        return OrderColumns.ALL.stream()
                .map(name -> Column.builder().name(name).type("string").build())
                .toList();
    }
}
