package io.streamlab.join.source;

import static org.apache.spark.sql.functions.lit;

import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.SourceConfig;
import io.streamlab.join.config.SourceConnector;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.KinesisStream;
import io.streamlab.kinesis.client.StreamAddress;
import io.streamlab.kinesis.spark.KinesisSchema;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/** The stream of raw records: which Spark source reads the stream, and with which options. */
public final class SourceStream {
    private final SourceConnector connector;
    private final Map<String, String> options;

    private SourceStream(SourceConnector connector, Map<String, String> options) {
        this.connector = connector;
        this.options = Collections.unmodifiableMap(options);
    }

    /** @throws InvalidConfigException when the connector cannot do what the options say */
    public static SourceStream of(SourceTable table, SourceConfig source, BatchConfig batch) {
        Map<String, String> stream = streamOptions(table, source);
        return new SourceStream(
                source.connector(),
                source.connector() == SourceConnector.AWS_KINESIS
                        ? AwsKinesisOptions.of(
                                table, StreamAddress.of(KinesisSourceOptions.parse(stream).stream()), source, batch)
                        : exactKinesisOptions(stream, source));
    }

    /**
     * Returns the table's stream as the job reads it: in which region, at which endpoint and as which role.
     *
     * @throws IllegalArgumentException naming what is wrong with the stream's name or address
     */
    public static KinesisStream kinesisStream(SourceTable table, SourceConfig source) {
        return KinesisSourceOptions.parse(streamOptions(table, source)).stream();
    }

    /**
     * Returns another stream in the account and region of the table's stream.
     *
     * @throws IllegalArgumentException naming what is wrong with the stream's name or address
     */
    public static KinesisStream kinesisStream(SourceTable table, SourceConfig source, String name) {
        Map<String, String> options = streamOptions(table, source);
        options.computeIfPresent(
                KinesisSourceOptions.STREAM_ARN, (key, arn) -> arn.substring(0, arn.lastIndexOf('/') + 1) + name);
        options.computeIfPresent(KinesisSourceOptions.STREAM_NAME, (key, sources) -> name);
        return KinesisSourceOptions.parse(options).stream();
    }

    private static Map<String, String> streamOptions(SourceTable table, SourceConfig source) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(
                table.stream().startsWith("arn:") ? KinesisSourceOptions.STREAM_ARN : KinesisSourceOptions.STREAM_NAME,
                table.stream());
        table.endpoint().ifPresent(endpoint -> options.put(KinesisSourceOptions.ENDPOINT_URL, endpoint.toString()));
        source.roleArn().ifPresent(role -> {
            options.put(KinesisSourceOptions.ROLE_ARN, role);
            options.put(KinesisSourceOptions.ROLE_SESSION_NAME, source.roleSessionName());
        });
        source.externalId().ifPresent(id -> options.put(KinesisSourceOptions.EXTERNAL_ID, id));
        return options;
    }

    private static Map<String, String> exactKinesisOptions(Map<String, String> stream, SourceConfig source) {
        Map<String, String> options = new LinkedHashMap<>(stream);
        options.put(
                KinesisSourceOptions.STARTING_POSITION,
                source.startingPosition().type());
        source.startingPosition()
                .timestamp()
                .ifPresent(timestamp -> options.put(KinesisSourceOptions.STARTING_TIMESTAMP, timestamp.toString()));
        options.put(KinesisSourceOptions.MAX_RECORDS_PER_SHARD, Integer.toString(source.maxRecordsPerShard()));
        options.put(KinesisSourceOptions.MAX_BYTES_PER_SHARD, Long.toString(source.maxBytesPerShard()));
        options.put(KinesisSourceOptions.MAX_RECORDS_PER_TRIGGER, Long.toString(source.maxRecordsPerTrigger()));
        options.put(KinesisSourceOptions.MAX_BYTES_PER_TRIGGER, Long.toString(source.maxBytesPerTrigger()));
        options.put(
                KinesisSourceOptions.SHARD_FAILURE_TIMEOUT_SECONDS,
                Long.toString(source.shardFailureTimeout().getSeconds()));
        options.put(
                KinesisSourceOptions.MISROUTED_AGGREGATES,
                source.misroutedRecords().ofSource().name());
        options.put(KinesisSourceOptions.FAIL_ON_DATA_LOSS, Boolean.toString(source.failOnDataLoss()));
        return options;
    }

    /**
     * Returns the records, with the columns of {@link KinesisSchema}. awslabs' connector has neither the shard nor the place in an
     * aggregated record: those columns are then NULL. The column of the monotone arrival is missing then. Nothing is read until the
     * query runs.
     *
     * @throws InvalidConfigException when the connector's jar is missing
     */
    public Dataset<Row> read(SparkSession spark) {
        Dataset<Row> records = load(spark);
        for (String column : Arrays.asList(KinesisSchema.SHARD_ID, KinesisSchema.SUB_SEQUENCE_NUMBER)) {
            if (!Arrays.asList(records.columns()).contains(column)) {
                DataType type = KinesisSchema.SCHEMA.apply(column).dataType();
                records = records.withColumn(column, lit(null).cast(type));
            }
        }
        return records;
    }

    private Dataset<Row> load(SparkSession spark) {
        try {
            return spark.readStream()
                    .format(connector.format())
                    .options(options)
                    .load();
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            if (connector == SourceConnector.AWS_KINESIS && e instanceof ClassNotFoundException) {
                InvalidConfigException missing = new InvalidConfigException(Collections.singletonList(
                        "--source_connector is '" + connector + "', but no jar has that source:"
                                + " give the jar of awslabs' spark-sql-kinesis-connector by --extra-jars"));
                missing.initCause(e);
                throw missing;
            }
            throw e;
        }
    }

    Map<String, String> options() {
        return options;
    }
}
